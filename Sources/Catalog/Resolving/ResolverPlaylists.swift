internal import Diagnostics
internal import Hashing

/// Written lists of videos, as far as their videos are public.
extension ResolverPass {
  mutating func playlists() -> [Playlist] {
    var bySlug: [String: Video] = [:]
    for video in videos {
      for alias in video.aliases where alias.hasPrefix("videos/") {
        bySlug[String(alias.dropFirst(7).dropLast())] = video
      }
    }
    for video in videos { bySlug[video.slug] = video }
    let hidden = Set(
      held.keys.flatMap { index in
        let text = tree.videos[index]
        return [text.frontMatter.slug?.value, entry(index)?.slug, Slug.make(text.name)].compactMap { $0 }
      })
    return tree.playlists.map { text in
      var entries: [Playlist.Entry] = []
      var listed: [Video] = []
      for written in text.videos {
        let slug = written.value.slug
        if let video = bySlug[slug] {
          if video.privacy == .public, !listed.contains(where: { $0.slug == video.slug }) {
            listed.append(video)
            entries.append(Playlist.Entry(slug: video.slug, start: written.value.start, stop: written.value.stop))
          }
        } else if !hidden.contains(slug) {
          let suggestion = nearest(slug, among: videos.map(\.slug))
          diagnostics.append(.unknownVideoInPlaylist(slug, suggestion: suggestion, at: written.location))
        }
      }
      let seconds = { (a: Instant, b: Instant) in a.seconds < b.seconds }
      let rendered = Markdown.render(text.body)
      var playlist = Playlist(
        slug: text.slug, title: text.title, summary: rendered.summary, body: PlainText.trimmed(text.body),
        bodyHTML: rendered.html, uuid: uuid(ofPlaylist: text.slug),
        channel: channel(of: text) ?? listed.first?.channel, date: text.date ?? listed.map(\.date).min(by: seconds),
        updated: text.updated ?? listed.map(\.updated).max(by: seconds), entries: entries)
      playlist.translations = text.translations
      playlist.written = TextLanguages(tree.site.language)
      return playlist
    }
  }

  /// The written one; one that is not there is told, and the list belongs to the channel of its first video.
  private mutating func channel(of text: PlaylistText) -> String? {
    guard let written = text.channel else { return nil }
    let names = tree.channels.map(\.channel.name)
    if names.contains(written.value) { return written.value }
    diagnostics.append(
      .unknownChannel(written.value, suggestion: nearest(written.value, among: names), at: written.location))
    return nil
  }

  /// A list has no line in the ledger: its address is its file's name.
  private func uuid(ofPlaylist slug: String) -> String {
    UUIDText.version4(SHA256.hash(Array("\(actor ?? "")\nplaylists/\(slug)".utf8)))
  }
}
