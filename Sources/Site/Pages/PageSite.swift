import Catalog
import Diagnostics
import Facts
import Hashing
import Templates

/// What all pages of a site share, computed once.
final class PageSite: Sendable {
  let context: SiteContext
  let templates: TemplateSet
  let words: Words
  let assets: Assets
  let diagnostics: [Diagnostic]
  /// Indices into `catalog.videos` of those that lists show, newest first; the same by channel.
  let listed: [Int]
  let listedByChannel: [String: [Int]]
  let terms: Terms
  let playlists: [PlaylistEntry]
  let channels: [String: Channel]
  /// Of what a card shows of a video, in the order of `catalog.videos`.
  let cardDigests: [Digest256]
  /// Of what every page shows: the site's values, the theme, the names of the channels.
  let frameDigest: Digest256

  struct PlaylistEntry: Sendable {
    var playlist: Playlist
    /// In its own order, each with the part of it that is meant.
    var entries: [(video: Int, part: Playlist.Entry)]

    var videos: [Int] { entries.map(\.video) }
  }

  var site: SiteConfig { context.site }
  /// In the language of these pages.
  var catalog: Catalog { context.catalog }
  var languages: SiteLanguages { context.languages }
  /// Before the path of every page: empty, or `fr/`.
  var root: String { context.root }
  var addresses: Addresses { context.addresses }

  /// - Parameter language: an index of `languages.entries`: the one of these pages.
  init(_ context: SiteContext, language: Int = 0) {
    let context = context.localized(language)
    self.context = context
    let entry = context.languages.entries[language]
    let catalog = context.catalog
    let templates = TemplateSet(
      files: context.input.templates, shipped: context.input.themeFiles.subtracting(context.input.ownFiles))
    let words = Words(files: context.input.templates, language: entry.tag)
    let own = context.input.ownFiles.filter { $0.hasPrefix("assets/") }.map { String($0.dropFirst("assets/".count)) }
    let assets = Assets(
      context.input.assets, accent: catalog.site.theme.accent, channels: catalog.channels, own: Set(own),
      written: templates.writtenNames)
    self.templates = templates
    self.words = words
    self.assets = assets
    let files = context.input.templates
    diagnostics =
      templates.diagnostics + words.diagnostics + assets.diagnostics + ThemeCheck(context.input, templates).diagnostics
      + (Words.exist(in: entry.tag, files) || files.isEmpty ? [] : [.noWords(of: entry.tag)])

    let channels = Dictionary(catalog.channels.map { ($0.name, $0) }) { first, _ in first }
    self.channels = channels
    var listed: [Int] = []
    var byChannel: [String: [Int]] = [:]
    for (index, video) in catalog.videos.enumerated() where video.privacy == .public {
      listed.append(index)
      byChannel[video.channel, default: []].append(index)
    }
    self.listed = listed
    listedByChannel = byChannel
    terms = entry.terms
    let bySlug = Dictionary(listed.map { (catalog.videos[$0].slug, $0) }) { first, _ in first }
    playlists = catalog.playlists.map { playlist in
      PlaylistEntry(
        playlist: playlist, entries: playlist.entries.compactMap { part in bySlug[part.slug].map { ($0, part) } })
    }

    cardDigests = catalog.videos.map { Card.digest($0, channels[$0.channel]) }
    var frame = InputDigest("page 2")
    frame.add(context.siteDigest)
    frame.add([entry.tag, entry.root])
    for (path, bytes) in context.input.templates.sorted(by: { $0.key < $1.key }) {
      frame.add(path)
      frame.add(SHA256.hash(bytes))
    }
    frame.add(assets.digest)
    for channel in catalog.channels { frame.add([channel.name, channel.title, channel.written.title ?? ""]) }
    // The footer leads to those that are there.
    for page in catalog.pages { frame.add([page.slug, page.title, page.written.title ?? ""]) }
    frame.add(Set(terms.lists.map(\.term.taxonomy.rawValue)).sorted())
    frameDigest = frame.finish()
  }

  /// A page as a document: rendered from the template of this name when its inputs differ.
  func document(
    _ path: String, template: String, inputs: Digest256, value: @escaping @Sendable (PageSite) -> Value
  ) -> Document {
    var document = Document(path: path, inputs: inputs) { try self.templates.render(template, value(self)) }
    document.page = Document.Page(template: template) { value(self) }
    return document
  }

  /// Starts the digest of a page; the caller adds what only this page shows.
  func inputs(_ kind: String) -> InputDigest {
    var digest = InputDigest(kind)
    digest.add(frameDigest)
    return digest
  }

  /// A `lang` for what is not in the language of the page: WCAG 2.2, 3.1.2.
  func foreign(_ language: String?) -> Value { language == words.language ? .absent : .optional(language) }

  /// The folders that pages lie in, of each language alike.
  var pageFolders: Set<String> {
    Set(
      ["videos", "channels", "playlists", "search", AboutPage.slug] + Taxonomy.allCases.map(\.rawValue)
        + catalog.pages.map(\.slug))
  }

  func links(from path: String) -> PageLinks { PageLinks(from: path, addresses, language: root) }

  func channelTitle(_ name: String) -> String { channels[name]?.title ?? name }
}
