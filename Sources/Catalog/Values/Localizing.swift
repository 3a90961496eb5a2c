/// The catalog as the pages in one of the site's languages show it: what is translated is in its place, all else stays.
extension Catalog {
  public func localized(to language: String) -> Catalog {
    // What is in it already is settled when it is read.
    guard language != site.language else { return self }
    var out = self
    out.site = site.localized(to: language)
    for index in channels.indices { out.channels[index].localize(to: language) }
    for index in videos.indices { out.videos[index].localize(to: language) }
    for index in playlists.indices { out.playlists[index].localize(to: language) }
    for index in pages.indices { out.pages[index].localize(to: language) }
    return out
  }
}

extension SiteConfig {
  fileprivate func localized(to language: String) -> SiteConfig {
    var out = self
    out.language = language
    guard let translation = translations.first(where: { $0.language == language }) else { return out }
    if let title = translation.title { out.title = title }
    if let description = translation.description { out.description = description }
    if let footer = translation.footer { out.theme.footer = footer }
    if let links = translation.links { out.theme.links = links }
    return out
  }
}

extension Channel {
  fileprivate mutating func localize(to language: String) {
    guard let translation = translations.first(where: { $0.language == language }) else { return }
    written.take(translation)
    if let title = translation.title { self.title = title }
    if let summary = translation.summary {
      (self.summary, body, bodyHTML) = (summary, translation.body, translation.bodyHTML)
    }
    if let support = translation.support { self.support = support }
  }
}

extension Video {
  fileprivate mutating func localize(to language: String) {
    guard let translation = translations.first(where: { $0.language == language }) else { return }
    written.take(translation)
    if let title = translation.title { self.title = title }
    if let summary = translation.summary {
      (self.summary, body, bodyHTML) = (summary, translation.body, translation.bodyHTML)
    }
    if let tags = translation.tags { self.tags = tags }
    if let support = translation.support { self.support = support }
    if let location = translation.location { self.location = location }
    if let chapters = translation.chapters { self.chapters = chapters }
    if let reason = translation.reason, sensitive != .no { sensitive = .yes(reason: reason) }
  }
}

extension Playlist {
  fileprivate mutating func localize(to language: String) {
    guard let translation = translations.first(where: { $0.language == language }) else { return }
    written.take(translation)
    if let title = translation.title { self.title = title }
    if let summary = translation.summary {
      (self.summary, body, bodyHTML) = (summary, translation.body, translation.bodyHTML)
    }
  }
}

extension WrittenPage {
  fileprivate mutating func localize(to language: String) {
    guard let translation = translations.first(where: { $0.language == language }) else { return }
    written.take(translation)
    if let title = translation.title { self.title = title }
    if let summary = translation.summary { (self.summary, bodyHTML) = (summary, translation.bodyHTML) }
  }
}

// MARK: The text of the site's first language

extension Video {
  /// Where the text without a language in its name is in another than the site's first, and one in the first is there: that
  /// one takes its place, since feeds and the fediverse show the first language.
  mutating func settle(in site: SiteConfig) {
    guard translations.contains(where: { $0.language == site.language }) else { return }
    var reason: String?
    if case .yes(let written) = sensitive { reason = written }
    let own = written.title.map {
      Translation(
        language: $0, title: title, summary: summary, body: body, bodyHTML: bodyHTML, tags: tags, support: support,
        location: location, reason: reason, chapters: chapters)
    }
    localize(to: site.language)
    translations.removeAll { $0.language == site.language }
    if let own, site.languages.contains(own.language) { translations.append(own) }
  }
}

extension Channel {
  mutating func settle(in site: SiteConfig) {
    guard translations.contains(where: { $0.language == site.language }) else { return }
    let own = written.title.map {
      Translation(
        language: $0, title: title, summary: summary, body: body, bodyHTML: bodyHTML, support: support)
    }
    localize(to: site.language)
    translations.removeAll { $0.language == site.language }
    if let own, site.languages.contains(own.language) { translations.append(own) }
  }
}
