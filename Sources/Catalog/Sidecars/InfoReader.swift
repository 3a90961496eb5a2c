internal import Diagnostics
internal import JSON

/// yt-dlp's `.info.json` (contracts/site.md 2.2). "None is equivalent to absence", and so is a value of another type.
extension VideoInfo {
  /// Files with all formats, comments and heat maps reach some megabytes.
  static let fileLimit = 20_000_000

  /// Texts and lists are cut where they are longer than any page shows.
  private static let maximumText = 100_000
  private static let maximumItems = 1000

  init(_ bytes: [UInt8], zone: TimeZoneRules) throws(JSONError) {
    let json = try JSON(bytes, limit: Self.fileLimit, depth: 64)
    title = json.line("title")
    description = json["description"]?.text.map { Self.cut($0) }.flatMap { $0.isEmpty ? nil : $0 }
    date = Self.date(json, zone)
    tags = json.lines("tags")
    authors = ["creators", "artists", "cast"].map { json.lines($0) }.first { !$0.isEmpty } ?? []
    if authors.isEmpty, let one = json.line("creator") ?? json.line("channel") ?? json.line("uploader") {
      authors = [one]
    }
    language = json.line("language").flatMap(LanguageTag.canonical)
    licence = json.line("license").flatMap(Self.licence)
    chapters = (json["chapters"]?.array ?? []).prefix(Self.maximumItems).compactMap(Self.chapter)
    webpageURL = json.line("webpage_url").flatMap { WebAddress.isAbsolute($0, schemes: ["http", "https"]) ? $0 : nil }
    location = json.line("location")
    series = json.line("series")
    season = json.number("season_number", 0...100_000)
    episode = json.number("episode_number", 0...1_000_000)
    ageLimit = json.number("age_limit", 0...150) ?? 0
    switch json.line("availability") {
    case "unlisted": privacy = .unlisted
    case "private", "premium_only", "subscriber_only", "needs_auth": privacy = .draft
    default: break
    }
  }

  /// `timestamp` is the moment, `upload_date` its day in UTC.
  private static func date(_ json: JSON, _ zone: TimeZoneRules) -> Instant? {
    if let seconds = json["timestamp"]?.double, seconds > 0, seconds < 100_000_000_000 {
      return zone.instant(seconds: Int64(seconds))
    }
    guard let day = json.line("upload_date"), day.utf8.count == 8 else { return nil }
    let digits = Array(day)
    return Instant(written: "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))", in: .utc)
  }

  private static func chapter(_ json: JSON) -> Video.Chapter? {
    guard let start = json["start_time"]?.double, start >= 0, start < 10_000_000, let title = json.line("title") else {
      return nil
    }
    return Video.Chapter(start: Int64((start * 1000).rounded()), title: title)
  }

  /// YouTube's words for CC BY, else a name that we know, else the words themselves.
  private static func licence(_ text: String) -> Licence? {
    if text.hasPrefix("Creative Commons Attribution license") { return Licence(written: "CC-BY-3.0") }
    return Licence(written: text) ?? Licence(name: String(text.prefix(200)), spdx: nil, peertube: nil, url: nil)
  }

  private static func cut(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(maximumText)))
  }

  fileprivate static func line(_ text: String) -> String? {
    let line = PlainText.oneLine(cut(text))
    return line.isEmpty ? nil : line
  }

  fileprivate static func lines(_ texts: [JSON]) -> [String] {
    var seen: Set<String> = []
    return texts.prefix(maximumItems).compactMap { $0.text.flatMap(line) }.filter { seen.insert($0).inserted }
  }
}

extension JSON {
  fileprivate func line(_ key: String) -> String? { self[key]?.text.flatMap(VideoInfo.line) }
  fileprivate func lines(_ key: String) -> [String] { VideoInfo.lines(self[key]?.array ?? []) }

  fileprivate func number(_ key: String, _ range: ClosedRange<Int>) -> Int? {
    guard let value = self[key]?.double, value >= Double(range.lowerBound), value <= Double(range.upperBound) else {
      return nil
    }
    return Int(value)
  }
}
