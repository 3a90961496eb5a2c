/// What of an HTTP request is signed: its first line and its headers (draft-cavage-http-signatures-12).
public struct SignedRequest: Sendable {
  /// `GET`, `POST`.
  public var method: String
  /// Path and query, as they stand in the request: `/inbox?a=b`.
  public var target: String
  /// In the order of the request; names in any case.
  public var headers: [(name: String, value: String)]
  /// nil where there is none.
  public var body: [UInt8]?

  public init(method: String, target: String, headers: [(name: String, value: String)], body: [UInt8]? = nil) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
  }

  /// All values of a header, joined as section 2.3 says; nil where there is none.
  func value(_ name: String) -> String? {
    let values = headers.filter { $0.name.lowercased() == name }.map { Self.trimmed($0.value) }
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }

  /// What the signature is made over (section 2.3); nil where a named header is missing.
  func signingString(_ names: [String]) -> String? {
    var lines: [String] = []
    for name in names {
      if name == "(request-target)" {
        lines.append("\(name): \(method.lowercased()) \(target)")
      } else if let value = value(name) {
        lines.append("\(name): \(value)")
      } else {
        return nil
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func trimmed(_ text: String) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}
