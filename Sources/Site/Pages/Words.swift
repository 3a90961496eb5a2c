import Catalog
import Diagnostics
import Templates

/// The theme's words in the language of the site, from `strings/<language>.txt`, and what is written with them: dates,
/// sizes, counts. What a language lacks is said in English.
struct Words: Sendable {
  private let words: [String: String]
  /// BCP 47.
  let language: String
  let diagnostics: [Diagnostic]

  init(files: [String: [UInt8]], language: String) {
    self.language = language
    var words: [String: String] = [:]
    var diagnostics: [Diagnostic] = []
    let tag = language.lowercased()
    let primary = String(tag.prefix { $0 != "-" })
    for (index, name) in ["en", primary, tag].enumerated() where index < 2 || name != primary {
      for path in StringsFile.paths(name) {
        guard let bytes = files[path] else { continue }
        let file = StringsFile(bytes, path: StringsFile.shownPath(path))
        for entry in file.entries { words[entry.key] = entry.text }
        diagnostics += file.diagnostics.filter { !diagnostics.contains($0) }
      }
    }
    self.words = words
    self.diagnostics = diagnostics
  }

  /// Every word by its key, for templates.
  var value: Value { .object(words.mapValues { .text($0) }) }

  /// The key itself where the theme has no such word.
  subscript(_ key: String) -> String { words[key] ?? key }

  /// nil where neither this language nor English has it.
  func written(_ key: String) -> String? { words[key] }

  /// A sentence with `{name}` places filled.
  func sentence(_ key: String, _ places: KeyValuePairs<String, String>) -> String {
    var text = self[key]
    for (name, value) in places { text.replace("{\(name)}", with: value) }
    return text
  }

  // MARK: Values in words

  /// "3 videos": from `<key>-one`, `<key>-few` ... and `<key>-other`, which stands for every form that is not there.
  func count(_ key: String, _ number: Int) -> String {
    let form = "\(key)-\(Plurals.form(number, in: language))"
    return sentence(words[form] == nil ? "\(key)-other" : form, ["n": String(number)])
  }

  /// Has the theme words in this language?
  static func exist(in language: String, _ files: [String: [UInt8]]) -> Bool {
    let tag = language.lowercased()
    return [tag, String(tag.prefix { $0 != "-" })].flatMap(StringsFile.paths).contains { files[$0] != nil }
  }

  /// "1 March 2026", in the offset that the date was written with.
  func date(_ instant: Instant) -> String {
    let fields = instant.local
    let day = fields.day == 1 ? self["day-1"] : String(fields.day)
    return sentence("date", ["day": day, "month": self["month-\(fields.month)"], "year": String(fields.year)])
  }

  /// "12.3 MB": powers of 1000, one digit after the mark below 100.
  func size(_ bytes: Int64) -> String {
    let units = self["size-units"].split(separator: " ").map(String.init)
    // No file comes near the bound, which only keeps the sums below from overflowing.
    var tenths = min(max(0, bytes), .max / 20) * 10
    var unit = 0
    while tenths >= 9995, unit < units.count - 1 {
      tenths = (tenths + 500) / 1000
      unit += 1
    }
    let whole = tenths >= 1000 || tenths % 10 == 0
    let number = whole ? String((tenths + 5) / 10) : "\(tenths / 10)\(self["decimal-mark"])\(tenths % 10)"
    return "\(number)\u{A0}\(unit < units.count ? units[unit] : "B")"
  }

  /// The name of a language in the site's language: "French"; else as its speakers write it.
  func languageName(_ tag: String) -> String {
    let primary = String(tag.prefix { $0 != "-" }).lowercased()
    return words["language-\(tag.lowercased())"] ?? words["language-\(primary)"] ?? LanguageTag.label(tag)
  }

  func categoryName(_ number: Int) -> String {
    words["category-\(number)"] ?? Category.name(number) ?? String(number)
  }
}

/// Lengths of time, which every language writes alike.
enum Clock {
  /// `3:07` or `1:02:03`, of milliseconds.
  static func text(_ milliseconds: Int64) -> String {
    let (hours, minutes, seconds) = parts(milliseconds)
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(seconds))" : "\(minutes):\(two(seconds))"
  }

  /// ISO 8601: `PT1H2M3S`.
  static func iso(_ milliseconds: Int64) -> String {
    let (hours, minutes, seconds) = parts(milliseconds)
    return "PT" + (hours > 0 ? "\(hours)H" : "") + (minutes > 0 ? "\(minutes)M" : "") + "\(seconds)S"
  }

  private static func parts(_ milliseconds: Int64) -> (Int64, Int64, Int64) {
    let seconds = (max(0, milliseconds) + 500) / 1000
    return (seconds / 3600, seconds / 60 % 60, seconds % 60)
  }

  private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
}
