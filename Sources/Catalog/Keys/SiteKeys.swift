internal import Diagnostics

/// What the command line puts in the place of `bobine.yml`'s values.
public struct ConfigOverrides: Sendable, Hashable {
  public var baseURL: String?
  public var mediaBaseURL: String?

  public init(baseURL: String? = nil, mediaBaseURL: String? = nil) {
    self.baseURL = baseURL
    self.mediaBaseURL = mediaBaseURL
  }
}

/// The second table of the design: `bobine.yml`.
extension SiteConfig {
  static let keys = [
    "title", "description", "language", "languages", "timezone", "base_url", "media_base_url", "media_cors", "account",
    "theme", "translations", "renditions", "encoding", "torrents", "segments", "trackers", "peers", "per_page", "feed_items",
    "category",
    "licence", "extra",
  ]

  /// With every default filled in; `folderName` is the title of a project without one.
  static func read(
    _ node: YAMLNode?, folderName: String, overrides: ConfigOverrides
  ) -> (SiteConfig, [Diagnostic]) {
    var reader = KeyReader(node, keys: keys)
    let title =
      reader.title()?.value ?? (PlainText.oneLine(folderName).isEmpty ? "Videos" : PlainText.oneLine(folderName))
    var site = SiteConfig(title: title)
    site.description = reader.text("description")?.value
    site.language = reader.language() ?? "en"
    site.languages = reader.languages(first: site.language)
    site.timezone = reader.text("timezone")?.value ?? "UTC"
    site.baseURL = reader.base("base_url")
    site.mediaBaseURL = reader.base("media_base_url")
    if let base = overrides.baseURL { site.baseURL = reader.overriding("--base-url", base) }
    if let base = overrides.mediaBaseURL { site.mediaBaseURL = reader.overriding("--media-base-url", base) }
    if site.mediaBaseURL == nil { site.mediaBaseURL = site.baseURL.map { $0 + "media/" } }
    site.mediaCORS = reader.bool("media_cors") ?? false
    site.account = reader.account(site)
    site.theme = reader.theme()
    site.translations = reader.translations(of: site)
    site.renditions = reader.renditions() ?? .auto
    site.encoding = reader.encoding()
    site.torrents = reader.choice("torrents", TorrentForm.self) ?? .v1
    site.segments = reader.choice("segments", SegmentForm.self) ?? .ranges
    site.trackers = reader.trackers()
    site.peers = reader.peers()
    site.perPage = reader.integer("per_page", 1...500) ?? 24
    site.feedItems = reader.integer("feed_items", 1...1000) ?? 50
    site.category = reader.category()
    site.licence = reader.licence()
    reader.extra()
    return (site, reader.diagnostics)
  }
}

extension KeyReader {
  /// At least the site's own.
  fileprivate mutating func languages(first: String) -> [String] {
    var out = [first]
    for text in texts("languages") ?? [] {
      guard let tag = LanguageTag.canonical(text.value) else {
        report(
          .invalidValue("languages", text.value, expected: "language tags such as [fr, en]", at: text.location))
        continue
      }
      if ReservedFolders.isTaken(tag) {
        report(
          .invalidValue(
            "languages", text.value, expected: "tags of languages; this is the name of a folder", at: text.location))
      } else if !out.contains(tag) {
        out.append(tag)
      }
    }
    return out
  }

  /// By language: the texts of the site in its further languages.
  fileprivate mutating func translations(of site: SiteConfig) -> [SiteConfig.Translation] {
    guard let node = node("translations"), let pairs = node.map else {
      if let node = self.node("translations") {
        report(.wrongType("translations", expected: "a map of languages", found: node.kind, at: node.location))
      }
      return []
    }
    let known = Array(site.languages.dropFirst())
    return pairs.compactMap { pair in
      guard let tag = pair.key.text.flatMap(LanguageTag.canonical), known.contains(tag) else {
        report(.translationOfUndeclared(pair.key.text ?? pair.key.kind, known: known, at: pair.key.location))
        return nil
      }
      var reader = KeyReader(pair.value, keys: ["title", "description", "footer", "links"], owner: "translations")
      var out = SiteConfig.Translation(language: tag)
      out.title = reader.title()?.value
      out.description = reader.text("description")?.value
      out.footer = reader.text("footer")?.value
      if reader.node("links") != nil { out.links = reader.links() }
      report(reader.diagnostics)
      return out
    }
  }

  fileprivate mutating func base(_ key: String) -> String? {
    value(key, expected: "an address such as https://videos.example.org/, without ? and #", WebAddress.base)
  }

  fileprivate mutating func overriding(_ flag: String, _ text: String) -> String? {
    if let base = WebAddress.base(text) { return base }
    report(.badFlag(flag, text, expected: "an address such as https://videos.example.org/, without ? and #"))
    return nil
  }

  fileprivate mutating func account(_ site: SiteConfig) -> SiteConfig.Account {
    // The name of the Person must differ from every channel's (contracts/activitypub.md 1.2): hence the ending.
    let label = site.baseURL.map { Slug.make(WebAddress.firstLabel($0)) } ?? "site"
    var account = SiteConfig.Account(username: Slug.appending("account", to: label), name: site.title)
    guard var reader = map("account", keys: ["username", "name", "description"]) else { return account }
    if let username = reader.text("username") {
      if Slug.isValid(username.value) {
        account.username = username.value
      } else {
        reader.report(
          .invalidValue(
            "username", username.value, expected: "letters a-z, digits and -",
            suggestion: Slug.make(username.value), at: username.location))
      }
    }
    account.name = reader.text("name")?.value ?? account.name
    account.description = reader.text("description")?.value
    report(reader.diagnostics)
    return account
  }

  fileprivate mutating func theme() -> SiteConfig.Theme {
    guard var reader = map("theme", keys: ["accent", "logo", "footer", "links"]) else { return SiteConfig.Theme() }
    var theme = SiteConfig.Theme()
    theme.accent = reader.colour("accent")
    theme.logo = reader.value("logo", expected: "a file below static/, such as logo.svg") { text in
      let path = text.hasPrefix("static/") ? String(text.dropFirst(7)) : text
      let isClean =
        !path.hasPrefix("/") && !FileName.parts(path).contains("..") && !path.utf8.contains(UInt8(ascii: ":"))
      return isClean ? path : nil
    }
    theme.footer = reader.text("footer")?.value
    theme.links = reader.links()
    report(reader.diagnostics)
    return theme
  }

  fileprivate mutating func links() -> [SiteConfig.Theme.Link] {
    var out: [SiteConfig.Theme.Link] = []
    for case (var link, let location) in maps("links", keys: ["label", "url"]) {
      let label = link.text("label")?.value
      let url = link.value("url", expected: "an address such as https://example.org/ or a path below the site") {
        SiteConfig.Theme.isLink($0) ? $0 : nil
      }
      if !link.hasErrors {
        if let label, let url {
          out.append(.init(label: label, url: url))
        } else {
          link.report(.missingKey(label == nil ? "label" : "url", of: "links", at: location))
        }
      }
      report(link.diagnostics)
    }
    return out
  }

  fileprivate mutating func trackers() -> [String] {
    var out: [String] = []
    for text in texts("trackers") ?? [] {
      guard WebAddress.isAbsolute(text.value, schemes: ["https", "http", "udp", "wss"]) else {
        report(
          .invalidValue(
            "trackers", text.value, expected: "announce addresses such as udp://tracker.example.org:6969/announce",
            at: text.location))
        continue
      }
      if !out.contains(text.value) { out.append(text.value) }
    }
    return out
  }

  fileprivate mutating func peers() -> SiteConfig.Peers? {
    guard let node = node("peers"), var reader = map("peers", keys: ["tracker", "stun"]) else { return nil }
    let tracker = reader.url("tracker", schemes: ["wss", "ws"])
    var stun: [String] = []
    for text in reader.texts("stun") ?? [] {
      let isClean = text.value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'<>\\".utf8.contains($0) }
      if isClean, text.value.hasPrefix("stun:") || text.value.hasPrefix("stuns:") {
        stun.append(text.value)
      } else {
        reader.report(
          .invalidValue("stun", text.value, expected: "addresses such as stun:stun.example.org:3478", at: text.location)
        )
      }
    }
    if tracker == nil, !reader.hasErrors { reader.report(.missingKey("tracker", of: "peers", at: node.location)) }
    report(reader.diagnostics)
    return tracker.map { SiteConfig.Peers(tracker: $0, stun: stun) }
  }
}

extension SiteConfig.Theme {
  /// http, https, mailto, or a path below the site.
  fileprivate static func isLink(_ text: String) -> Bool {
    if WebAddress.isAbsolute(text, schemes: ["http", "https"]) { return true }
    let isClean = text.utf8.allSatisfy { $0 > 0x20 && !"\"<>\\".utf8.contains($0) }
    guard isClean, !text.isEmpty, !text.hasPrefix("//") else { return false }
    if text.hasPrefix("mailto:") { return text.utf8.count > 7 }
    return !text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.contains(":")
  }
}
