internal import Facts

/// One video by the precedence of the design: front matter, `.info.json`, tags in the container, file name.
struct VideoComposer {
  let tree: ContentTree
  let channels: [String: ChannelText]
  let now: Instant

  init(tree: ContentTree, now: Instant) {
    self.tree = tree
    self.now = now
    channels = Dictionary(tree.channels.map { ($0.channel.name, $0) }) { first, _ in first }
  }

  func privacy(of text: VideoText) -> Video.Privacy { text.frontMatter.privacy ?? text.info?.privacy ?? .public }

  func date(of text: VideoText, _ facts: VideoFacts?, known: Instant?) -> Instant {
    date(of: text, created: facts?.source.created, known: known)
  }

  /// Of containers, dates in the future and at the start of their calendars are a wrong clock.
  func date(of text: VideoText, created: String?, known: Instant?) -> Instant {
    if let date = text.frontMatter.date ?? text.info?.date { return date }
    // A day without a clock, as music has it, is a day here.
    if let written = created,
      let created = Instant(written: written, in: written.utf8.count == 10 ? tree.timeZone : .utc), created <= now,
      created.seconds > 2 * 86_400
    {
      return tree.timeZone.instant(seconds: created.seconds)
    }
    if let date = NameFacts(stem: text.name, zone: tree.timeZone).date { return date }
    if let known { return known }
    return tree.timeZone.instant(seconds: min(max(0, text.fileTime), now.seconds))
  }

  /// 1 to 500 characters.
  ///
  /// - Parameter told: what the container says.
  func title(of text: VideoText, told: String?) -> String {
    let told = [
      text.frontMatter.title?.value, text.info?.title, told, NameFacts(stem: text.name, zone: .utc).title,
    ]
    for title in told.compactMap({ $0 }).map(PlainText.oneLine) where PlainText.isVisible(title) {
      return PlainText.oneLine(String(String.UnicodeScalarView(title.unicodeScalars.prefix(500))))
    }
    let name = PlainText.oneLine(text.name)
    return PlainText.isVisible(name) ? name : Slug.make(text.name)
  }

  func tracks(_ text: VideoText, _ facts: VideoFacts, embedded: (String) -> [UInt8]?) -> VideoTracks {
    let language = language(text.frontMatter, text.info, facts, channels[text.channel]) ?? tree.site.language
    return VideoTracks(text, facts, language: language, embedded: embedded)
  }

  /// All but what the ledger decides: `updated` is left as the moment of the call.
  func video(
    _ text: VideoText, _ facts: VideoFacts, _ tracks: VideoTracks, slug: String, uuid: String, idPath: String,
    date: Instant, aliases: [String]
  ) -> Video {
    let keys = text.frontMatter
    let info = text.info
    let channel = channels[text.channel]
    var body = PlainText.trimmed(text.body)
    let told = info?.description ?? facts.source.description
    if body.isEmpty, keys.description == nil, let told { body = Markdown.escaped(told) }
    let rendered = Markdown.render(body)
    var video = Video(
      contentPath: text.contentPath, title: title(of: text, told: facts.source.title), slug: slug, uuid: uuid,
      idPath: idPath,
      channel: text.channel, date: date, updated: now, originallyPublished: keys.originallyPublished,
      expires: keys.expires, summary: keys.description ?? rendered.summary, body: body,
      bodyHTML: rendered.html, tags: Video.Tag.all(keys.tags ?? info?.tags ?? []),
      authors: keys.authors ?? info?.authors ?? [], category: keys.category ?? channel?.category,
      language: language(keys, info, facts, channel), licence: keys.licence ?? info?.licence ?? channel?.licence,
      sensitive: keys.sensitive ?? ((info?.ageLimit ?? 0) >= 18 ? .yes(reason: nil) : .no),
      privacy: privacy(of: text), chapters: tracks.chapters, captions: tracks.captions,
      series: series(keys, info), location: keys.location ?? info?.location,
      sourceURL: keys.sourceURL ?? info?.webpageURL, support: keys.support, downloads: keys.downloads ?? true,
      aliases: aliases, facts: facts)
    video.translations = text.translations
    video.written = TextLanguages(
      tree.site.languageOfFirstText(said: video.language, others: text.translations.map(\.language)))
    video.settle(in: tree.site)
    return video
  }

  private func language(
    _ keys: VideoFrontMatter, _ info: VideoInfo?, _ facts: VideoFacts, _ channel: ChannelText?
  ) -> String? {
    let told = facts.source.language.flatMap(LanguageTag.canonical).flatMap {
      ["und", "mul", "mis"].contains($0) ? nil : $0
    }
    return keys.language ?? info?.language ?? told ?? channel?.channel.language ?? tree.writtenLanguage
  }

  private func series(_ keys: VideoFrontMatter, _ info: VideoInfo?) -> Video.Series? {
    guard let name = keys.series ?? info?.series else { return nil }
    return Video.Series(name: name, season: keys.season ?? info?.season, episode: keys.episode ?? info?.episode)
  }
}

extension Markdown {
  /// Plain text of strangers as CommonMark that shows it letter by letter; addresses stay links.
  static func escaped(_ text: String) -> String {
    let lines = PlainText.withLineFeeds(text).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      PlainText.trimmed(line).split(separator: " ", omittingEmptySubsequences: false).map { word in
        word.hasPrefix("https://") || word.hasPrefix("http://") ? String(word) : escapedWord(word)
      }.joined(separator: " ")
    }
    var out = ""
    for (index, line) in lines.enumerated() {
      let next = index + 1 < lines.count ? lines[index + 1] : ""
      // Two spaces break a line; a backslash would be read as part of an address before it.
      out += line + (line.isEmpty || next.isEmpty ? "\n" : "  \n")
    }
    return PlainText.trimmed(out)
  }

  private static func escapedWord(_ word: some StringProtocol) -> String {
    var out = String.UnicodeScalarView()
    for scalar in word.unicodeScalars {
      if "\\`*_{}[]<>()#+-.!|~&=$:@^\"'".unicodeScalars.contains(scalar) { out.append("\\") }
      if scalar.value >= 0x20, scalar.value != 0x7F { out.append(scalar) }
    }
    return String(out)
  }
}
