import Files

/// The frame that stands for a video: the best of eight.
struct FrameChoice {
  let tools: Transcoder
  let source: PictureSource
  let path: String
  /// A folder of ours for small files.
  let work: String

  /// - Parameter seen: what the first look saw.
  /// - Returns: nil where no picture can be decoded at all.
  func best(of seen: [(place: FramePlace, score: FrameScore)]) async throws -> FramePlace? {
    if let best = Self.best(seen) { return best }
    // All keyframes are dark or plain: between them there may be something to see.
    let exact = (0..<FirstLook.candidates).map { FirstLook.exact($0, of: source) }
    if seen.map(\.place) != exact, let best = Self.best(try await score(exact)) { return best }
    let middle = FramePlace(file: source.film, time: source.duration / 2, isExact: true)
    if try await !score([middle]).isEmpty { return middle }
    // A single picture is shown before the middle.
    let start = FramePlace(file: source.film, time: 0, isExact: false)
    return try await score([start]).isEmpty ? nil : start
  }

  private static func best(_ scored: [(place: FramePlace, score: FrameScore)]) -> FramePlace? {
    // `max` keeps the last of equals; the first one tells the least of the plot.
    scored.filter(\.score.isGood).reversed().max { $0.score.rank < $1.score.rank }?.place
  }

  /// Decodes small grey pictures, all in one process; places where there is none are left out.
  private func score(_ places: [FramePlace]) async throws -> [(place: FramePlace, score: FrameScore)] {
    let size = source.shown.fitted(width: 160).even
    let files = places.indices.map { PathRules.join(work, "grey-\($0)") }
    for file in files { try Files.remove(file) }
    var words = FFmpegWords.start
    for place in places { words += place.words }
    for (index, file) in files.enumerated() {
      // The keyframe lies before the instant that was asked for: without this, its negative time would drop it.
      let scale =
        "setpts=PTS-STARTPTS,scale=\(size.width):\(size.height):flags=area+accurate_rnd+bitexact:out_range=pc,format=gray"
      words += ["-map", "\(index):v:0", "-frames:v", "1", "-vf", scale]
      words += ["-threads", "1", "-f", "rawvideo", "-y", FFmpegWords.file(file)]
    }
    do {
      try await tools.call(words, source: source.film, path: path, task: "the poster")
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
