import Files

/// The table of names in docs/templates.md.
///
/// A name that begins with a capital letter belongs to a shape (`Card.title`): a row whose kind names it (`Card`, `list of
/// Card`) has all its names within.
struct ContextTable {
  struct Row {
    var name: String
    var kind: String
    /// Templates; empty of the names of a shape.
    var pages: Set<String>
    var text: String
    var line: Int

    /// `Card` of `list of Card`.
    var shape: String? {
      let last = kind.split(separator: " ").last.map(String.init) ?? ""
      // "HTML" is a kind.
      return last.first?.isUppercase == true && last != "HTML" ? last : nil
    }

    var isList: Bool { kind.hasPrefix("list") }
  }

  static let path = PathRules.join(PathRules.parent(Theme.folder), "docs/templates.md")
  static let document: String = (try? Files.readText(path, limit: 1 << 20)) ?? ""

  private(set) var rows: [Row] = []
  /// What is wrong with the table itself.
  private(set) var mistakes: [String] = []

  init(_ document: String = ContextTable.document, templates: [String]) {
    for (index, line) in document.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        String($0).trimmingBlanks
      }
      guard cells.count >= 6, cells[1].hasPrefix("`"), cells[1].hasSuffix("`") else { continue }
      let name = String(cells[1].dropFirst().dropLast())
      // `t.<key>`, `assets.<name>`: they follow from files.
      if name.contains("<") { continue }
      let isShape = name.first?.isUppercase == true
      let pages =
        isShape ? [] : cells[3] == "all" ? Set(templates) : Set(cells[3].split(separator: " ").map(String.init))
      for page in pages where !templates.contains(page) {
        mistakes.append("docs/templates.md:\(index + 1): `\(page)` is no template of a page; there are \(templates)")
      }
      rows.append(Row(name: name, kind: cells[2], pages: pages, text: cells[4], line: index + 1))
    }
    for row in rows {
      let same = rows.filter { $0.name == row.name && ($0.pages.isEmpty || !$0.pages.isDisjoint(with: row.pages)) }
      if same.count > 1 {
        mistakes.append("docs/templates.md:\(row.line): `\(row.name)` stands twice for the same page")
      }
    }
  }

  func row(_ name: String, on page: String) -> Row? {
    rows.first { $0.name == name && ($0.pages.isEmpty || $0.pages.contains(page)) }
  }
}

extension String {
  var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
