public import Diagnostics
public import Facts
import Files
import Hashing

/// What a video asks for as its poster.
public enum PosterChoice: Sendable, Hashable {
  case automatic
  /// In milliseconds from the start.
  case time(Int64)
  /// A JPEG, PNG or WebP; absolute.
  case file(String)
}

/// Pictures that lie in a folder under the names that their facts give them.
public struct MadePictures: Sendable, Hashable {
  /// nil where no picture could be had.
  public var facts: PictureSet?
  public var notes: [Diagnostic]

  /// The files' names, the poster first.
  public var names: [String] {
    guard let facts else { return [] }
    return [facts.poster.posterName] + facts.thumbnails.map(\.thumbnailName)
  }
}

/// Makes the poster and its smaller forms: JPEG, the same bytes at every run.
public struct PictureMaker: Sendable {
  /// The widest poster, in pixels.
  public static let posterWidth = 1280
  /// Thumbnails are so wide, less where the source is smaller: what PeerTube asks for (280 and 850) and what a card shows
  /// on screens of usual density.
  public static let thumbnailWidths = [280, 480, 850]

  let tools: Transcoder

  public init(_ tools: Transcoder = Transcoder()) { self.tools = tools }

  /// - Parameters:
  ///   - source: the video; absolute.
  ///   - folder: absolute; exists. The pictures are written here, under the names of their facts.
  ///   - path: how the user knows the video.
  /// - Throws: ``EncodeFailure`` where `ffmpeg` is missing or the disk refuses; `CancellationError`.
  public func make(
    from source: String, _ probe: ProbeReport, _ choice: PosterChoice, into folder: String, path: String
  ) async throws -> MadePictures {
    guard let video = StreamChoice(probe)?.video else { return MadePictures(facts: nil, notes: [.noFrame(path)]) }
    do {
      let work = Files.temporaryName(beside: PathRules.join(folder, "pictures"))
      try Files.makeFolder(work)
      defer { try? Files.removeTree(work) }
      let job = PictureJob(
        tools: tools, source: source, path: path, video: video, duration: probe.duration, work: work, folder: folder)
      return try await job.made(choice)
    } catch let error as FileError {
      throw EncodeFailure(.encodingNotStored(path, task: "the poster", reason: error.reason))
    }
  }
}
