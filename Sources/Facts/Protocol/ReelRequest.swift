/// A reel is a small MP4 of a few keyframes, each shown at its own time: what pictures are made of without decoding, or
/// even reading, all of the video.
public struct ReelRequest: Sendable, Hashable {
  /// More pictures than this are never taken.
  public static let mostPictures = 121
  /// Milliseconds between two pictures: up to thirty years, so that no product overflows.
  public static let intervals: ClosedRange<Int64> = 1...1 << 40

  /// Microseconds that an origin may be away from 0: as far as an interval.
  public static let origins: ClosedRange<Int64> = -(1 << 50)...1 << 50

  /// Absolute path of a file whose container has an index; its first video stream is taken.
  public var source: String
  /// Absolute path of the reel to write; its folder exists, and what has this name is replaced.
  public var output: String
  /// Of the instants 0, `interval`, `2 * interval` ..., `count` of them, the keyframe at or before each is taken. In
  /// milliseconds.
  public var interval: Int64
  public var count: Int
  /// Where the source's own beginning lies on the video's timeline, in microseconds; 0 of what ``PackageRequest`` writes.
  public var origin: Int64

  public init(source: String, output: String, interval: Int64, count: Int, origin: Int64 = 0) {
    self.source = source
    self.output = output
    self.interval = interval
    self.count = count
    self.origin = origin
  }
}

extension ReelRequest {
  func add(to record: inout Record) {
    record.add("source", source)
    record.add("output", output)
    record.add("interval", interval)
    record.add("count", count)
    record.add("origin", origin)
  }

  /// nil where the record is no request, or one out of its bounds.
  init?(record: Record) {
    guard let source = record["source"], let output = record["output"], let interval = record.integer("interval"),
      let count = record.int("count"), let origin = record.integer("origin"), Self.intervals.contains(interval),
      (1...Self.mostPictures).contains(count), Self.origins.contains(origin)
    else { return nil }
    self.init(source: source, output: output, interval: interval, count: count, origin: origin)
  }
}
