/// What the name of a caption file tells, as yt-dlp, Plex, Kodi and people write it: `talk.fr.vtt`, `talk.en-GB.srt`,
/// `talk.en-orig.vtt`, `talk.forced.fr.srt`, `talk.English.sdh.srt`, `captions.de.vtt`.
struct CaptionName: Hashable {
  /// Which of two files in one language is taken, the better one first.
  enum Extent: Int, Hashable, Comparable {
    /// With sounds and speakers, for those who do not hear: what WCAG 1.2.2 calls captions.
    case full
    case speech
    /// Only what is said in another language than the rest.
    case foreignParts

    static func < (a: Extent, b: Extent) -> Bool { a.rawValue < b.rawValue }
  }

  /// BCP 47; nil where the name tells none.
  var language: String?
  var isAutomatic = false
  var kind = Video.Caption.Kind.captions
  var extent = Extent.speech
  /// They are no captions: `talk.chapters.vtt`.
  var isChapters = false

  init(language: String?) { self.language = language }

  /// nil where the words tell something else.
  ///
  /// - Parameter middle: what stands between the video's stem and the ending, without points at its ends: `fr`, `fr.forced`.
  init?(middle: some StringProtocol) {
    let parts = String(middle).split(separator: ".")
    for (index, part) in parts.enumerated() {
      switch part.lowercased() {
      case "captions", "subtitles", "subs", "default", "": continue
      case "chapters": isChapters = true
      case "sdh", "cc": extent = .full
      // Hindi, unless another word is a language.
      case "hi" where parts.indices.contains { $0 != index && Self.language(parts[$0]) != nil }: extent = .full
      case "forced", "foreign": extent = .foreignParts
      case "auto", "automatic", "asr": isAutomatic = true
      case "descriptions", "ad": kind = .descriptions
      default:
        guard language == nil, let tag = Self.language(part) else { return nil }
        language = tag.code
        isAutomatic = isAutomatic || tag.isAutomatic
      }
    }
  }

  /// yt-dlp writes what the site calls a track: `en-orig` is what was said, as a machine heard it; `fr-en` a machine's
  /// translation of it.
  private static func language(_ word: Substring) -> (code: String, isAutomatic: Bool)? {
    if let code = LanguageTag.named(String(word)) { return (code, false) }
    if word.lowercased().hasSuffix("-orig"), let tag = known(word.dropLast(5)) { return (tag, true) }
    let parts = word.split(separator: "-")
    if parts.count > 1, let last = parts.dropFirst().first, sources.contains(String(last)), let tag = known(parts[0]) {
      return (tag, true)
    }
    return known(word).map { ($0, false) }
  }

  private static func known(_ word: Substring) -> String? {
    guard let tag = LanguageTag.canonical(String(word)), LanguageTag.isKnown(tag) else { return nil }
    return tag
  }

  /// Languages that machines translate from and that no country has as its code: `en-in` is the English of India.
  private static let sources: Set<String> = ["en", "ja", "ko", "zh", "cs", "da", "el", "fa", "hi", "iw", "ur"]
}
