/// What is heard in a rendition of sound alone, as its source says.
public struct TrackFacts: Sendable, Hashable {
  public var channels: Int
  /// BCP 47; nil where the source names none.
  public var language: String?
  /// An audio description: what is seen, told to those who do not see it.
  public var isDescription: Bool
  /// What the source calls it.
  public var title: String?

  public init(channels: Int, language: String? = nil, isDescription: Bool = false, title: String? = nil) {
    self.channels = channels
    self.language = language
    self.isDescription = isDescription
    self.title = title
  }
}

extension TrackFacts {
  /// `2 fr plain`, `1 und description Told by the author`: channels, language, kind, title.
  var text: String {
    "\(channels) \(language ?? Self.unknown) \(isDescription ? "description" : "plain")" + (title.map { " \($0)" } ?? "")
  }

  init?(text: String) {
    // Scalars are compared, not characters: a space joins with a combining mark behind it into one character.
    let parts = text.unicodeScalars.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      .map { String(String.UnicodeScalarView($0)) }
    guard parts.count >= 3, let channels = Int(parts[0]), (1...64).contains(channels), !parts[1].isEmpty,
      ["plain", "description"].contains(parts[2])
    else { return nil }
    self.init(
      channels: channels, language: parts[1] == Self.unknown ? nil : parts[1], isDescription: parts[2] == "description",
      title: parts.count > 3 ? parts[3] : nil)
  }

  /// BCP 47's word for it.
  private static let unknown = "und"
}
