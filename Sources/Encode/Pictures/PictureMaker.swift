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

  public init(facts: PictureSet?, notes: [Diagnostic]) {
    self.facts = facts
    self.notes = notes
  }

  /// The files' names, the poster first.
  public var names: [String] { facts?.files.map(\.name) ?? [] }
}

/// Makes the poster and its smaller forms as JPEG and WebP, and the storyboard, with two `ffmpeg` calls: one decodes what
/// is chosen from and shown in the storyboard, the other the chosen picture. The same bytes at every run.
///
/// WebP rather than AVIF: older browsers show it too, and libwebp takes a fifth of the time of libaom at its usual speed
/// for stills (tried at 1280 pixels), which every video would pay.
public struct PictureMaker: Sendable {
  /// The widest poster, in pixels.
  public static let posterWidth = 1280
  /// Thumbnails are so wide, less where the source is smaller: what PeerTube asks for (280 and 850) and what a card shows
  /// on screens of usual density.
  public static let thumbnailWidths = [280, 480, 850]

  let tools: Transcoder

  public init(_ tools: Transcoder = Transcoder()) { self.tools = tools }

  /// - Parameters:
  ///   - folder: absolute; exists. The pictures are written here, under the names of their facts.
  ///   - path: how the user knows the video.
  /// - Throws: ``EncodeFailure`` where `ffmpeg` is missing or the disk refuses; `CancellationError`.
  public func make(
    from source: PictureSource, _ choice: PosterChoice, into folder: String, path: String
  ) async throws -> MadePictures {
    try await making(source, into: folder, path) { try await $0.made(choice) }
  }

  /// Of a video without pictures: what is chosen, else its cover, else its waveform. No storyboard.
  public func make(
    from sound: SoundSource, _ choice: PosterChoice, into folder: String, path: String
  ) async throws -> MadePictures {
    let size = Waveform.size
    let source = PictureSource(
      film: sound.file, reel: nil, width: size.width, height: size.height, duration: sound.duration)
    return try await making(source, into: folder, path) { try await $0.made(choice, of: sound) }
  }

  private func making(
    _ source: PictureSource, into folder: String, _ path: String, _ body: (PictureJob) async throws -> MadePictures
  ) async throws -> MadePictures {
    do {
      let work = Files.temporaryName(beside: PathRules.join(folder, "pictures"))
      try Files.makeFolder(work)
      defer { try? Files.removeTree(work) }
      return try await body(PictureJob(tools: tools, source: source, path: path, work: work, folder: folder))
    } catch let error as FileError {
      throw EncodeFailure(.encodingNotStored(path, task: "the pictures", reason: error.reason))
    }
  }
}
