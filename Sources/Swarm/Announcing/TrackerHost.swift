import NIOCore

/// What is known of one host and port in one family of addresses: whether it answers at all.
struct TrackerHost {
  private(set) var failures = 0
  private(set) var until: NIODeadline
  var inFlight = 0
  /// Whether the log knows of its failures.
  var isTold = false

  init(now: NIODeadline) { until = now }

  /// One question at a time while it failed last: the others wait for what becomes of it.
  func isFree(_ limits: AnnounceLimits) -> Bool { inFlight < (failures == 0 ? limits.inFlightPerHost : 1) }

  mutating func succeed() { (failures, isTold) = (0, false) }

  mutating func fail(now: NIODeadline, limits: AnnounceLimits, pause: TimeAmount? = nil) {
    // What was on its way together fails together, and counts once.
    guard now >= until else { return }
    failures += 1
    var wait = Double(limits.backOff.nanoseconds)
    for _ in 1..<min(max(failures, 1), 20) { wait *= 2.5 }
    let longest = limits.longestBackOff
    until = now + (pause ?? .nanoseconds(Int64(min(wait, Double(longest.nanoseconds)))))
  }
}
