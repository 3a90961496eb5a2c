import Diagnostics

/// The words of one language as a file holds them: lines of `key: text`.
struct StringsFile {
  struct Entry {
    var key: String
    var text: String
    var line: Int
  }

  /// In the order written.
  private(set) var entries: [Entry] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameter path: as diagnostics name it.
  init(_ bytes: [UInt8], path: String) {
    var lines: [String: Int] = [:]
    // By bytes: to Swift, CR and LF together are one character. An editor of Windows writes them, and a mark before the text.
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    for (index, slice) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      let line = String(decoding: slice.last == UInt8(ascii: "\r") ? slice.dropLast() : slice, as: UTF8.self)
      if line.isEmpty || line.hasPrefix("#") { continue }
      let location = Location(path, line: index + 1)
      guard let separator = line.firstRange(of: ": "), separator.lowerBound > line.startIndex else {
        diagnostics.append(.stringsLineInvalid(at: location))
        continue
      }
      let key = String(line[..<separator.lowerBound])
      if let first = lines[key] { diagnostics.append(.stringsKeyTwice(at: location, key: key, first: first)) }
      lines[key] = index + 1
      entries.append(Entry(key: key, text: String(line[separator.upperBound...]), line: index + 1))
    }
  }

  /// What a project's own file of words is called among the templates: no path below a folder begins so. It holds the words
  /// that differ from the theme's, so it stands beside the theme's file and does not replace it.
  static let ownFolder = "/strings/"

  /// The files that hold the words of a language, the later over the earlier.
  static func paths(_ name: String) -> [String] { ["strings/\(name).txt", "\(ownFolder)\(name).txt"] }

  /// `strings/fr.txt` of either.
  static func shownPath(_ path: String) -> String {
    "templates/" + (path.hasPrefix("/") ? String(path.dropFirst()) : path)
  }
}
