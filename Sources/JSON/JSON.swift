/// A JSON value (RFC 8259). The one form in which all JSON of a site is built and read: no Foundation, no reflection.
public enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// Written in the shortest form that reads back the same; not a number and infinity are written as `null`.
  case double(Double)
  case string(String)
  case array([JSON])
  /// Written with its keys sorted by their UTF-8 bytes.
  case object([String: JSON])
}

extension JSON {
  /// An object without the keys whose value is nil, as most documents leave out what they do not know.
  public static func object(present fields: KeyValuePairs<String, JSON?>) -> JSON {
    var object: [String: JSON] = [:]
    for case let (key, value?) in fields { object[key] = value }
    return .object(object)
  }

  /// An array of strings.
  public static func strings(_ texts: some Sequence<String>) -> JSON { .array(texts.map(JSON.string)) }

  /// The value of a key; nil where there is none or this is no object.
  public subscript(_ key: String) -> JSON? {
    if case .object(let fields) = self { fields[key] } else { nil }
  }

  public var text: String? { if case .string(let value) = self { value } else { nil } }
  public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
  public var object: [String: JSON]? { if case .object(let value) = self { value } else { nil } }
  /// Of an integer as well.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// Of two equal keys the last one holds.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}
