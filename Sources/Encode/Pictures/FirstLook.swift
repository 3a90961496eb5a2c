import Files

/// The one decode of a video that shows what it looks like: small grey pictures of eight instants, from which the poster is
/// chosen, and the storyboard.
struct FirstLook {
  /// Pictures to choose from.
  static let candidates = 8
  /// Of a grey picture, in pixels.
  private static let greyWidth = 160

  /// What was seen.
  struct Seen {
    /// In the order of time.
    var frames: [(place: FramePlace, score: FrameScore)]
    /// A JPEG in the work folder, with its layout.
    var storyboard: (file: String, layout: StoryboardLayout)?
  }

  let source: PictureSource
  /// A folder of ours for small files.
  let work: String

  /// nil where a long video has no reel: to decode all of it is no look.
  var isPossible: Bool { source.reel != nil || source.duration <= PictureSource.shortVideo }

  private var layout: StoryboardLayout? { StoryboardLayout(duration: source.duration, shown: source.shown) }
  private var grey: PictureSize { source.shown.fitted(width: Self.greyWidth).even }
  private var greyFile: String { PathRules.join(work, "grey") }
  private var storyboardFile: String { PathRules.join(work, "storyboard.jpg") }

  /// Instants spread evenly, away from both ends. Of a reel they are among the instants that it was made for.
  var places: [FramePlace] {
    let timing = StoryboardTiming(duration: source.duration)
    return (0..<Self.candidates).map { number in
      if let reel = source.reel {
        return FramePlace(
          file: reel, time: Int64(Self.tile(number, of: timing.count)) * timing.interval * 1000, isExact: false)
      }
      return Self.exact(number, of: source)
    }
  }

  static func exact(_ number: Int, of source: PictureSource) -> FramePlace {
    FramePlace(
      file: source.film, time: Int64(2 * number + 1) * source.duration / Int64(2 * candidates), isExact: true)
  }

  private static func tile(_ number: Int, of count: Int) -> Int { (2 * number + 1) * count / (2 * candidates) }

  // MARK: The call

  func look(_ tools: Transcoder, path: String) async throws -> Seen {
    for file in [greyFile, storyboardFile] { try Files.remove(file) }
    do {
      try await tools.call(words, source: source.film, path: path, task: "the pictures")
    } catch let failure as EncodeFailure where failure.isOfTheSource {
      // What was decoded before it failed may do.
    }
    let isWritten = Files.exists(storyboardFile)
    return Seen(frames: frames(), storyboard: isWritten ? layout.map { (storyboardFile, $0) } : nil)
  }

  private var words: [String] {
    // At a tenth of its size nobody sees the edges of blocks.
    var words = FFmpegWords.start + ["-threads", "1", "-skip_loop_filter", "all"]
    words += FFmpegWords.input(source.reel ?? source.film) + ["-filter_complex_threads", "1", "-filter_complex", graph]
    words += ["-map", "[grey]", "-frames:v", "1", "-threads", "1", "-f", "rawvideo", "-y", FFmpegWords.file(greyFile)]
    if layout != nil {
      words += ["-map", "[board]"] + FFmpegWords.jpeg(quality: 6) + [FFmpegWords.file(storyboardFile)]
    }
    return words
  }

  private var graph: String {
    let size = "scale=\(grey.width):\(grey.height):flags=area+accurate_rnd+bitexact:out_range=pc,format=gray"
    let column = "tile=1x\(Self.candidates)[grey]"
    guard let layout else { return "[0:v:0]\(selection),\(size),\(column)" }
    let board =
      "scale=\(layout.tile.width):\(layout.tile.height)" + FFmpegWords.jpegScaling(flags: "area")
      + ",tile=\(layout.columns)x\(layout.rows)[board]"
    let tiles = instants(layout.timing)
    guard source.reel != nil else {
      return "[0:v:0]split=2[a][b];[a]\(selection),\(size),\(column);[b]\(tiles),\(board)"
    }
    let chosen = (0..<Self.candidates).map { "eq(n,\(Self.tile($0, of: layout.timing.count)))" }.joined(separator: "+")
    return "[0:v:0]\(tiles),split=2[a][b];[a]select='\(chosen)',\(size),\(column);[b]\(board)"
  }

  /// One picture an instant: the last one that is shown at or before it, which a video with few of them repeats.
  private func instants(_ timing: StoryboardTiming) -> String {
    "fps=fps=1/\(timing.interval):start_time=0:round=up,tpad=stop=\(timing.count):stop_mode=clone,"
      + "trim=end_frame=\(timing.count)"
  }

  /// The first picture at or after each exact place: where ``FramePlace`` finds it again. A microsecond is taken off, since
  /// times are compared as binary fractions.
  private var selection: String {
    let terms = places.enumerated().map { number, place in
      "eq(selected_n,\(number))*gte(t+0.000001,\(FramePlace.seconds(place.time)))"
    }
    return "select='\(terms.joined(separator: "+"))'"
  }

  /// Places that were not reached are black, and no good choice.
  private func frames() -> [(place: FramePlace, score: FrameScore)] {
    let count = grey.width * grey.height
    guard let luma = try? Files.read(greyFile, limit: count * Self.candidates), luma.count == count * Self.candidates
    else { return [] }
    return places.enumerated().map { number, place in
      (place, FrameScore(luma: Array(luma[number * count..<(number + 1) * count]), width: grey.width))
    }
  }
}
