import Testing

/// What real programs make of our media. One test at a time: encoders want the machine for themselves.
/// At full size one ladder is measured for half an hour.
@Suite(.serialized, .timeLimit(.minutes(Programs.isFull ? 60 : 20))) enum Interop {}

/// What browsers, servers and other people's parsers make of our sites. One test at a time beside the media's: a browser leaves
/// half of the machine alone. At full size one page plays for half an hour.
@Suite(.serialized, .timeLimit(.minutes(Programs.isFull ? 60 : 20))) enum Visiting {}

/// What the daemon and real clients do with each other, in network namespaces. Most of the time they wait, so this runs beside the others.
@Suite(.serialized, .timeLimit(.minutes(Programs.isFull ? 60 : 20))) enum Swarming {}
