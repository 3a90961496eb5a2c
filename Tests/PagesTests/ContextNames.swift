import Templates

/// Every name that the values of pages declare, as the table of docs/templates.md has them.
struct ContextNames {
  struct Seen {
    /// `text`, `HTML`, `number`, `true/false`, `object`, `list`.
    var kinds: Set<String> = []
    var pages: Set<String> = []
    /// Seen without a value, or false where it is an object elsewhere.
    var isAbsentSomewhere = false
    /// Of a list: one that has items was seen.
    var hasItems = false
    /// A text that is no link: it has a space, or is empty.
    var unlinkable: String?
    /// Where it was found first: `cards[].channel.url` on `home`.
    var example = ""
    /// Kind and pages that it has by the table; nil of a name that is not there.
    var row: ContextTable.Row?
  }

  private struct Key: Hashable {
    var name: String
    var line: Int
  }

  private let table: ContextTable
  private var seen: [Key: Seen] = [:]
  /// Names of a shape that one of its objects lacks.
  private(set) var lacking: [String] = []

  init(_ table: ContextTable) { self.table = table }

  /// By the name in the table, sorted.
  var all: [(name: String, seen: Seen)] {
    seen.sorted { ($0.key.name, $0.key.line) < ($1.key.name, $1.key.line) }.map { ($0.key.name, $0.value) }
  }

  mutating func add(_ value: Value, of page: String) {
    guard case .object(let fields) = value else { return }
    for (name, inner) in fields where name != "t" && name != "assets" {
      add(inner, name: name, place: name, page: page)
    }
  }

  private mutating func add(_ value: Value, name: String, place: String, page: String) {
    let row = table.row(name, on: page)
    let key = Key(name: name, line: row?.line ?? 0)
    var entry = seen[key] ?? Seen(example: "`\(place)` on `\(page)`", row: row)
    entry.pages.insert(page)
    switch value {
    case .absent: entry.isAbsentSomewhere = true
    case .bool: entry.kinds.insert("true/false")
    case .number: entry.kinds.insert("number")
    case .text(let text):
      entry.kinds.insert("text")
      if text.isEmpty || text.contains(" ") { entry.unlinkable = text }
    case .html: entry.kinds.insert("HTML")
    case .object: entry.kinds.insert("object")
    case .list(let items):
      entry.kinds.insert("list")
      if !items.isEmpty { entry.hasItems = true }
    }
    seen[key] = entry
    switch value {
    case .object(let fields): add(fields, within: row, name: name, place: place, page: page)
    case .list(let items):
      for case .object(let fields) in items {
        add(fields, within: row, name: "\(name)[]", place: "\(place)[]", page: page)
      }
    default: break
    }
  }

  private mutating func add(
    _ fields: [String: Value], within row: ContextTable.Row?, name: String, place: String, page: String
  ) {
    let prefix = row?.shape ?? name
    for (field, inner) in fields { add(inner, name: "\(prefix).\(field)", place: "\(place).\(field)", page: page) }
    guard let shape = row?.shape else { return }
    for other in table.rows where other.name.hasPrefix(shape + ".") {
      let field = String(other.name.dropFirst(shape.utf8.count + 1))
      if !field.contains("."), fields[field] == nil {
        lacking.append("`\(other.name)`: `\(place)` on `\(page)` has no such name")
      }
    }
  }
}
