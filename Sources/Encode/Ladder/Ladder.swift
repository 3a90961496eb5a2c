import Facts
import Hashing

/// The encoded renditions of one video, cut into chunks: values that tell every `ffmpeg` call and every file.
///
/// A chunk is a few whole segments. One call decodes it once and encodes it for all renditions that lack it. It runs on one
/// thread: with a rate cap and two, x264 gives other bytes at every run; chunks run side by side instead.
public struct Ladder: Sendable, Hashable {
  /// Segments of a chunk. Short chunks lose little when a build is killed; longer ones decode less twice.
  static let chunkLength = 2

  public struct Step: Sendable, Hashable {
    /// Of the rendition: `720p`.
    public var name: String
    var picture: EncodedPicture
  }

  /// Some whole segments.
  struct Chunk: Hashable {
    var index: Int
    var segments: Range<Int>
    /// It takes what comes, also beyond the end that the container told.
    var isLast: Bool
  }

  public var input: PictureInput
  public var grid: SegmentGrid
  public var steps: [Step]

  init(input: PictureInput, grid: SegmentGrid, steps: [Step]) {
    self.input = input
    self.grid = grid
    self.steps = steps
  }

  var chunks: [Chunk] {
    let count = grid.starts.count
    guard input.canSeek else { return [Chunk(index: 0, segments: 0..<count, isLast: true)] }
    // SVT-AV1 puts keyframes at even distances only: on an uneven grid each segment begins a chunk.
    let length = grid.isRegular || steps.allSatisfy { $0.picture.codec == .h264 } ? Self.chunkLength : 1
    return stride(from: 0, to: count, by: length).enumerated().map { index, first in
      let end = min(first + length, count)
      return Chunk(index: index, segments: first..<end, isLast: end == count)
    }
  }

  /// The name of a chunk of one rendition: another source, range or recipe never meets it.
  ///
  /// - Parameter identity: the source's digest.
  func fileName(_ step: Step, _ chunk: Chunk, _ identity: String) -> String {
    let range = pictures(step, chunk)
    let key = [
      identity, "\(input.stream) \(input.isInterlaced ? "fields" : "frames")",
      "\(range.first)-\(range.count.map { String(range.first + $0) } ?? "end")",
      keyframes(step, chunk).map(String.init).joined(separator: " "), step.picture.recipe,
    ]
    return SHA256.hash(Array(key.joined(separator: "\n").utf8)).hex.prefix(20) + ".mp4"
  }

  /// The one call that encodes a chunk.
  ///
  /// - Parameter outputs: absolute paths, by the place of a step in `steps`.
  func arguments(_ chunk: Chunk, outputs: [(step: Int, path: String)]) -> [String] {
    var words = FFmpegWords.start + ["-threads", "1"] + input.words(from: grid.time(chunk.segments.lowerBound))
    words += ["-filter_threads", "1", "-filter_complex_threads", "1"]
    words += ["-filter_complex", graph(chunk, outputs.map(\.step))]
    for (place, output) in outputs.enumerated() {
      let step = steps[output.step]
      let interval =
        max(
          grid.picture(grid.starts.count + 1, at: step.picture.rate)
            - grid.picture(grid.starts.count, at: step.picture.rate), 2) / 2
      words += ["-map", "[out\(place)]", "-map_metadata", "-1", "-map_chapters", "-1", "-threads", "1"]
      words += ["-fflags", "+bitexact", "-flags:v", "+bitexact"]
      words += step.picture.words(keyframes: keyframes(step, chunk), interval: interval)
      words += [
        "-video_track_timescale", "\(step.picture.timescale.scale)", "-f", "mp4", "-y", FFmpegWords.file(output.path),
      ]
    }
    return words
  }

  private func graph(_ chunk: Chunk, _ wanted: [Int]) -> String {
    let heads = wanted.indices.map { "[in\($0)]" }
    var chain = "[0:\(input.stream)]"
    if input.isInterlaced { chain += "bwdif=mode=send_frame:deint=all," }
    chain += "split=\(wanted.count)" + heads.joined()
    let branches = wanted.enumerated().map { place, step in
      heads[place] + steps[step].picture.filters(count: pictures(steps[step], chunk).count) + "[out\(place)]"
    }
    return ([chain] + branches).joined(separator: ";")
  }

  /// The pictures of a chunk in one rendition; `count` is nil where the chunk is open at its end.
  func pictures(_ step: Step, _ chunk: Chunk) -> (first: Int64, count: Int64?) {
    let rate = step.picture.rate
    let first = grid.picture(chunk.segments.lowerBound, at: rate)
    return (first, chunk.isLast ? nil : grid.picture(chunk.segments.upperBound, at: rate) - first)
  }

  /// Where segments begin, in pictures of the chunk.
  private func keyframes(_ step: Step, _ chunk: Chunk) -> [Int64] {
    let first = grid.picture(chunk.segments.lowerBound, at: step.picture.rate)
    return chunk.segments.map { grid.picture($0, at: step.picture.rate) - first }
  }

  /// Where the segments of a rendition begin, in ticks of its chunks. The grid goes on behind the end that the container told,
  /// by as much again and a quarter of an hour: containers are wrong.
  public func cuts(_ step: Step) -> [Int64] {
    let tick = step.picture.timescale.picture
    let more = input.canSeek ? grid.starts.count + 225 : grid.starts.count + 10_000
    return (0..<grid.starts.count + more).map { grid.picture($0, at: step.picture.rate) * tick }
  }
}
