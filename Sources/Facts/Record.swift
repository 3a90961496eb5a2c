/// An ordered list of `key: value` lines: the text form of facts and of what the programs say to each other.
///
/// A line ends with `\n`. In a value, `\` `\n` and `\r` are written `\\` `\n` `\r` with a backslash, so that one value is
/// always one line. Keys are ASCII letters, digits, `-`, `.`; they may repeat.
public struct Record: Sendable, Hashable {
  public struct Field: Sendable, Hashable {
    public var key: String
    public var value: String

    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  public var fields: [Field] = []

  public init() {}

  public mutating func add(_ key: String, _ value: String) { fields.append(Field(key: key, value: value)) }
  public mutating func add(_ key: String, _ value: some BinaryInteger) { add(key, String(value)) }

  /// The first value of a key.
  public subscript(_ key: String) -> String? { fields.first { $0.key == key }?.value }
  public func all(_ key: String) -> [String] { fields.filter { $0.key == key }.map(\.value) }
  public func integer(_ key: String) -> Int64? { self[key].flatMap { Int64($0) } }

  /// The lines, each ended with `\n`, without an empty line after them.
  public var text: String {
    fields.map { "\($0.key): \(Self.escape($0.value))\n" }.joined()
  }

  /// nil where a line has no `: ` or an unknown escape.
  ///
  /// Scalars are compared, not characters: a space joins with a combining mark behind it into one character.
  public init?(text: some StringProtocol) {
    for line in text.unicodeScalars.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...]
      guard value.first == " ", let text = Self.unescape(value.dropFirst()) else { return nil }
      add(String(String.UnicodeScalarView(line[..<colon])), text)
    }
  }

  private static func escape(_ value: String) -> String {
    var out = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static func unescape(_ value: some Sequence<Unicode.Scalar>) -> String? {
    var out = String.UnicodeScalarView()
    var scalars = value.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\" else {
        out.append(scalar)
        continue
      }
      switch scalars.next() {
      case "\\": out.append("\\")
      case "n": out.append("\n")
      case "r": out.append("\r")
      default: return nil
      }
    }
    return String(out)
  }
}
