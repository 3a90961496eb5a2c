internal import Diagnostics

/// The texts of one folder by what they are about: `<stem>.md`, and beside it `<stem>.<language>.md` for each further
/// language of the site.
struct TextFiles {
  struct Texts {
    /// Without a language in its name, or in the site's first; nil where only further ones are there.
    var main: ContentEntry?
    /// In the order of the site's languages; in its first one where `main` is in another.
    var translations: [(language: String, file: ContentEntry)] = []
  }

  private(set) var byStem: [String: Texts] = [:]
  /// As they come in the folder.
  private(set) var stems: [String] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - files: of the folder, sorted; only those that end in `.md` count.
  ///   - languages: of the site, its first one first.
  ///   - isOwner: is there something of exactly this name that a text belongs to? `talk.fr.mp4` owns `talk.fr.md`.
  ///   - shown: where a path lies for the user.
  init(_ files: [ContentEntry], languages: [String], isOwner: (String) -> Bool, shown: (String) -> Location) {
    let texts = files.filter { FileName.ending($0.path) == "md" }.map { (stem: Self.stem($0), file: $0) }
    let written = Set(texts.map(\.stem))
    var translated: [String: [String: ContentEntry]] = [:]
    for (stem, file) in texts {
      guard !isOwner(stem), let (base, tag) = Self.split(stem) else {
        add(stem, main: file)
        continue
      }
      if languages.contains(tag) {
        note(base)
        translated[base, default: [:]][tag] = file
      } else if LanguageTag.isKnown(tag), isOwner(base) || written.contains(base) {
        diagnostics.append(.undeclaredLanguage(tag, known: languages, at: shown(file.path)))
      } else {
        add(stem, main: file)
      }
    }
    for base in stems {
      for language in languages {
        guard let file = translated[base]?[language] else { continue }
        if language == languages.first, byStem[base]?.main == nil {
          byStem[base, default: Texts()].main = file
        } else {
          byStem[base, default: Texts()].translations.append((language, file))
        }
      }
      if byStem[base]?.main == nil, !isOwner(base), let first = byStem[base]?.translations.first {
        diagnostics.append(.translationWithoutOriginal(base + ".md", at: shown(first.file.path)))
        byStem[base] = nil
      }
    }
    stems.removeAll { byStem[$0] == nil }
  }

  private mutating func add(_ stem: String, main file: ContentEntry) {
    note(stem)
    byStem[stem, default: Texts()].main = file
  }

  private mutating func note(_ stem: String) {
    if !stems.contains(stem) { stems.append(stem) }
  }

  /// Texts about a folder are found in any case of their letters.
  private static func stem(_ file: ContentEntry) -> String {
    let stem = FileName.stem(FileName.last(file.path))
    let lower = stem.lowercased()
    return aboutTheFolder.contains { lower == $0 || lower.hasPrefix($0 + ".") } ? lower : stem
  }

  /// `talk.fr` is about `talk`, in French.
  private static func split(_ stem: String) -> (base: String, language: String)? {
    guard let point = stem.lastIndex(of: "."), point != stem.startIndex,
      let tag = LanguageTag.canonical(String(stem[stem.index(after: point)...]))
    else { return nil }
    return (String(stem[..<point]), tag)
  }

  /// Texts that lie in folders for other reasons than a video.
  static let aboutTheFolder: Set<String> = [
    "channel", "index", "readme", "license", "licence", "changelog", "contributing",
  ]
}
