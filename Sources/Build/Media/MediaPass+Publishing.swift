import Catalog
import Diagnostics
import Encode
import Facts
import Files
import Hashing
import Torrent

/// A rendition whose file is whole and lies in `.incoming`, or is published already.
struct MadeRendition {
  var facts: RenditionFacts
  var tables: RenditionTables
  /// Absolute; nil where an earlier build published it.
  var incoming: String?
  /// Of the source, where this pass hashed it.
  var sourceSHA256: Digest256?
}

/// The end of a pass: names, facts, and the renames that publish.
extension MediaPass {
  func publish(
    _ made: [MadeRendition], _ pictures: PicturePass.Made, _ captions: CaptionPass.Made, _ probe: ProbeReport,
    _ outcome: inout MediaOutcome
  ) async throws -> VideoFacts {
    let hashed = made.lazy.compactMap(\.sourceSHA256).first
    let sourceSHA256 = if let hashed { hashed } else { try await sourceDigest() }
    let films = made.filter { $0.facts.codec != nil }
    let source = SourceFacts(
      sha256: sourceSHA256, size: job.status.size,
      duration: (films.isEmpty ? made : films).map(\.facts.duration).max() ?? probe.duration,
      container: probe.container,
      codecs: probe.streams.filter { $0.kind == .video || $0.kind == .audio }.map(\.codec), title: probe.title,
      description: probe.description, created: probe.created,
      language: probe.streams.first { $0.kind == .audio }?.language, chapters: probe.chapters,
      captions: captions.languages)
    var facts = VideoFacts(
      source: source, policy: MediaNeeds(job.video).policy, renditions: made.map(\.facts),
      pictures: pictures.pictures.facts)
    if let previous = job.previous, previous.source.sha256 == sourceSHA256 {
      // What was recorded at first packaging stays.
      for (index, rendition) in made.enumerated() {
        guard let recorded = previous.renditions.first(where: { $0.name == rendition.facts.name }) else { continue }
        outcome.keepsNames = true
        facts.renditions[index].nameTorrent(recorded.torrentName, rendition.tables)
      }
    }
    let folder = PathRules.join(phase.paths.media, facts.folder)
    try publish(made, into: folder)
    try pictures.publish(into: folder)
    outcome.diagnostics += pictures.pictures.notes
    try captions.publish(job, phase.state, &outcome)
    let encoded = try phase.state.save(
      job.video.contentPath, facts, HashTables(renditions: made.map(\.tables)))
    if encoded.isShortened { outcome.diagnostics.append(.factsShortened(path)) }
    return facts
  }

  /// Renames whole files into the video's folder.
  func publish(_ made: [MadeRendition], into folder: String) throws(FileError) {
    try Files.makeFolder(folder)
    for rendition in made {
      guard let incoming = rendition.incoming else { continue }
      try Files.rename(incoming, to: PathRules.join(folder, "\(rendition.facts.stem).mp4"))
    }
  }

  /// A file that grew or changed while it was read is tried next time (design, "What goes in").
  func checkUnchanged() throws {
    guard let status = try Files.status(job.source), status.size == job.status.size,
      status.modified == job.status.modified, status.inode == job.status.inode
    else { throw Refusal(diagnostic: .sourceChanged(path)) }
  }

  func diagnostic(_ error: any Error) -> Diagnostic {
    switch error {
    case let refusal as Refusal: return refusal.diagnostic
    case let failure as EncodeFailure: return failure.diagnostic
    case let error as FileError: return .unwritable(error.path, reason: error.reason)
    case let failure as MediaFailure: return failure.diagnostic(at: path)
    default: return .damagedMedia(path, detail: "\(error)")
    }
  }
}
