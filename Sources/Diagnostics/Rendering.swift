extension Diagnostic {
  /// `path:line:column: error: what` and, indented below it, why and the next step.
  public var text: String {
    var lines = ["\(location.map { $0.description + ": " } ?? "")\(severity.rawValue): \(message)"]
    if let note { lines.append("    \(note)") }
    if let nextStep { lines.append("    next: \(nextStep)") }
    return lines.joined(separator: "\n")
  }

  /// One JSON object on one line with sorted keys; absent parts are left out.
  public var json: String {
    var fields: [(String, String)] = []
    if let column = location?.column { fields.append(("column", String(column))) }
    fields.append(("id", quoted(id)))
    if let line = location?.line { fields.append(("line", String(line))) }
    fields.append(("message", quoted(message)))
    if let nextStep { fields.append(("next", quoted(nextStep))) }
    if let note { fields.append(("note", quoted(note))) }
    if let path = location?.path { fields.append(("path", quoted(path))) }
    fields.append(("severity", quoted(severity.rawValue)))
    return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }
}

extension Location: CustomStringConvertible {
  public var description: String {
    ([path] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
  }
}

/// A JSON string literal (RFC 8259, section 7).
private func quoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case "\r": out += "\\r"
    case "\t": out += "\\t"
    case _ where scalar.value < 0x20:
      let hex = String(scalar.value, radix: 16)
      out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}
