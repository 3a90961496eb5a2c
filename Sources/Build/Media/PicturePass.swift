import Catalog
import Diagnostics
import Encode
import Facts
import Files
import Hashing

/// The pictures of one video, made from its packaged file.
struct PicturePass {
  let job: MediaJob
  let phase: MediaPhase
  let program: MediaProgram

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

  /// - Parameter film: absolute path of the packaged file of a rendition.
  func run(_ rendition: RenditionFacts, film: String) async throws -> Made {
    let folder = try makeFolder()
    let reel = try await reel(rendition, film)
    let source = PictureSource(
      film: film, reel: reel, width: rendition.width, height: rendition.height, duration: rendition.duration)
    let pictures = try await PictureMaker(phase.transcoder).make(
      from: source, choice, into: folder, path: job.video.shownPath)
    if let reel { try Files.remove(reel) }
    return Made(pictures: pictures, folder: folder)
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

  /// nil where the video needs none, or gives none: then the poster is found without it.
  private func reel(_ rendition: RenditionFacts, _ film: String) async throws -> String? {
    guard let spacing = PictureSource.reelSpacing(of: rendition.duration) else { return nil }
    let path = PathRules.join(phase.paths.incoming, "\(job.number)-reel.mp4")
    do {
      let request = ReelRequest(source: film, output: path, interval: spacing.interval, count: spacing.count)
      guard case .reeled = try await program.ask(.reel(request)) else { throw MediaProgram.Gone() }
      return path
    } catch let failure as MediaFailure where ![.output, .unreadable, .memory].contains(failure.code) {
      return nil
    }
  }

  private var choice: PosterChoice {
    switch job.video.poster {
    case .automatic: .automatic
    case .time(let milliseconds): .time(milliseconds)
    case .file(let path): .file(path)
    }
  }
}

extension MediaPass {
  /// Of renditions that lie in `.incoming`, or are published already.
  func pictures(of made: [MadeRendition]) async throws -> PicturePass.Made {
    let pass = PicturePass(job: job, phase: phase, program: program)
    guard let chosen = made.map(\.facts).forPictures, let rendition = made.first(where: { $0.facts == chosen }) else {
      return try pass.nothing()
    }
    let published = (rendition.sourceSHA256 ?? digest).map {
      PathRules.join(phase.paths.media, "\($0.hex.prefix(20))/\(chosen.stem).mp4")
    }
    guard let film = rendition.incoming ?? published else { return try pass.nothing() }
    return try await pass.run(chosen, film: film)
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
