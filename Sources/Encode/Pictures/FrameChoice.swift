import Facts
import Files

/// One instant of a video, and how `ffmpeg` gets there.
struct FramePlace: Hashable {
  /// In milliseconds from the start.
  var time: Int64
  /// Decode up to this very instant; else the keyframe at or before it, which costs one picture.
  var isExact: Bool

  /// Options of an input. A file without the picture that is looked for is not read to its end.
  var words: [String] {
    let seek = ["-ss", Self.seconds(time), "-t", "20", "-threads", "1"]
    return isExact ? seek : ["-noaccurate_seek", "-skip_frame", "nokey"] + seek
  }

  static func seconds(_ milliseconds: Int64) -> String {
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}

/// The frame that stands for a video: the best of eight.
struct FrameChoice {
  private static let count: Int64 = 8
  /// Below this length keyframes are few, often one, and decoding to any instant is quick.
  private static let shortVideo: Int64 = 16_000

  let tools: Transcoder
  let source: String
  let path: String
  let video: StreamReport
  /// In milliseconds; 0 where unknown.
  let duration: Int64
  /// A folder of ours for small files.
  let work: String

  /// - Returns: nil where no picture can be decoded at all.
  func best() async throws -> FramePlace? {
    var seen: [FramePlace] = []
    for isExact in duration > Self.shortVideo ? [false, true] : [true] {
      let scored = try await score(times.map { FramePlace(time: $0, isExact: isExact) })
      let good = scored.filter(\.score.isGood)
      // `max` keeps the last of equals; the first one tells the least of the plot.
      if let best = good.reversed().max(by: { $0.score.rank < $1.score.rank }) { return best.place }
      seen = scored.map(\.place)
    }
    // All dark or plain: the middle, if it can be decoded.
    let middle = FramePlace(time: duration / 2, isExact: true)
    if try await !score([middle]).isEmpty { return middle }
    return seen.isEmpty ? nil : seen[seen.count / 2]
  }

  /// Spread evenly, away from both ends; where the length is unknown, ever further from the start.
  private var times: [Int64] {
    if duration <= 0 { return [0, 1, 2, 4, 8, 16, 32, 64].map { $0 * 1000 } }
    return (0..<Self.count).map { (2 * $0 + 1) * duration / (2 * Self.count) }
  }

  /// Decodes small grey pictures, all in one process; places where there is none are left out.
  private func score(_ places: [FramePlace]) async throws -> [(place: FramePlace, score: FrameScore)] {
    let size = PictureSize(shown: video).fitted(width: 160).even
    let files = places.indices.map { PathRules.join(work, "grey-\($0)") }
    for file in files { try Files.remove(file) }
    var words = FFmpegWords.start
    for place in places { words += place.words + FFmpegWords.input(source) }
    for (index, file) in files.enumerated() {
      // The keyframe lies before the instant that was asked for: without this, its negative time would drop it.
      let scale =
        "setpts=PTS-STARTPTS,scale=\(size.width):\(size.height):flags=area+accurate_rnd+bitexact:out_range=pc,format=gray"
      words += ["-map", "\(index):\(video.index)", "-frames:v", "1", "-vf", scale]
      words += ["-threads", "1", "-f", "rawvideo", "-y", FFmpegWords.file(file)]
    }
    do {
      try await tools.call(words, source: source, path: path, task: "the poster")
    } catch let failure as EncodeFailure where failure.isOfTheSource {
      // One place that cannot be decoded does not spoil the others.
    }
    return places.indices.compactMap { index in
      guard let luma = try? Files.read(files[index], limit: size.width * size.height),
        luma.count == size.width * size.height
      else { return nil }
      return (places[index], FrameScore(luma: luma, width: size.width))
    }
  }
}
