internal import Diagnostics
internal import Yams

/// YAML that stands in a file from some line on. The only file that knows Yams.
///
/// Bounds: the depth and number of values that a document may have after its aliases are put in, so that ten lines of
/// aliases of aliases do not become a billion values.
struct YAMLDocument {
  static let maximumBytes = 262_144
  static let maximumDepth = 32
  static let maximumValues = 20_000
  static let maximumAliases = 32

  let path: String
  /// Of the file, from 1.
  let firstLine: Int
  private let text: String
  private let lines: [Substring]

  init(_ text: String, path: String, firstLine: Int = 1) {
    self.text = text
    self.path = path
    self.firstLine = firstLine
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// nil where the document is empty.
  func read() throws(Rejection) -> YAMLNode? {
    guard text.utf8.count <= Self.maximumBytes else {
      throw Rejection(
        .yamlTooLarge("\(Self.maximumBytes / 1024) kB of keys", at: Location(path, line: firstLine, column: 1)))
    }
    // Comparing keys expands aliases inside Yams, before our own count: so their number is bounded first.
    guard !text.utf8.contains(UInt8(ascii: "&")) || aliasCount <= Self.maximumAliases else {
      throw Rejection(.yamlTooLarge("\(Self.maximumAliases) aliases", at: Location(path, line: firstLine, column: 1)))
    }
    do {
      // Without rules for implicit types: they are ours (YAMLNode), and Yams finds them by regular expressions.
      guard let root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot() else { return nil }
      var budget = Self.maximumValues
      return try convert(root, depth: Self.maximumDepth, budget: &budget)
    } catch let rejection as Rejection {
      throw rejection
    } catch let error as YamlError {
      throw Rejection(diagnostic(for: error))
    } catch {
      throw Rejection(.invalidYAML("it cannot be read", at: Location(path, line: firstLine, column: 1)))
    }
  }

  /// The one diagnostic that a document ends with which cannot be read at all.
  struct Rejection: Error {
    var diagnostic: Diagnostic
    init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
  }

  /// Letters that can only be aliases where there are anchors: `*name` after a space or a bracket.
  private var aliasCount: Int {
    var count = 0
    var previous = UInt8(ascii: " ")
    var isStar = false
    for byte in text.utf8 {
      if isStar, byte > 0x20, byte != UInt8(ascii: "*") { count += 1 }
      isStar = byte == UInt8(ascii: "*") && (previous <= 0x20 || " [{,?:-".utf8.contains(previous))
      previous = byte
    }
    return count
  }

  private func convert(_ node: Node, depth: Int, budget: inout Int) throws(Rejection) -> YAMLNode {
    let location = location(node.mark)
    guard depth > 0 else { throw Rejection(.yamlTooLarge("\(Self.maximumDepth) levels", at: location)) }
    budget -= 1
    guard budget > 0 else { throw Rejection(.yamlTooLarge("\(Self.maximumValues) values", at: location)) }
    switch node {
    case .scalar(let scalar):
      return YAMLNode(content: .scalar(scalar.string, isPlain: scalar.style == .plain), location: location)
    case .sequence(let items):
      var list: [YAMLNode] = []
      for item in items { list.append(try convert(item, depth: depth - 1, budget: &budget)) }
      return YAMLNode(content: .list(list), location: location)
    case .mapping(let pairs):
      var map: [(key: YAMLNode, value: YAMLNode)] = []
      for (key, value) in pairs {
        map.append(
          (
            try convert(key, depth: depth - 1, budget: &budget), try convert(value, depth: depth - 1, budget: &budget)
          ))
      }
      return YAMLNode(content: .map(map), location: location)
    case .alias:
      throw Rejection(.invalidYAML("an alias that leads nowhere", at: location))
    }
  }

  // MARK: Places

  /// libyaml counts lines and columns of the block in characters; people's editors count those of the file in bytes.
  private func location(_ mark: Mark?) -> Location {
    guard let mark else { return Location(path, line: firstLine, column: 1) }
    return location(line: mark.line, column: mark.column)
  }

  private func location(line: Int, column: Int) -> Location {
    let index = max(0, min(line, lines.count) - 1)
    let content = lines.isEmpty ? "" : lines[index]
    let before = content.unicodeScalars.prefix(max(0, column - 1))
    let bytes = before.reduce(0) { $0 + UTF8.width($1) }
    return Location(path, line: firstLine + max(0, line - 1), column: bytes + 1)
  }

  private func diagnostic(for error: YamlError) -> Diagnostic {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let text = [context?.text, problem].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
      return .invalidYAML(text, at: location(mark))
    case .reader(let problem, _, _, _):
      return .invalidYAML(problem, at: firstControlCharacter)
    case .duplicatedKeysInMapping(let keys, let context):
      let key = keys.first ?? ""
      return .duplicateKey(
        key, firstLine: firstLine + context.mark.line - 1, at: secondPlace(of: key, after: context.mark))
    default:
      return .invalidYAML("it cannot be read", at: Location(path, line: firstLine, column: 1))
    }
  }

  /// Yams tells where the first of two equal keys stands.
  private func secondPlace(of key: String, after first: Mark) -> Location {
    for (index, line) in lines.enumerated() where index >= first.line {
      let content = line.drop { $0 == " " || $0 == "\"" || $0 == "'" || $0 == "-" }
      guard content.hasPrefix(key) else { continue }
      let rest = content.dropFirst(key.count).drop { $0 == "\"" || $0 == "'" || $0 == " " }
      if rest.first == ":" {
        return location(line: index + 1, column: line.unicodeScalars.count - content.unicodeScalars.count + 1)
      }
    }
    return location(first)
  }

  /// What libyaml's reader refuses: control characters other than tab and line ends.
  private var firstControlCharacter: Location {
    for (index, line) in lines.enumerated() {
      for (column, scalar) in line.unicodeScalars.enumerated() {
        let isControl = scalar.value < 0x20 && scalar != "\t" && scalar != "\r"
        if isControl || (0x7F...0x9F).contains(scalar.value) && scalar.value != 0x85 {
          return location(line: index + 1, column: column + 1)
        }
      }
    }
    return Location(path, line: firstLine, column: 1)
  }
}
