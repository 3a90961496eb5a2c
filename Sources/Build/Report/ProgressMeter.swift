/// How fast a step goes, from what it said of itself: a value, without a clock of its own.
struct ProgressMeter: Sendable, Hashable {
  private struct Sample: Hashable {
    var moment: Duration
    var done: Int64
  }

  /// The pace of so long ago counts: what an earlier build had finished is passed at once, and says nothing of the rest.
  private static let window: Duration = .seconds(10)
  /// Samples lie so far apart at least, so that a few are kept.
  private static let spacing: Duration = .milliseconds(500)

  private(set) var done: Int64 = 0
  private(set) var total: Int64 = 0
  private var samples: [Sample] = []
  private var last: Sample?

  /// - Parameter moment: on any clock that never goes back.
  mutating func report(_ done: Int64, of total: Int64, at moment: Duration) {
    self.done = done
    self.total = total
    let sample = Sample(moment: moment, done: done)
    last = sample
    if let newest = samples.last, moment - newest.moment < Self.spacing { return }
    samples.append(sample)
    while samples.count > 2, moment - samples[1].moment >= Self.window { samples.removeFirst() }
  }

  /// From 0 to 1; nil where the total is not known.
  var share: Double? { total > 0 ? min(1, max(0, Double(done) / Double(total))) : nil }

  /// Units a second; nil while it is too early to tell.
  var pace: Double? {
    guard let first = samples.first, let last, last.done > first.done else { return nil }
    let time = (last.moment - first.moment).inSeconds
    return time >= 0.5 ? Double(last.done - first.done) / time : nil
  }

  /// In seconds.
  var left: Double? {
    guard let pace, total > 0 else { return nil }
    return Double(max(total - done, 0)) / pace
  }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
