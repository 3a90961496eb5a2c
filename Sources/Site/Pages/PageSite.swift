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
    /// In its own order.
    var videos: [Int]
  }

  var site: SiteConfig { context.site }
  var addresses: Addresses { context.addresses }
  var catalog: Catalog { context.catalog }

  init(_ context: SiteContext) {
    self.context = context
    let catalog = context.catalog
    let templates = TemplateSet(files: context.input.templates)
    let words = Words(files: context.input.templates, language: catalog.site.language)
    let assets = Assets(context.input.assets, accent: catalog.site.theme.accent)
    self.templates = templates
    self.words = words
    self.assets = assets
    diagnostics = templates.diagnostics + words.diagnostics

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
    terms = Terms(catalog.videos)
    let bySlug = Dictionary(listed.map { (catalog.videos[$0].slug, $0) }) { first, _ in first }
    playlists = catalog.playlists.map { PlaylistEntry(playlist: $0, videos: $0.videos.compactMap { bySlug[$0] }) }

    cardDigests = catalog.videos.map { Card.digest($0, channels[$0.channel]) }
    var frame = InputDigest("page 1")
    frame.add(context.siteDigest)
    for (path, bytes) in context.input.templates.sorted(by: { $0.key < $1.key }) {
      frame.add(path)
      frame.add(SHA256.hash(bytes))
    }
    frame.add(assets.digest)
    for channel in catalog.channels { frame.add([channel.name, channel.title, channel.language ?? ""]) }
    // The footer leads to those that are there.
    frame.add(Set(terms.lists.map(\.term.taxonomy.rawValue)).sorted())
    frameDigest = frame.finish()
  }

  /// A page as a document: rendered from the template of this name when its inputs differ.
  func document(
    _ path: String, template: String, inputs: Digest256, value: @escaping @Sendable (PageSite) -> Value
  ) -> Document {
    Document(path: path, inputs: inputs) { try self.templates.render(template, value(self)) }
  }

  /// Starts the digest of a page; the caller adds what only this page shows.
  func inputs(_ kind: String) -> InputDigest {
    var digest = InputDigest(kind)
    digest.add(frameDigest)
    return digest
  }

  /// A `lang` for what is not in the language of the page: WCAG 2.2, 3.1.2.
  func foreign(_ language: String?) -> Value { language == words.language ? .absent : .optional(language) }

  func channelTitle(_ name: String) -> String { channels[name]?.title ?? name }
}
