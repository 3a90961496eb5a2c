internal import Diagnostics

/// A text file with YAML between two lines `---` at its start, and CommonMark below.
struct FrontMatter {
  /// nil where there is none, or an empty one.
  var keys: YAMLNode?
  var body: String
  var diagnostics: [Diagnostic]

  static let fileLimit = 1_048_576

  init(_ bytes: [UInt8], path: String) {
    (keys, body, diagnostics) = (nil, "", [])
    let text: String
    switch PlainText.decoded(bytes) {
    case .success(let decoded): text = decoded
    case .failure(let error):
      diagnostics = [.notUTF8(line: error.line, at: Location(path))]
      return
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, Self.isFence(first) else {
      body = PlainText.withoutControls(text)
      return
    }
    guard let end = lines.dropFirst().firstIndex(where: Self.isFence) else {
      diagnostics = [.frontMatterWithoutEnd(at: Location(path, line: 1, column: 1))]
      return
    }
    body = PlainText.withoutControls(lines[(end + 1)...].joined(separator: "\n"))
    do {
      keys = try YAMLDocument(lines[1..<end].joined(separator: "\n"), path: path, firstLine: 2).read()
    } catch {
      diagnostics = [error.diagnostic]
    }
  }

  private static func isFence(_ line: Substring) -> Bool {
    guard line.hasPrefix("---") else { return false }
    return line.dropFirst(3).allSatisfy { $0 == " " || $0 == "\t" }
  }
}
