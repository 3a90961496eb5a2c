extension Diagnostic {
  /// `path:line:column: error: what` and, indented below it, why and the next step.
  public var text: String {
    var lines = ["\(location.map { $0.description + ": " } ?? "")\(severity.rawValue): \(message)"]
    if let note { lines.append("    \(note)") }
    if let nextStep { lines.append("    next: \(nextStep)") }
    return lines.joined(separator: "\n")
  }
}

extension Location: CustomStringConvertible {
  public var description: String {
    ([path] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
  }
}
