/// Values as YAML that reads back as the same text, and that a person likes to edit: without quotes where none are needed.
enum YAMLText {
  static func scalar(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

  static func list(_ texts: [String]) -> String { "[" + texts.map(scalar).joined(separator: ", ") + "]" }

  /// Letters, digits and spaces with what can stand between them in any place, beginning with a letter that begins no word
  /// with a meaning of its own.
  private static func isPlain(_ text: String) -> Bool {
    let words: Set = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    guard let first = text.unicodeScalars.first, first.properties.isAlphabetic, !words.contains(text.lowercased()),
      text.unicodeScalars.last != " "
    else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || " _-.'()/+".unicodeScalars.contains(scalar)
    }
  }

  /// Between double quotes, with what is not to be seen as escapes.
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        out += "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
      default:
        if scalar == "\"" || scalar == "\\" { out += "\\" }
        out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
