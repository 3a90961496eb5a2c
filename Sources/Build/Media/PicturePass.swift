import Catalog
import Diagnostics
import Encode
import Facts
import Files

/// The pictures of one video, made beside its packaging.
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

  func run(_ probe: ProbeReport) async throws -> Made {
    let folder = PathRules.join(phase.paths.incoming, "\(job.number)-pictures")
    try Files.makeFolder(folder)
    let pictures = try await PictureMaker(phase.transcoder).make(
      from: job.source, probe, choice, into: folder, path: job.video.shownPath)
    return Made(pictures: pictures, folder: folder)
  }

  private var choice: PosterChoice {
    switch job.video.poster {
    case .automatic: .automatic
    case .time(let milliseconds): .time(milliseconds)
    case .file(let path): .file(path)
    }
  }
}
