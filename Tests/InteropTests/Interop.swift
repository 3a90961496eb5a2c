import Testing

/// What real programs make of our output. One test at a time: browsers and encoders want the machine for themselves.
@Suite(.serialized, .timeLimit(.minutes(20))) enum Interop {}
