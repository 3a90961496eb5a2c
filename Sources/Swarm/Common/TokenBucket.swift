public import NIOCore

/// A rate that may be exceeded for a moment: tokens come in at a steady pace and wait, up to a burst, to be taken.
public struct TokenBucket: Sendable, Hashable {
  /// Tokens a second.
  public let rate: Double
  public let burst: Double
  private var tokens: Double
  private var filled: NIODeadline

  /// Begins full.
  public init(rate: Double, burst: Double, now: NIODeadline) {
    self.rate = rate
    self.burst = burst
    tokens = burst
    filled = now
  }

  /// Takes `count` tokens, or none where there are fewer.
  public mutating func take(_ count: Double = 1, now: NIODeadline) -> Bool {
    fill(now)
    guard tokens >= count else { return false }
    tokens -= count
    return true
  }

  /// Gives one back that was not used.
  public mutating func putBack() { tokens = min(burst, tokens + 1) }

  /// Whether nothing was taken of late: such a bucket need not be kept.
  public mutating func isFull(now: NIODeadline) -> Bool {
    fill(now)
    return tokens >= burst
  }

  private mutating func fill(_ now: NIODeadline) {
    guard now > filled else { return }
    tokens = min(burst, tokens + rate * Double((now - filled).nanoseconds) / 1e9)
    filled = now
  }
}
