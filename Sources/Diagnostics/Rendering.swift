extension Diagnostic {
  /// `path:line:column: error: what` and, indented below it, why and the next step.
  public var text: String {
    let place = location.map { shownText($0.description) + ": " } ?? ""
    var lines = ["\(place)\(severity.rawValue): \(shownText(message))"]
    // What another program said may have several lines.
    for below in [note, nextStep.map { "next: " + $0 }] {
      if let below { lines.append("    " + shownText(below, keepingLines: true).replacing("\n", with: "\n    ")) }
    }
    return lines.joined(separator: "\n")
  }
}

/// A text as a terminal may show it: what would move the cursor, begin a line that is none of ours, or turn the line round
/// is written out, as `\u{1B}`. Names of files and texts of strangers stand in messages.
public func shownText(_ text: String, keepingLines: Bool = false) -> String {
  func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: !keepingLines
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
  guard text.unicodeScalars.contains(where: isHidden) else { return text }
  var out = ""
  for scalar in text.unicodeScalars {
    if isHidden(scalar) {
      out += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    } else {
      out.unicodeScalars.append(scalar)
    }
  }
  return out
}

extension Location: CustomStringConvertible {
  public var description: String {
    ([path] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
  }
}
