/// A reel is a small MP4 of a few keyframes, each shown at its own time: what pictures are made of without decoding, or
/// even reading, all of the video.
public struct ReelRequest: Sendable, Hashable {
  /// More pictures than this are never taken.
  public static let mostPictures = 121
  /// Milliseconds between two pictures: up to thirty years, so that no product overflows.
  public static let intervals: ClosedRange<Int64> = 1...1 << 40

  /// Absolute path of an MP4 with one video stream, as ``PackageRequest`` writes it.
  public var source: String
  /// Absolute path of the reel to write; its folder exists, and what has this name is replaced.
  public var output: String
  /// Of the instants 0, `interval`, `2 * interval` ..., `count` of them, the keyframe at or before each is taken. In
  /// milliseconds.
  public var interval: Int64
  public var count: Int

  public init(source: String, output: String, interval: Int64, count: Int) {
    self.source = source
    self.output = output
    self.interval = interval
    self.count = count
  }
}

extension ReelRequest {
  func add(to record: inout Record) {
    record.add("source", source)
    record.add("output", output)
    record.add("interval", interval)
    record.add("count", count)
  }

  /// nil where the record is no request, or one out of its bounds.
  init?(record: Record) {
    guard let source = record["source"], let output = record["output"], let interval = record.integer("interval"),
      let count = record.int("count"), Self.intervals.contains(interval), (1...Self.mostPictures).contains(count)
    else { return nil }
    self.init(source: source, output: output, interval: interval, count: count)
  }
}
