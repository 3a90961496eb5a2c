/// What a template is fed with: a tree of plain values.
///
/// An object is the only thing that declares names. A name that must exist but has nothing to say is declared `.absent`.
public enum Value: Sendable, Hashable {
  /// Declared, without a value: false in sections, nothing where it is printed.
  case absent
  case bool(Bool)
  case number(Int64)
  /// Plain text: escaped where it is printed with two braces.
  case text(String)
  /// Markup that is safe already: printed as it is.
  case html(String)
  case list([Value])
  case object([String: Value])

  /// `.absent` for nil.
  public static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .absent }
  public static func optional(_ number: (some BinaryInteger)?) -> Value { number.map { .number(Int64($0)) } ?? .absent }

  /// Does a section of it show its body? Absent, false, empty text and empty lists do not; every number does.
  public var isTrue: Bool {
    switch self {
    case .absent: false
    case .bool(let flag): flag
    case .number, .object: true
    case .text(let text), .html(let text): !text.isEmpty
    case .list(let items): !items.isEmpty
    }
  }

  /// For messages: "a list".
  var kind: String {
    switch self {
    case .absent: "nothing"
    case .bool: "true or false"
    case .number: "a number"
    case .text: "a text"
    case .html: "markup"
    case .list: "a list"
    case .object: "an object"
    }
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .text(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .number(value) }
  public init(arrayLiteral elements: Value...) { self = .list(elements) }
  /// Of two equal names the last one counts.
  public init(dictionaryLiteral elements: (String, Value)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
  }
}
