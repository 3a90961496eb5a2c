/// A reader of bytes that strangers send, as the campaign tries it.
protocol Reader: SendableMetatype {
  /// Messages of a campaign at full size, and at the size of every day.
  static var full: Int { get }
  static var small: Int { get }
  /// Messages that are right, in every form that the reader takes.
  static func samples() throws -> [Part]

  /// Fresh for each round: what it keeps does not outlive ``Campaign/round`` messages.
  init() throws

  /// Reads one message.
  ///
  /// - Returns: whether it was accepted.
  /// - Throws: what must not be, such as a value that reads otherwise when it was written again.
  mutating func take(_ bytes: [UInt8]) throws -> Bool

  /// Looks at what is kept when the messages of a round are through.
  mutating func finish() throws
}

extension Reader {
  static var full: Int { 750_000 }
  static var small: Int { 1000 }
  static var name: String { "\(Self.self)" }
  mutating func finish() throws {}
}

/// What must not be.
struct Finding: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

func require(_ holds: Bool, _ what: @autoclosure () -> String) throws {
  if !holds { throw Finding(what()) }
}

/// Many messages to one reader, in rounds that are each a seed of their own.
enum Campaign {
  static let round = 10_000
  /// For one message, whatever it is; measured again where another program may have had the processor.
  private static let patience = Duration.seconds(1)

  struct Report: Sendable {
    var tried = 0
    var accepted = 0
    var bytes = 0
    var slowest = Duration.zero
  }

  static func run<R: Reader>(_ reader: R.Type, messages: Int) throws -> Report {
    var report = Report()
    let samples = try R.samples()
    let only = Trace.round(of: R.name)
    for number in 0..<(messages + round - 1) / round where only == nil || only == number {
      try run(reader, samples, number, count: min(round, messages - number * round), &report)
    }
    return report
  }

  private static func run<R: Reader>(
    _ reader: R.Type, _ samples: [Part], _ number: Int, count: Int, _ report: inout Report
  ) throws {
    Trace.began(R.name, number)
    var mutator = Mutator(samples, SplitMix(R.name, number))
    var reader = try R()
    let clock = ContinuousClock()
    for index in 0..<count {
      let (part, bytes) = mutator.next()
      Trace.take(bytes, R.name)
      let start = clock.now
      let isAccepted: Bool
      do { isAccepted = try reader.take(bytes) } catch {
        throw Finding("\(R.name), round \(number), message \(index): \(error)\n\(Trace.shown(bytes))")
      }
      let time = start.duration(to: clock.now)
      if time > report.slowest { report.slowest = time }
      if time > patience, try isSlow(R.self, bytes) {
        throw Finding("\(R.name), round \(number), message \(index): took \(time)\n\(Trace.shown(bytes))")
      }
      report.tried += 1
      report.bytes += bytes.count
      if isAccepted {
        report.accepted += 1
        mutator.keep(part, bytes)
      } else if index < samples.count {
        throw Finding("\(R.name): sample \(index) was refused\n\(Trace.shown(bytes))")
      }
    }
    try reader.finish()
  }

  private static func isSlow<R: Reader>(_ reader: R.Type, _ bytes: [UInt8]) throws -> Bool {
    let clock = ContinuousClock()
    for _ in 0..<3 {
      var fresh = try R()
      if try clock.measure({ _ = try fresh.take(bytes) }) < patience { return false }
    }
    return true
  }
}
