/// Fields of a line, separated by tabs: a tab, a line break and a backslash inside a field are escaped.
enum Columns {
  static func escape(_ field: String) -> String {
    guard field.utf8.contains(where: { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D || $0 == 0x5C }) else { return field }
    var out = String.UnicodeScalarView()
    for scalar in field.unicodeScalars {
      switch scalar {
      case "\t": out.append(contentsOf: "\\t".unicodeScalars)
      case "\n": out.append(contentsOf: "\\n".unicodeScalars)
      case "\r": out.append(contentsOf: "\\r".unicodeScalars)
      case "\\": out.append(contentsOf: "\\\\".unicodeScalars)
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  static func unescape(_ field: some StringProtocol) -> String {
    guard field.utf8.contains(0x5C) else { return String(field) }
    var out = String.UnicodeScalarView()
    var scalars = field.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\" else {
        out.append(scalar)
        continue
      }
      switch scalars.next() {
      case "t": out.append("\t")
      case "n": out.append("\n")
      case "r": out.append("\r")
      case let other?: out.append(other)
      case nil: break
      }
    }
    return String(out)
  }
}
