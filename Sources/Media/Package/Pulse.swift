import Glibc

/// Says when the next sign of life is due: four a second.
struct Pulse {
  /// In milliseconds of the monotonic clock.
  private var last = Self.now

  /// True at most every 250 ms.
  var isDue: Bool {
    mutating get {
      let now = Self.now
      guard now - last >= 250 else { return false }
      last = now
      return true
    }
  }

  private static var now: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
