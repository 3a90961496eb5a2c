internal import Diagnostics
public import Facts
internal import Files

/// A file that is to become a video, with what it and the files beside it tell: what `bobine new` writes into its text.
public struct VideoDraft: Sendable, Hashable {
  public var title: String
  public var date: Instant
  public var language: String?
  public var tags: [String] = []
  public var authors: [String] = []
  public var chapters: [Video.Chapter] = []
  /// CommonMark.
  public var body = ""
  /// Length and streams, in one line for people; empty where nothing is known.
  public var about = ""
  /// The address that it would get.
  public var slug: String
  /// Names of captions, pictures and `.info.json` that belong to it, sorted.
  public let sidecars: [String]
  /// Of a text that lies beside it already.
  public let text: String?

  /// - Parameters:
  ///   - file: absolute path.
  ///   - report: what its container says.
  ///   - zone: that of the site.
  ///   - now: containers with later dates have a wrong clock.
  /// - Returns: nil where it is no video or recording by its name.
  public init?(file: String, report: ProbeReport, zone: TimeZoneRules, now: Instant) {
    let source = FolderSource(project: PathRules.parent(file))
    let name = FileName.last(file)
    let entries = source.entries(below: "", skip: { _ in true }).entries.filter { $0.kind == .file }
    let layout = FolderLayout(folder: "", files: entries, languages: []) { Location($0) }
    guard let video = layout.videos.first(where: { $0.media?.path == name }), let media = video.media else {
      return nil
    }
    let info = video.info.flatMap { try? source.read($0.path, limit: VideoInfo.fileLimit) }
      .flatMap { try? VideoInfo($0, zone: zone) }
    sidecars =
      (video.captions.map(\.path) + video.chapters.map(\.path) + [video.poster, video.info?.path].compactMap { $0 })
      .sortedByBytes()
    text = video.text?.path

    let stem = CanonicalForm.composed(FileName.stem(name))
    let told = VideoText(
      contentPath: name, shownPath: name, media: .file(absolutePath: file, size: media.size), fileTime: media.modified,
      channel: "", name: stem, stem: stem, info: info)
    let composer = VideoComposer(tree: ContentTree(site: SiteConfig(title: ""), timeZone: zone), now: now)
    title = composer.title(of: told, told: report.title)
    date = composer.date(of: told, created: report.created, known: nil)
    slug = Slug.make(NameFacts.withoutIdentifier(stem))
    let spoken = report.streams.first { $0.kind == .audio }?.language.flatMap(LanguageTag.canonical)
    language = info?.language ?? spoken.flatMap { ["und", "mul", "mis"].contains($0) ? nil : $0 }
    tags = info?.tags ?? []
    authors = info?.authors ?? []
    let own = report.chapters.map { Video.Chapter(start: $0.start, title: PlainText.oneLine($0.title)) }
    let named = info.flatMap { $0.chapters.isEmpty ? nil : $0.chapters } ?? own
    // A file of chapters that comes along is what counts.
    chapters = video.chapters.isEmpty ? named.filter { !$0.title.isEmpty } : []
    body = (info?.description ?? report.description).map(Markdown.escaped) ?? ""
    about = Self.about(report)
  }

  private static func about(_ report: ProbeReport) -> String {
    var parts = report.duration > 0 ? [ClockTime.text(report.duration / 1000 * 1000)] : []
    if let film = report.streams.first(where: { $0.kind == .video }) {
      parts.append("\(film.width) × \(film.height), \(film.codec)")
    }
    if let sound = report.streams.first(where: { $0.kind == .audio }) { parts.append(sound.codec) }
    return parts.joined(separator: ", ")
  }

  /// The text of `index.md`: front matter and body.
  ///
  /// - Parameter keepsSlug: the address is written too, where a person chose it.
  public func markdown(keepsSlug: Bool = false) -> String {
    var lines = ["---"]
    if !about.isEmpty { lines.append("# \(about)") }
    lines.append("title: \(YAMLText.scalar(title))")
    if keepsSlug { lines.append("slug: \(slug)") }
    lines.append("date: \(date.rfc3339WithOffset)")
    if let language { lines.append("language: \(language)") }
    lines.append("tags: \(YAMLText.list(tags))")
    if !authors.isEmpty { lines.append("authors: \(YAMLText.list(authors))") }
    if !chapters.isEmpty {
      lines.append("chapters:")
      lines += chapters.map { "  - {at: \"\(ClockTime.text($0.start))\", title: \(YAMLText.scalar($0.title))}" }
    }
    lines.append("# privacy: draft        # or unlisted; without it: public")
    lines.append("---")
    if !body.isEmpty { lines.append(body) }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension ClockTime {
  /// `1:02:03`, with milliseconds where there are any: what ``milliseconds(_:)`` reads.
  static func text(_ milliseconds: Int64) -> String {
    let pair = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
    let seconds = milliseconds / 1000
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    let whole = hours > 0 ? "\(hours):\(pair(minutes)):\(pair(seconds % 60))" : "\(minutes):\(pair(seconds % 60))"
    let rest = milliseconds % 1000
    return rest == 0 ? whole : whole + "." + String(String(1000 + rest).dropFirst())
  }
}
