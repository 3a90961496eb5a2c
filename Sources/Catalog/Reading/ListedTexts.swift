internal import Diagnostics

/// Reads the texts of `playlists/` and `pages/`: one file is one page, its name is the address.
struct ListedTexts {
  let files: ProjectFiles
  let site: SiteConfig
  let zone: TimeZoneRules
  private(set) var diagnostics: [Diagnostic] = []

  init(files: ProjectFiles, site: SiteConfig, zone: TimeZoneRules) {
    self.files = files
    self.site = site
    self.zone = zone
  }

  mutating func playlists(_ entries: [ContentEntry]) -> [PlaylistText] {
    var taken: Set<String> = []
    var out: [PlaylistText] = []
    for text in texts(entries, in: "playlists") {
      let document = files.frontMatter(text.path)
      let (keys, problems) = PlaylistFrontMatter.read(document.keys, in: zone)
      guard isRead(document.diagnostics + problems) else { continue }
      let stem = FileName.stem(FileName.last(text.path))
      let slug = Slug.free(keys.slug?.value ?? Slug.make(stem), taken: taken)
      taken.insert(slug)
      var playlist = PlaylistText(
        path: text.path, slug: slug, title: keys.title ?? NameFacts(stem: stem, zone: zone).title, body: document.body,
        channel: keys.channel, date: keys.date, updated: keys.updated, videos: keys.videos)
      playlist.translations = translations(text.translations, original: PlaylistFrontMatter.keys)
      out.append(playlist)
    }
    return out.sorted { $0.slug.utf8.lexicographicallyPrecedes($1.slug.utf8) }
  }

  mutating func pages(_ entries: [ContentEntry]) -> [WrittenPage] {
    var out: [WrittenPage] = []
    for text in texts(entries, in: "pages") {
      let document = files.frontMatter(text.path)
      let (keys, problems) = PageFrontMatter.read(document.keys)
      guard isRead(document.diagnostics + problems) else { continue }
      let stem = FileName.stem(FileName.last(text.path))
      let slug = Slug.make(stem)
      if let owner = ReservedFolders.owner(of: slug, languages: site.languages) {
        diagnostics.append(.reservedPageName(slug, owner: owner, at: Location(text.path)))
        continue
      }
      if out.contains(where: { $0.slug == slug }) {
        diagnostics.append(.secondPage(slug, at: Location(text.path)))
        continue
      }
      let body = PlainText.trimmed(document.body)
      let rendered = Markdown.render(body)
      out.append(
        WrittenPage(
          slug: slug, title: keys.title ?? NameFacts(stem: stem, zone: zone).title,
          summary: keys.description ?? rendered.summary, bodyHTML: rendered.html,
          translations: translations(text.translations, original: PageFrontMatter.keys),
          written: TextLanguages(site.language)))
    }
    return out.sorted { $0.slug.utf8.lexicographicallyPrecedes($1.slug.utf8) }
  }

  private struct Text {
    var path: String
    var translations: [(language: String, file: ContentEntry)]
  }

  /// Paths below the project.
  private mutating func texts(_ entries: [ContentEntry], in folder: String) -> [Text] {
    let inFolder = entries.filter { $0.kind == .file }.map { entry in
      var entry = entry
      entry.path = FileName.join(folder, entry.path)
      return entry
    }
    var out: [Text] = []
    for group in Dictionary(grouping: inFolder, by: { FileName.folder($0.path) }).sorted(by: { $0.key < $1.key }) {
      let texts = TextFiles(group.value, languages: site.languages, isOwner: { _ in false }, shown: { Location($0) })
      diagnostics += texts.diagnostics
      for stem in texts.stems {
        guard let text = texts.byStem[stem], let main = text.main else { continue }
        out.append(Text(path: main.path, translations: text.translations))
      }
    }
    return out
  }

  private mutating func translations(
    _ translations: [(language: String, file: ContentEntry)], original: [String]
  ) -> [Translation] {
    let (read, problems) = files.translations(
      translations.map { ($0.language, $0.file.path) }, of: site.language, keys: TranslationKeys.ofPage, original: original)
    diagnostics += problems
    return read
  }

  private mutating func isRead(_ problems: [Diagnostic]) -> Bool {
    diagnostics += problems
    return !problems.contains { $0.severity == .error }
  }
}

/// `pages/<slug>.md`.
struct PageFrontMatter {
  var title: String?
  var description: String?

  static let keys = ["title", "description", "extra"]

  static func read(_ node: YAMLNode?) -> (PageFrontMatter, [Diagnostic]) {
    var reader = KeyReader(node, keys: keys)
    var out = PageFrontMatter()
    out.title = reader.title()?.value
    out.description = reader.text("description")?.value
    reader.extra()
    return (out, reader.diagnostics)
  }
}

/// Folders at the site's root that have a meaning already (design, "What comes out").
enum ReservedFolders {
  private static let names: Set<String> = [
    "accounts", "assets", "authors", "catalog", "categories", "channels", "languages", "licences", "media", "nodeinfo",
    "page", "playlists", "search", "series", "tags", "videos",
  ]

  /// What stands there; nil where the name is free.
  static func owner(of slug: String, languages: [String]) -> String? {
    if names.contains(slug) { return "\(slug)/" }
    return languages.dropFirst().first { $0.lowercased() == slug }.map { "the pages in \"\($0)\"" }
  }

  static func isTaken(_ language: String) -> Bool { names.contains(language.lowercased()) }
}
