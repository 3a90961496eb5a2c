import Catalog
import Encode
import Facts
import Files
import Hashing

/// Which file the pictures of a video are made from, and when.
extension MediaPass {
  private var pass: PicturePass { PicturePass(job: job, phase: phase) }

  // MARK: While the video is packaged

  /// What pictures can be made from before anything is packaged: where a container with an index holds the very pictures that
  /// are published, its keyframes are those of the packaged file. nil where the packaged file has to tell.
  func pictureSourceAhead(_ plan: RenditionPlan, _ probe: ProbeReport) async throws -> PictureSource? {
    // A time is looked for in the packaged file, whose clock is the one that the page shows.
    if case .time = job.video.poster { return nil }
    guard let source = plan.pictureSource(job.source, of: probe),
      let reel = try await reel(job.source, duration: source.duration, origin: plan.origin)
    else { return nil }
    var ready = source
    ready.reel = reel
    return ready
  }

  /// - Parameters:
  ///   - made: renditions that lie in `.incoming`, or are published already.
  ///   - source: what was looked at while they were made, and what came of it.
  func pictures(
    of made: [MadeRendition], ahead source: PictureSource?, _ ahead: PicturePass.Made?
  ) async throws -> PicturePass.Made {
    let chosen = made.map(\.facts).forPictures
    if let source, let ahead {
      if let chosen, ahead.pictures.facts != nil, source.shows(chosen) { return ahead }
      try Files.removeTree(ahead.folder)
    }
    guard let chosen, let rendition = made.first(where: { $0.facts == chosen }), let film = file(of: rendition)
    else { return try pass.nothing() }
    return try await pictures(chosen, film: film)
  }

  // MARK: After it

  /// - Parameter film: absolute path of the packaged file of a rendition.
  func pictures(_ rendition: RenditionFacts, film: String) async throws -> PicturePass.Made {
    let reel = try await reel(film, duration: rendition.duration, origin: 0)
    return try await pass.run(
      PictureSource(
        film: film, reel: reel, width: rendition.width, height: rendition.height, duration: rendition.duration))
  }

  /// nil where the video needs none, or gives none: then the poster is found without it.
  private func reel(_ film: String, duration: Int64, origin: Int64) async throws -> String? {
    guard let spacing = PictureSource.reelSpacing(of: duration) else { return nil }
    let path = PathRules.join(phase.paths.incoming, "\(job.number)-reel.mp4")
    do {
      let request = ReelRequest(
        source: film, output: path, interval: spacing.interval, count: spacing.count, origin: origin)
      guard case .reeled = try await program.ask(.reel(request)) else { throw MediaProgram.Gone() }
      return path
    } catch let failure as MediaFailure where ![.output, .unreadable, .memory].contains(failure.code) {
      return nil
    }
  }
}

extension PictureSource {
  /// Are the pictures of the source those of this rendition, at the same instants?
  fileprivate func shows(_ rendition: RenditionFacts) -> Bool {
    guard rendition.isCopy, (width, height) == (rendition.width, rendition.height) else { return false }
    guard let own = Self.reelSpacing(of: duration), let other = Self.reelSpacing(of: rendition.duration) else {
      return false
    }
    return own == other
  }
}
