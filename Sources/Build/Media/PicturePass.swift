import Catalog
import Diagnostics
import Encode
import Facts
import Files
import Hashing

/// The pictures of one video, made from a reel of its keyframes.
struct PicturePass: Sendable {
  let job: MediaJob
  let phase: MediaPhase

  /// Pictures that lie in a folder of `.incoming`, to be published under their own names.
  struct Made: Sendable {
    var pictures: MadePictures
    /// Absolute.
    var folder: String

    /// Renames them into the video's folder, which exists.
    func publish(into target: String) throws(FileError) {
      for name in pictures.names {
        try Files.rename(PathRules.join(folder, name), to: PathRules.join(target, name))
      }
      try Files.removeTree(folder)
    }
  }

  /// The reel is removed.
  func run(_ source: PictureSource) async throws -> Made {
    let folder = try makeFolder()
    let pictures = try await PictureMaker(phase.transcoder).make(
      from: source, choice, into: folder, path: job.video.shownPath)
    if let reel = source.reel { try Files.remove(reel) }
    return Made(pictures: pictures, folder: folder)
  }

  func run(_ sound: SoundSource) async throws -> Made {
    let folder = try makeFolder()
    let pictures = try await PictureMaker(phase.transcoder).make(
      from: sound, choice, into: folder, path: job.video.shownPath)
    return Made(pictures: pictures, folder: folder)
  }

  /// nil where there is nothing to look at yet.
  func runAhead(_ source: PictureSource?) async throws -> Made? {
    guard let source else { return nil }
    return try await run(source)
  }

  /// Of a video without a rendition.
  func nothing() throws -> Made {
    let folder = try makeFolder()
    return Made(pictures: MadePictures(facts: nil, notes: [.noFrame(job.video.shownPath)]), folder: folder)
  }

  private func makeFolder() throws(FileError) -> String {
    let folder = PathRules.join(phase.paths.incoming, "\(job.number)-pictures")
    try Files.makeFolder(folder)
    return folder
  }

  private var choice: PosterChoice {
    switch job.video.poster {
    case .automatic: .automatic
    case .time(let milliseconds): .time(milliseconds)
    case .file(let path): .file(path)
    }
  }
}

extension Sequence<RenditionFacts> {
  /// Which rendition the pictures are made from: the largest that is H.264, which every `ffmpeg` decodes soonest; else the
  /// largest there is. nil where none has a picture.
  var forPictures: RenditionFacts? {
    let shown = filter { $0.width > 0 && $0.height > 0 }
    let h264 = shown.filter { $0.codec == .h264 }
    // `max` keeps the last of equals.
    return (h264.isEmpty ? shown : h264).reversed().max { $0.width * $0.height < $1.width * $1.height }
  }
}
