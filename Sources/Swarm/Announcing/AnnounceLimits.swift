public import NIOCore

/// What announcing may cost trackers and us. Every default stands in docs/announcing.md.
public struct AnnounceLimits: Sendable, Hashable {
  /// Announces a second, to all trackers together.
  public var rate = 50.0
  /// Announces a second to one host in one family of addresses.
  public var hostRate = 10.0
  /// Announces on their way, in all and to one host.
  public var inFlight = 128
  public var inFlightPerHost = 8
  /// Trackers of one torrent that are looked at; further ones are ignored.
  public var trackers = 20
  /// Between announces, where a tracker asks for less or more than is reasonable.
  public var shortest = TimeAmount.minutes(5)
  public var longest = TimeAmount.hours(3)
  /// Where a tracker says nothing.
  public var interval = TimeAmount.minutes(30)
  /// After the first failure of a host, and at most; each failure makes it two and a half times as long.
  public var backOff = TimeAmount.seconds(30)
  public var longestBackOff = TimeAmount.hours(1)
  /// Of an answer, in bytes.
  public var answer = 64 << 10
  /// For an answer over HTTP, in all.
  public var deadline = TimeAmount.seconds(40)
  /// `stopped` announces that wait.
  public var stops = 20_000
  /// For all `stopped` announces at the end together, and how many a second go out then.
  public var farewell = TimeAmount.seconds(5)
  public var farewellRate = 400.0

  public init() {}
}
