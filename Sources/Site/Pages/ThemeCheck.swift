import Diagnostics
import Templates

/// What in a project's own `templates/` changes nothing: names of files and of words that nobody asks for.
struct ThemeCheck {
  private(set) var diagnostics: [Diagnostic] = []

  init(_ input: SiteInput, _ templates: TemplateSet) {
    if input.ownFiles.isEmpty { return }
    let theme = input.themeFiles.sorted()
    let called = templates.calledFiles.union(Pages.templates.map { $0 + ".html" })
    let written = templates.writtenNames
    for path in input.ownFiles.subtracting(input.themeFiles).sorted() {
      guard !Self.isUsed(path, input, called: called, written: written) else { continue }
      let near = nearestPath(path, among: theme)
      // A file that is like none of the theme's may be a note of its author.
      if near == nil, !path.hasSuffix(".html"), !path.hasPrefix("assets/") { continue }
      diagnostics.append(.templateUnused(at: Location("templates/" + path), suggestion: near))
    }
    checkWords(input, written)
  }

  private static func isUsed(_ path: String, _ input: SiteInput, called: Set<String>, written: Set<String>) -> Bool {
    if path.hasSuffix(".html") { return called.contains(path) }
    if path.hasPrefix("strings/"), path.hasSuffix(".txt") {
      let tag = path.dropFirst("strings/".count).dropLast(".txt".count)
      return tag.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }
    guard path.hasPrefix("assets/") else { return false }
    let name = String(path.dropFirst("assets/".count))
    if written.contains("assets." + name) { return true }
    let needle = Array(name.utf8)
    return input.assets.contains { asset in
      asset.key != name && (asset.key.hasSuffix(".css") || asset.key.hasSuffix(".js")) && asset.value.contains(needle)
    }
  }

  /// `videos-few`, where English has `videos-other`.
  private static func isPluralForm(_ key: String, of known: [String]) -> Bool {
    guard let dash = key.lastIndex(of: "-"), Plurals.forms.contains(String(key[key.index(after: dash)...])) else {
      return false
    }
    return known.contains(key[..<dash] + "-other")
  }

  private mutating func checkWords(_ input: SiteInput, _ written: Set<String>) {
    let own = input.templates.filter { $0.key.hasPrefix(StringsFile.ownFolder) }.sorted { $0.key < $1.key }
    guard !own.isEmpty, let base = input.templates["strings/en.txt"] else { return }
    let known = StringsFile(base, path: "").entries.map(\.key)
    // `{{t.key}}`, or `{{key}}` within `{{#t}}`.
    let used = Set(written.map { name in name.split(separator: ".").last.map(String.init) ?? name })
    for (path, bytes) in own {
      let shown = StringsFile.shownPath(path)
      for entry in StringsFile(bytes, path: shown).entries {
        // There are more languages than the theme names.
        if known.contains(entry.key) || used.contains(entry.key) || entry.key.hasPrefix("language-") { continue }
        if Self.isPluralForm(entry.key, of: known) { continue }
        diagnostics.append(
          .stringsKeyUnknown(
            at: Location(shown, line: entry.line), key: entry.key, suggestion: nearest(entry.key, among: known)))
      }
    }
  }
}
