import Catalog
import JSON
import Templates

/// What every page gives to its template: `site`, `page`, `t` and `assets`.
struct Frame {
  var site: PageSite
  var links: PageLinks
  /// For the head: without the site's name.
  var title: String
  var description: String?
  /// Path below the site's root; nil for a page that has no address of its own.
  var path: String?
  /// The address that this page stands for, if it is not its own.
  var canonicalPath: String?
  var isIndexed = true
  var currentChannel: String?
  var previous: String?
  var next: String?
  var metadata: Metadata?
  var isHome = false

  init(_ site: PageSite, _ links: PageLinks, title: String, path: String?) {
    self.site = site
    self.links = links
    self.title = title
    self.path = path
  }

  /// With what only this page has.
  func value(_ own: [String: Value]) -> Value {
    let fields: [String: Value] = [
      "site": siteValue, "page": pageValue, "t": site.words.value, "assets": site.assets.value(links),
    ]
    return .object(fields.merging(own) { $1 })
  }

  private var siteValue: Value {
    let config = site.site
    let channels = site.catalog.channels.map { channel -> Value in
      [
        "title": .text(channel.title), "lang": site.foreign(channel.written.title),
        "url": .text(links.page(site.addresses.channelFolder(channel.name))),
        "current": .bool(channel.name == currentChannel),
      ]
    }
    return [
      "title": .text(config.title),
      "description": .optional(config.description),
      "url": .text(links.page("index.html")),
      "search": .text(links.page(SearchPage.path)),
      "logo": .optional(config.theme.logo.map(links.to)),
      "footer": .optional(config.theme.footer),
      "pages": WrittenPages.links(site, links),
      "languages": .list(languages), "hasLanguages": .bool(!languages.isEmpty),
      "links": .list(
        config.theme.links.map { ["label": .text($0.label), "url": .text(link($0.url))] }),
      "channels": .list(channels),
      "hasChannels": .bool(!channels.isEmpty),
      "taxonomies": .list(
        site.taxonomies.map {
          ["label": .text(site.words["taxonomy-\($0.rawValue)"]), "url": .text(links.page($0.folder))]
        }),
      "hasTaxonomies": .bool(!site.taxonomies.isEmpty),
      "feed": .optional(config.baseURL.map { _ in links.page("feed.xml") }),
    ]
  }

  /// A link of `theme.links`: to a page of ours in the language of this one.
  private func link(_ url: String) -> String {
    let isPage = url.hasSuffix("/") && site.pageFolders.contains(String(url.prefix { $0 != "/" }))
    return isPage ? links.page(url) : links.written(url)
  }

  /// The same page in every language of the site, or where it is not in one, that one's first page.
  private var languages: [Value] {
    let entries = site.languages.entries
    guard entries.count > 1 else { return [] }
    return entries.map { entry in
      let target = plainPath.flatMap { entry.has($0, perPage: site.site.perPage) ? $0 : nil } ?? "index.html"
      return [
        "name": .text(entry.name), "tag": .text(entry.tag), "url": .text(links.to(entry.root + target)),
        "current": .bool(entry.root == site.root),
      ]
    }
  }

  /// hreflang: of a page with an address that search engines may show, itself among them (contracts/site.md 5.5).
  private var alternates: [Value] {
    let entries = site.languages.entries
    guard entries.count > 1, isIndexed, canonicalPath == nil, let plainPath else { return [] }
    let same = entries.filter { $0.has(plainPath, perPage: site.site.perPage) }
    guard same.count > 1 else { return [] }
    func link(_ entry: SiteLanguages.Entry, _ tag: String) -> Value? {
      site.addresses.absolute(entry.root + plainPath).map { ["tag": .text(tag), "url": .text($0)] }
    }
    let standard = same.first.flatMap { $0.root.isEmpty ? link($0, "x-default") : nil }
    return same.compactMap { link($0, $0.tag) } + [standard].compactMap { $0 }
  }

  /// Without the language's folder.
  private var plainPath: String? { path.map { String($0.dropFirst(site.root.count)) } }

  private var pageValue: Value {
    let config = site.site
    let metadata = metadata ?? .page
    let canonical = (canonicalPath ?? path).flatMap { site.addresses.absolute($0) }
    let fullTitle = isHome ? config.title : "\(title) · \(config.title)"
    let feed: Value
    if let currentChannel, config.baseURL != nil {
      feed = [
        "title": .text(site.channelTitle(currentChannel)),
        "url": .text(links.page("\(site.addresses.channelFolder(currentChannel))feed.xml")),
      ]
    } else {
      feed = .absent
    }
    let basic = Metadata.basic(config, title: isHome ? config.title : title, description: description, url: canonical)
    return [
      "title": .text(fullTitle),
      "description": .optional(description),
      "language": .text(site.words.language),
      "rightToLeft": .bool(SiteLanguages.isRightToLeft(site.words.language)),
      "alternates": .list(alternates),
      "canonical": .optional(canonical),
      "noindex": .bool(!isIndexed),
      "policy": .text(ContentPolicy(site.site, site.addresses).text),
      "feed": feed,
      "previous": .optional(previous),
      "next": .optional(next),
      "home": .bool(isHome),
      "class": .optional(Assets.pageClass(currentChannel.flatMap { site.channels[$0] })),
      "metadata": .list((basic + metadata.properties).map(\.value)),
      "activity": .optional(metadata.activity),
      "oembed": .optional(metadata.oembed),
      "data": metadata.data.map { .html($0.embedded) } ?? .absent,
    ]
  }
}

/// The Content-Security-Policy of every page (design, "The page"): nothing inline, nothing from a third party but media of
/// the host that the site names, and its tracker. `blob:` is what Media Source Extensions give to a `<video>`.
struct ContentPolicy {
  var text: String

  init(_ site: SiteConfig, _ addresses: Addresses) {
    let host = addresses.mediaIsBesidePages ? "" : " " + Self.origin(site.mediaBaseURL ?? "")
    let tracker = site.peers.map { " " + Self.origin($0.tracker) } ?? ""
    text = [
      "default-src 'none'", "base-uri 'none'", "connect-src 'self'\(host)\(tracker)", "form-action 'self'",
      "img-src 'self'\(host)", "media-src 'self'\(host) blob:", "script-src 'self'", "style-src 'self'",
    ].joined(separator: "; ")
  }

  /// `https://media.example.org:8443` of a URL.
  private static func origin(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return "" }
    return String(url[..<scheme.upperBound]) + url[scheme.upperBound...].prefix { $0 != "/" }
  }
}
