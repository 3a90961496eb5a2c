/// What the name of a caption file tells: `talk.fr.vtt`, `talk.en-GB.srt`, `talk.en-orig.vtt`, `captions.de.vtt`.
struct CaptionName: Hashable {
  /// BCP 47; nil where the name tells none.
  var language: String?
  var isAutomatic = false
  var kind = Video.Caption.Kind.captions

  /// `middle` is what stands between the video's stem and the ending, without points at its ends: `fr`, `fr.forced`.
  init?(middle: some StringProtocol) {
    for part in middle.split(separator: ".") {
      let word = part.lowercased()
      switch word {
      case "forced", "sdh", "cc", "hi", "captions", "subtitles", "default": continue
      case "auto", "automatic", "asr": isAutomatic = true
      case "descriptions", "ad": kind = .descriptions
      default:
        guard language == nil, let tag = Self.language(word) else { return nil }
        language = tag.code
        isAutomatic = isAutomatic || tag.isAutomatic
      }
    }
  }

  /// yt-dlp writes what the site calls a track: `en-orig` is what was said, as a machine heard it; `fr-en` a machine's
  /// translation of it.
  private static func language(_ word: String) -> (code: String, isAutomatic: Bool)? {
    if word.hasSuffix("-orig"), let tag = LanguageTag.canonical(String(word.dropLast(5))), LanguageTag.isKnown(tag) {
      return (tag, true)
    }
    guard let tag = LanguageTag.canonical(word), LanguageTag.isKnown(tag) else { return nil }
    return (tag, false)
  }
}
