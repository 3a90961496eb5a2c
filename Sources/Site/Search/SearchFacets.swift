import Catalog
import Facts

/// What a search can be narrowed to: each value with the videos that have it.
struct SearchFacets {
  /// Channel names, language codes, years, lengths; each with the numbers of its videos, the oldest first.
  private(set) var channels: [String: [Int]] = [:]
  private(set) var languages: [String: [Int]] = [:]
  private(set) var years: [String: [Int]] = [:]
  private(set) var lengths: [String: [Int]] = [:]

  enum Length: String, CaseIterable {
    case short, medium, long

    /// - Parameter milliseconds: less than 5 minutes, up to 20, more.
    init(_ milliseconds: Int64) {
      self = milliseconds < 300_000 ? .short : milliseconds <= 1_200_000 ? .medium : .long
    }
  }

  /// - Parameter videos: the oldest first.
  init(_ videos: [Video]) {
    for (number, video) in videos.enumerated() {
      channels[video.channel, default: []].append(number)
      if let language = Self.language(video) { languages[language, default: []].append(number) }
      years[String(video.date.local.year), default: []].append(number)
      lengths[Length(video.facts.source.duration).rawValue, default: []].append(number)
    }
  }

  /// `fr` of `fr-CA`.
  private static func language(_ video: Video) -> String? {
    video.language.map { $0.prefix { $0 != "-" }.lowercased() }
  }

  var kinds: [(name: String, values: [String: [Int]])] {
    [("channel", channels), ("language", languages), ("length", lengths), ("year", years)]
  }
}
