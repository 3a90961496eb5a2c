import CLibAV
import Facts

/// Takes a few keyframes of a file with an index over into a small MP4 (``ReelRequest``).
///
/// The container's index says where they lie, so that no other sample is read; one packet is in memory at a time. Each
/// picture of the reel is a sync sample that is shown at its own time, in milliseconds; the first one is shown from 0.
struct Reel {
  private let request: ReelRequest
  private let demuxer: Demuxer
  private let stream: DemuxedStream

  /// Pictures are seen as often, so milliseconds are exact enough.
  private static let timescale: Int64 = 1000
  /// 121 pictures of the largest honest keyframes; the pictures after it are left out.
  private static let largest: Int64 = 1 << 30
  /// How many packets of other streams or other kinds may lie where the index promises a keyframe.
  private static let patience = 64

  init(_ request: ReelRequest) throws(MediaFailure) {
    // No device, no pipe.
    _ = try FileStamp(request.source)
    let demuxer = try Demuxer(request.source)
    let streams = (0..<min(demuxer.streamCount, 256)).compactMap { demuxer.stream($0) }
    guard let stream = streams.first(where: { $0.type == AVMEDIA_TYPE_VIDEO && !$0.isAttachedPicture }) else {
      throw MediaFailure(.noVideo, "it has no video stream")
    }
    guard stream.timeBase.numerator > 0, stream.timeBase.denominator > 0, (1...16_384).contains(stream.width),
      (1...16_384).contains(stream.height)
    else { throw MediaFailure(.damaged, "its video has no time base or no size") }
    self.stream = stream
    self.request = request
    self.demuxer = demuxer
    demuxer.keepOnly([stream.index])
  }

  /// - Returns: how many pictures it holds.
  func write() throws(MediaFailure) -> Int {
    let track = try TrackDescription(video: stream, timescale: Self.timescale)
    let keyframes = try indexedKeyframes()
    let output = try ReelFile(request.output)
    // The index counts from another instant; how far it is from what is shown is the same for all of a file of ours.
    let distance = try copy(keyframes[0], to: output) - keyframes[0]
    let shown = keyframes.map { milliseconds($0 + distance) }
    for index in ReelChoice.indexes(shown, every: request.interval, count: request.count).dropFirst()
    where output.size < Self.largest {
      try copy(keyframes[index] + distance, to: output)
    }
    return try output.close(track, lastFor: request.interval)
  }

  /// In ticks as the index counts them, rising; at least one.
  private func indexedKeyframes() throws(MediaFailure) -> [Int64] {
    var times: [Int64] = []
    for index in 0..<stream.indexCount {
      guard let entry = stream.indexEntry(index) else { break }
      guard entry.isKey else { continue }
      _ = try sane(entry.time, times: stream.timeBase.numerator)
      if times.last.map({ $0 < entry.time }) ?? true { times.append(entry.time) }
    }
    if times.isEmpty { throw MediaFailure(.damaged, "its index names no keyframe") }
    return times
  }

  /// - Parameter time: when the keyframe is shown, in ticks; at most that for the first one.
  /// - Returns: when the picture is shown, in ticks.
  @discardableResult
  private func copy(_ time: Int64, to output: ReelFile) throws(MediaFailure) -> Int64 {
    try demuxer.seek(stream.index, to: time)
    var shown: Int64?
    for _ in 0..<Self.patience where shown == nil {
      let isMore = try demuxer.next { (packet) throws(MediaFailure) in
        guard packet.stream == stream.index, packet.isKey, packet.count > 0 else { return }
        let present = packet.pts ?? packet.dts ?? time
        _ = try sane(present, times: stream.timeBase.numerator)
        shown = present
        try packet.withBytes { (bytes: borrowing Span<UInt8>) throws(MediaFailure) -> Void in
          try output.append(bytes, at: milliseconds(present))
        }
      }
      if !isMore { break }
    }
    guard let shown else { throw MediaFailure(.damaged, "a keyframe is not where its index says") }
    return shown
  }

  /// 0 for what is shown before the start: pictures that an edit hides.
  private func milliseconds(_ ticks: Int64) -> Int64 {
    let time = rescale(ticks, stream.timeBase.numerator * Self.timescale, stream.timeBase.denominator)
    return max(0, time + request.origin / 1000)
  }
}
