import Catalog
import Diagnostics
import Encode
import Facts
import Files

/// The captions that lie inside one video's container, taken out beside its packaging.
struct CaptionPass: Sendable {
  let job: MediaJob
  let phase: MediaPhase

  struct Made: Sendable {
    /// By language, `und` where the container names none; one each.
    var captions: [(language: String, webVTT: [UInt8])] = []
    var diagnostics: [Diagnostic] = []

    var languages: [String] { captions.map(\.language) }

    /// Puts them beside the facts that will name them.
    func publish(_ job: MediaJob, _ state: StateFolder, _ outcome: inout MediaOutcome) throws(FileError) {
      outcome.diagnostics += diagnostics
      try state.save(job.video.contentPath, captions: captions, before: job.previous?.source.captions ?? [])
    }
  }

  func run(_ probe: ProbeReport) async throws -> Made {
    var made = Made()
    let streams = probe.streams.filter { $0.kind == .subtitle }
    let unread = streams.filter { !SubtitleExtractor.canExtract($0) }
    if !unread.isEmpty {
      made.diagnostics.append(.pictureSubtitles(unread.map(\.shownName), at: Location(job.video.shownPath)))
    }
    let chosen = Self.chosen(streams)
    if chosen.isEmpty { return made }
    let folder = PathRules.join(phase.paths.incoming, "\(job.number)-captions")
    try Files.makeFolder(folder)
    defer { try? Files.removeTree(folder) }
    let (files, failures) = try await SubtitleExtractor(phase.transcoder).extract(
      chosen.map(\.stream), of: probe, from: job.source, into: folder, path: job.video.shownPath)
    for (language, stream) in chosen {
      if let failure = failures[stream.index] {
        let reason = failure.note ?? failure.message
        made.diagnostics.append(
          .subtitleStreamFailed(stream.shownName, reason: reason, at: Location(job.video.shownPath)))
      }
      guard let file = files[stream.index] else { continue }
      let read = EmbeddedCaptions.webVTT(
        try Files.read(file, limit: 64 << 20), zero: SubtitleExtractor.zero(of: probe), language: language,
        path: job.video.shownPath, stream: stream.shownName)
      made.diagnostics += read.diagnostics
      if let bytes = read.bytes { made.captions.append((language, bytes)) }
    }
    return made
  }

  /// One stream a language, sorted by language: with sounds before speech alone, all of it before a part, what the
  /// container calls its default before others.
  static func chosen(_ streams: [StreamReport]) -> [(language: String, stream: StreamReport)] {
    func rank(_ stream: StreamReport) -> [Int] {
      let title = (stream.title ?? "").lowercased()
      let isForced = stream.isForced || title.contains("forced")
      let isForDeaf = stream.isForDeaf || title.contains("sdh")
      return [isForced ? 1 : 0, isForDeaf ? 0 : 1, stream.isDefault ? 0 : 1, stream.index]
    }
    var best: [String: StreamReport] = [:]
    for stream in streams where SubtitleExtractor.canExtract(stream) {
      let language = stream.captionLanguage
      if let other = best[language], rank(other).lexicographicallyPrecedes(rank(stream)) { continue }
      best[language] = stream
    }
    return best.keys.sortedByBytes().compactMap { language in best[language].map { (language, $0) } }
  }
}

extension StreamReport {
  /// BCP 47; `und` where the container names none that is one.
  var captionLanguage: String {
    guard let tag = language.flatMap(LanguageTag.canonical), !["mul", "mis", "zxx"].contains(tag) else { return "und" }
    return tag
  }

  /// For people: `2 (fr, subrip)`.
  var shownName: String {
    "\(index) (\([captionLanguage == "und" ? nil : captionLanguage, codec].compactMap { $0 }.joined(separator: ", ")))"
  }
}
