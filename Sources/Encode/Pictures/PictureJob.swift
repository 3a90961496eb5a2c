import Diagnostics
import Facts
import Files
import Hashing

/// The pictures of one video while they are made.
struct PictureJob {
  let tools: Transcoder
  let source: PictureSource
  let path: String
  let work: String
  let folder: String

  func made(_ choice: PosterChoice) async throws -> MadePictures {
    let look = FirstLook(source: source, work: work)
    let seen = look.isPossible ? try await look.look(tools, path: path) : FirstLook.Seen(frames: [])
    var made = try await poster(choice, seen.frames)
    made.facts?.storyboard = try seen.storyboard.flatMap { try storyboard($0.file, $0.layout) }
    return made
  }

  // MARK: Where the poster comes from

  private func poster(
    _ choice: PosterChoice, _ seen: [(place: FramePlace, score: FrameScore)]
  ) async throws -> MadePictures {
    var notes: [Diagnostic] = []
    switch choice {
    case .automatic: break
    case .time(let time):
      if let set = try await fromFrame(
        FramePlace(file: source.film, time: time, isExact: true), origin: "time \(time)", &notes)
      {
        return MadePictures(facts: set, notes: notes)
      }
      notes.append(.posterTimeBeyondEnd(path, seconds: FramePlace.seconds(time)))
    case .file(let file):
      do {
        let set = try await fromFile(PosterFile(file), origin: Self.origin, &notes)
        return MadePictures(facts: set, notes: notes)
      } catch let problem as PosterProblem {
        notes.append(.posterUnreadable(path, reason: problem.reason))
      }
    }
    let frames = FrameChoice(tools: tools, source: source, path: path, work: work)
    guard let best = try await frames.best(of: seen),
      let set = try await fromFrame(best, origin: "frame \(best.time)", &notes)
    else { return MadePictures(facts: nil, notes: notes + [.noFrame(path)]) }
    return MadePictures(facts: set, notes: notes)
  }

  /// nil where there is no picture at this place.
  private func fromFrame(_ place: FramePlace, origin: String, _ notes: inout [Diagnostic]) async throws -> PictureSet? {
    try await PosterSizes(job: self, input: place.words) { width in
      let size = source.shown.fitted(width: width)
      return "scale=\(size.width):\(size.height)"
    }.made(origin, &notes)
  }

  /// - Throws: ``PosterProblem`` where it cannot be decoded.
  func fromFile(
    _ file: PosterFile, origin: (PosterFile) -> String, _ notes: inout [Diagnostic]
  ) async throws -> PictureSet {
    let input = ["-threads", "1", "-f", file.demuxer] + FFmpegWords.input(file.path, demuxers: file.demuxer)
    let set = try await PosterSizes(job: self, input: input) { "scale=w='min(\($0),iw)':h=-1" }
      .made(origin(file), &notes)
    guard let set else { throw PosterProblem(reason: "it cannot be decoded") }
    return set
  }

  /// Of a poster that lies beside the video.
  static func origin(_ file: PosterFile) -> String { "file \(file.sha256.hex)" }

  // MARK: The storyboard

  private func storyboard(_ file: String, _ layout: StoryboardLayout) throws -> StoryboardFacts? {
    guard let bytes = try? Files.read(file, limit: 32 << 20), let size = JPEGSize.read(bytes),
      size == (layout.columns * layout.tile.width, layout.rows * layout.tile.height)
    else { return nil }
    let facts = StoryboardFacts(
      width: size.width, height: size.height, tileWidth: layout.tile.width, tileHeight: layout.tile.height,
      count: layout.timing.count, interval: layout.timing.interval, size: Int64(bytes.count),
      sha256: SHA256.hash(bytes))
    try Files.write(bytes, to: PathRules.join(folder, facts.name))
    return facts
  }
}

extension EncodeFailure {
  /// Did `ffmpeg` run and refuse the file? (And not: it is missing, it was ended.)
  public var isOfTheSource: Bool { diagnostic.id == "ffmpeg-failed" }
  /// Some builds of `ffmpeg` have no WebP.
  var isForWantOfWebP: Bool { isOfTheSource && diagnostic.note?.contains("libwebp") == true }
}
