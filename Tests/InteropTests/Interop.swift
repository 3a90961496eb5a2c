import Testing

/// What real programs make of our output. One test at a time: browsers and encoders want the machine for themselves.
/// At full size one ladder is measured for half an hour.
@Suite(.serialized, .timeLimit(.minutes(Programs.isFull ? 60 : 20))) enum Interop {}
