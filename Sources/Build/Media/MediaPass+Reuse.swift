import Catalog
import Diagnostics
import Encode
import Facts
import Files

/// What need not be made, since an earlier build, or another video of this one, made it of the same bytes.
extension MediaPass {
  /// Takes over whole media, with new pictures where others are asked for now.
  ///
  /// - Returns: whether the video is done.
  func reuse(_ outcome: inout MediaOutcome) async throws -> Bool {
    guard let digest, !phase.options.repackage else { return false }
    for entry in await phase.registry.entries(digest, for: job.video.contentPath)
    where entry.facts.policy == needs.policy {
      guard var tables = tables(of: entry), phase.shelf.complete(entry.facts.withoutPictures) else { continue }
      var facts = entry.facts
      for (index, rendition) in tables.renditions.enumerated() where isToBeNamed(entry) {
        facts.renditions[index].nameTorrent(freshName(facts.renditions[index].name), rendition)
      }
      var step = "unchanged"
      if facts.lacksSound {
        let sounds = try await newSounds(for: facts, tables, &outcome)
        facts.renditions += sounds.map(\.facts)
        tables.renditions += sounds.map(\.tables)
        step = "sound"
      }
      if !needs.pictureIsCurrent(facts.pictures) || !phase.shelf.complete(facts) {
        facts.pictures = try await newPictures(for: facts, &outcome)
        step = "pictures"
      }
      facts.source.captions = try await captions(facts, of: entry.contentPath, &outcome)
      if facts != job.previous { _ = try phase.state.save(job.video.contentPath, facts, tables) }
      outcome.facts = facts
      outcome.keepsNames = !isToBeNamed(entry)
      await phase.registry.add(facts, of: job.video.contentPath)
      phase.world.show(.finished(path: path, step: step))
      return true
    }
    return false
  }

  /// One rendition as the facts record it: adding another one moves none (design, "Renditions").
  func recorded(_ planned: PlannedRendition) async -> MadeRendition? {
    await recorded {
      $0.name == planned.name.text && $0.codec == planned.name.codec && $0.isCopy == planned.isCopy
    }
  }

  func recorded(where isMeant: (RenditionFacts) -> Bool) async -> MadeRendition? {
    guard let digest, !phase.options.repackage else { return nil }
    for entry in await phase.registry.entries(digest, for: job.video.contentPath) {
      guard let index = entry.facts.renditions.firstIndex(where: isMeant), let tables = tables(of: entry) else {
        continue
      }
      var only = entry.facts.withoutPictures
      only.renditions = [entry.facts.renditions[index]]
      guard phase.shelf.complete(only) else { continue }
      var facts = entry.facts.renditions[index]
      if isToBeNamed(entry) { facts.nameTorrent(freshName(facts.name), tables.renditions[index]) }
      return MadeRendition(facts: facts, tables: tables.renditions[index], incoming: nil, sourceSHA256: digest)
    }
    return nil
  }

  func freshName(_ rendition: String) -> String { TorrentNames.fresh(stem: job.video.stem, rendition: rendition) }

  /// Names that this build gave another video may still change; recorded ones never do.
  private func isToBeNamed(_ entry: SourceRegistry.Entry) -> Bool {
    !entry.isRecorded && entry.contentPath != job.video.contentPath
  }

  private func tables(of entry: SourceRegistry.Entry) -> HashTables? {
    guard let tables = phase.state.tables(entry.contentPath),
      tables.renditions.map(\.sha256) == entry.facts.renditions.map(\.sha256)
    else { return nil }
    return tables
  }

  /// The captions of the container: those beside these facts, or the same of the other video, else taken out again.
  private func captions(_ facts: VideoFacts, of other: String, _ outcome: inout MediaOutcome) async throws -> [String] {
    let (languages, state) = (facts.source.captions, phase.state)
    if state.hasCaptions(job.video.contentPath, of: facts) { return languages }
    let copies = languages.compactMap { language in state.captions(other, language).map { (language, $0) } }
    let made =
      copies.count == languages.count
      ? CaptionPass.Made(captions: copies) : try await CaptionPass(job: job, phase: phase).run(try await probe())
    try made.publish(job, state, &outcome)
    return made.languages
  }

  /// Of facts that an earlier version recorded, which knew no sound alone: nothing else of them changes.
  private func newSounds(
    for facts: VideoFacts, _ tables: HashTables, _ outcome: inout MediaOutcome
  ) async throws -> [MadeRendition] {
    let films = zip(facts.renditions, tables.renditions).filter { $0.0.codec != nil }.map {
      MadeRendition(facts: $0, tables: $1, incoming: nil, sourceSHA256: facts.source.sha256)
    }
    try Files.makeFolder(phase.paths.incoming)
    let (made, intermediates) = try await makeSounds(of: films, try await probe(), &outcome)
    try publish(made, into: PathRules.join(phase.paths.media, facts.folder))
    for file in intermediates { try Files.remove(file) }
    return made
  }

  private func newPictures(for facts: VideoFacts, _ outcome: inout MediaOutcome) async throws -> PictureSet? {
    guard let rendition = facts.renditions.forPictures ?? facts.shown.first else { return nil }
    try Files.makeFolder(phase.paths.incoming)
    let folder = PathRules.join(phase.paths.media, facts.folder)
    let file = PathRules.join(folder, "\(rendition.stem).mp4")
    let made =
      facts.isSoundAlone
      ? try await pictures(of: rendition, file: file, cover: SoundPlan.cover(of: try await probe()))
      : try await pictures(rendition, film: file)
    try made.publish(into: folder)
    outcome.diagnostics += made.pictures.notes
    return made.pictures.facts
  }
}

extension VideoFacts {
  var withoutPictures: VideoFacts {
    var facts = self
    facts.pictures = nil
    return facts
  }
}
