internal import Diagnostics

/// The first table of the design: the front matter of a video.
extension VideoFrontMatter {
  static let keys = [
    "title", "slug", "date", "updated", "originally_published", "expires", "description", "tags", "authors", "category",
    "language", "licence", "sensitive", "privacy", "chapters", "captions", "poster", "series", "season", "episode",
    "channel", "location", "source_url", "support", "renditions", "downloads", "aliases", "uuid", "extra",
  ]

  /// What could be read, and everything that is wrong with it.
  static func read(_ node: YAMLNode?, zone: TimeZoneRules) -> (VideoFrontMatter, [Diagnostic]) {
    var reader = KeyReader(node, keys: keys)
    var out = VideoFrontMatter()
    out.title = reader.title()
    out.slug = reader.slug()
    out.date = reader.date("date", in: zone)
    out.updated = reader.date("updated", in: zone)
    out.originallyPublished = reader.date("originally_published", in: zone)
    out.expires = reader.date("expires", in: zone)
    out.description = reader.text("description")?.value
    out.tags = reader.texts("tags")?.map(\.value)
    out.authors = reader.texts("authors")?.map(\.value)
    out.category = reader.category()
    out.language = reader.language()
    out.licence = reader.licence()
    out.sensitive = reader.sensitivity()
    out.privacy = reader.choice("privacy", Video.Privacy.self)
    out.chapters = reader.chapters()
    out.captions = reader.captions()
    out.poster = reader.poster()
    out.series = reader.text("series")?.value
    out.season = reader.integer("season", 0...100_000)
    out.episode = reader.integer("episode", 0...1_000_000)
    out.channel = reader.text("channel")
    out.location = reader.text("location")?.value
    out.sourceURL = reader.url("source_url")
    out.support = reader.text("support")?.value
    out.renditions = reader.renditions()
    out.downloads = reader.bool("downloads")
    out.aliases = reader.aliases()
    out.uuid = reader.uuid()
    reader.extra()
    return (out, reader.diagnostics)
  }
}

extension KeyReader {
  /// 1 to 500 characters; outside 3 to 120 PeerTube refuses the video (contracts/activitypub.md 1.1).
  mutating func title() -> Placed<String>? {
    guard let node = node("title") else {
      return nil
    }
    guard let title = text("title") else { return nil }
    let count = PlainText.isVisible(title.value) ? title.value.unicodeScalars.count : 0
    guard (1...500).contains(count) else {
      report(.titleLength(count, at: node.location))
      return nil
    }
    return title
  }

  mutating func slug() -> Placed<String>? {
    guard let text = text("slug") else { return nil }
    if Slug.isValid(text.value) { return text }
    report(
      .invalidValue(
        "slug", text.value, expected: "1 to \(Slug.maximumBytes) of the letters a-z, digits and -",
        suggestion: Slug.make(text.value), at: text.location))
    return nil
  }

  /// `true`, `false`, or the reason.
  mutating func sensitivity() -> Video.Sensitivity? {
    guard let node = node("sensitive") else { return nil }
    if let bool = node.bool { return bool ? .yes(reason: nil) : .no }
    return text("sensitive").map { .yes(reason: $0.value) }
  }

  mutating func chapters() -> [Placed<Video.Chapter>]? {
    guard node("chapters") != nil else { return nil }
    var chapters: [Placed<Video.Chapter>] = []
    for case (var reader, let location) in maps("chapters", keys: ["at", "title"]) {
      let start = reader.value("at", expected: "a time such as \"1:02:03\" or seconds", ClockTime.milliseconds)
      let title = reader.text("title")?.value
      if !reader.hasErrors {
        if let start, let title {
          chapters.append(Placed(Video.Chapter(start: start, title: title), at: location))
        } else {
          let missing = start == nil ? "at" : "title"
          reader.report(.missingKey(missing, of: "chapters", at: location))
        }
      }
      report(reader.diagnostics)
    }
    return chapters
  }

  mutating func captions() -> [VideoFrontMatter.CaptionEntry]? {
    guard node("captions") != nil else { return nil }
    var entries: [VideoFrontMatter.CaptionEntry] = []
    for case (var reader, let location) in maps("captions", keys: ["file", "language", "label", "kind", "automatic"]) {
      let file = reader.text("file")
      let language = reader.language()
      let label = reader.text("label")?.value
      let kind = reader.choice("kind", Video.Caption.Kind.self)
      let isAutomatic = reader.bool("automatic")
      if !reader.hasErrors {
        if let file, let language {
          entries.append(
            .init(
              file: file, language: language, label: label, kind: kind ?? .captions, isAutomatic: isAutomatic ?? false))
        } else {
          reader.report(.missingKey(file == nil ? "file" : "language", of: "captions", at: location))
        }
      }
      report(reader.diagnostics)
    }
    return entries
  }

  /// A time in the video, or a file.
  mutating func poster() -> VideoFrontMatter.PosterEntry? {
    guard let text = text("poster") else { return nil }
    if let time = ClockTime.milliseconds(text.value) { return .time(time) }
    return .file(text)
  }

  /// Old paths below the site's root, without `/` at the start, with one at the end unless they name a file.
  mutating func aliases() -> [String]? {
    guard let texts = texts("aliases") else { return nil }
    var out: [String] = []
    for text in texts {
      let segments = FileName.parts(text.value)
      let isClean = text.value.utf8.allSatisfy { $0 > 0x20 && !"\\?#:%\"<>|*".utf8.contains($0) }
      guard isClean, !segments.isEmpty, !segments.contains(where: { $0.hasPrefix(".") }), text.value.utf8.count <= 500
      else {
        report(
          .invalidValue(
            "aliases", text.value, expected: "paths below the site, such as old/page/", at: text.location))
        continue
      }
      var path = segments.joined(separator: "/")
      if path.hasSuffix("/index.html") { path.removeLast("index.html".count) }
      let isFile = path.hasSuffix(".html") || path.hasSuffix(".htm")
      if !isFile, !path.hasSuffix("/") { path += "/" }
      if !out.contains(path) { out.append(path) }
    }
    return out
  }

  mutating func uuid() -> Placed<String>? {
    guard let text = text("uuid") else { return nil }
    if let uuid = UUIDText.version4(text.value) { return Placed(uuid, at: text.location) }
    report(
      .invalidValue(
        "uuid", text.value, expected: "a UUID of version 4, or leave it to Bobine to make one", at: text.location))
    return nil
  }
}

/// Times in a video as people write them.
enum ClockTime {
  /// `90`, `90.5`, `1:30`, `1:02:03.250` in milliseconds; nil for anything else, or beyond 1000 hours.
  static func milliseconds(_ text: String) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), let last = parts.last else { return nil }
    var total: Int64 = 0
    for (index, part) in parts.dropLast().enumerated() {
      guard let value = digits(part), index == 0 || value < 60 else { return nil }
      total = total * 60 + value
    }
    let seconds = last.split(separator: ".", omittingEmptySubsequences: false)
    guard seconds.count <= 2, let whole = digits(seconds[0]), parts.count == 1 || whole < 60 else { return nil }
    total = total * 60 + whole
    guard total <= 3_600_000 else { return nil }
    guard seconds.count == 2 else { return total * 1000 }
    guard !seconds[1].isEmpty, seconds[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let fraction = (String(seconds[1]) + "00").prefix(3)
    return total * 1000 + (digits(fraction) ?? 0)
  }

  private static func digits(_ text: some StringProtocol) -> Int64? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(text)
  }
}
