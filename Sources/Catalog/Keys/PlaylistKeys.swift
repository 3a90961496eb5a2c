internal import Diagnostics

/// `playlists/<slug>.md`.
struct PlaylistFrontMatter {
  var title: String?
  var slug: Placed<String>?
  var channel: Placed<String>?
  var date: Instant?
  var updated: Instant?
  var videos: [Placed<Playlist.Entry>] = []

  static let keys = ["title", "slug", "channel", "date", "updated", "videos", "extra"]

  static func read(_ node: YAMLNode?, in zone: TimeZoneRules) -> (PlaylistFrontMatter, [Diagnostic]) {
    var reader = KeyReader(node, keys: keys)
    var out = PlaylistFrontMatter()
    out.title = reader.title()?.value
    out.slug = reader.slug()
    out.channel = reader.text("channel")
    out.date = reader.date("date", in: zone)
    out.updated = reader.date("updated", in: zone)
    out.videos = reader.playlistEntries()
    reader.extra()
    return (out, reader.diagnostics)
  }
}

extension KeyReader {
  /// A list of slugs, or of `{slug, start, stop}` where not the whole video is meant.
  fileprivate mutating func playlistEntries() -> [Placed<Playlist.Entry>] {
    guard let node = node("videos") else { return [] }
    guard let items = node.list else {
      report(.wrongType("videos", expected: "a list such as [one, two]", found: node.kind, at: node.location))
      return []
    }
    return items.compactMap { item in
      if let slug = item.text.map(PlainText.oneLine), !slug.isEmpty {
        return Placed(Playlist.Entry(slug: slug), at: item.location)
      }
      guard item.map != nil else {
        report(
          .wrongType(
            "videos", expected: "a list of slugs, or of {slug, start, stop}", found: "a list with \(item.kind) in it",
            at: item.location))
        return nil
      }
      var reader = KeyReader(item, keys: ["slug", "start", "stop"], owner: "videos")
      let entry = reader.playlistEntry(at: item.location)
      report(reader.diagnostics)
      return entry
    }
  }

  private mutating func playlistEntry(at location: Location) -> Placed<Playlist.Entry>? {
    let time = "a time such as \"1:02:03\" or seconds"
    let slug = text("slug")
    let start = value("start", expected: time, ClockTime.milliseconds)
    let stop = value("stop", expected: time, ClockTime.milliseconds)
    guard !hasErrors else { return nil }
    guard let slug, !slug.value.isEmpty else {
      report(.missingKey("slug", of: "videos", at: location))
      return nil
    }
    if let stop, stop <= start ?? 0, let written = node("stop") {
      report(.invalidValue("stop", written.text ?? "", expected: "a time after start", at: written.location))
      return nil
    }
    return Placed(Playlist.Entry(slug: slug.value, start: start, stop: stop), at: slug.location)
  }
}
