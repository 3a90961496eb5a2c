import Diagnostics
import Templates
import Testing

@testable import Site

/// docs/templates.md says what every template gets. It is compared with the values that pages are rendered from.
///
/// Of a new name the failure says the line that the table lacks. A new kind of page is named in `Pages.templates`. What may be
/// absent is filled in one of `ContextSamples`.
@Suite struct `What templates get` {
  private static let table = ContextTable(templates: Pages.templates)

  private static let names: Result<ContextNames, any Error> = Result {
    var names = ContextNames(table)
    for catalog in ContextSamples.catalogs {
      for page in Pages.documents(try Sample.context(catalog)).documents.compactMap(\.page) {
        names.add(page.value(), of: page.template)
      }
    }
    return names
  }

  @Test func `the table names templates of pages and says each name once`() {
    #expect(Self.table.rows.count > 50, "\(ContextTable.path) has no table")
    #expect(Self.table.mistakes == [])
  }

  @Test func `every page is rendered from a template that the docs may name`() throws {
    let used = try ContextSamples.catalogs.flatMap { catalog in
      Pages.documents(try Sample.context(catalog)).documents.compactMap { $0.page?.template }
    }
    #expect(Set(used) == Set(Pages.templates), "bring Pages.templates and ContextSamples up to date")
    for name in Pages.templates { #expect(try Theme.load().templates["\(name).html"] != nil) }
  }

  @Test func `every name of the code stands in the table, and only where it is`() throws {
    let names = try Self.names.get()
    let missing = names.all.filter { $0.seen.row == nil }.map { name, seen in
      "docs/templates.md lacks a line (found as \(seen.example)):\n  \(Self.line(name, seen))"
    }
    #expect(missing == [], "\n\(missing.joined(separator: "\n"))")
    let unlike = names.all.compactMap { name, seen -> String? in
      guard let row = seen.row, !row.pages.isEmpty, row.pages != seen.pages else { return nil }
      return "docs/templates.md:\(row.line): `\(name)` is on: \(Self.pages(seen))"
    }
    #expect(unlike == [], "\n\(unlike.joined(separator: "\n"))")
  }

  @Test func `every name of the table stands in the code`() throws {
    let names = try Self.names.get()
    let found = Set(names.all.compactMap { $0.seen.row?.line })
    let nowhere = Self.table.rows.filter { !found.contains($0.line) }.map {
      "docs/templates.md:\($0.line): no page has `\($0.name)`: remove the line, or fill it in ContextSamples"
    }
    #expect(nowhere == [], "\n\(nowhere.joined(separator: "\n"))")
    #expect(Set(names.lacking) == [])
  }

  @Test func `kinds are those of the table`() throws {
    let unlike = try Self.names.get().all.compactMap { name, seen -> String? in
      guard let row = seen.row else { return nil }
      let place = "docs/templates.md:\(row.line): `\(name)`"
      if seen.kinds.isEmpty { return "\(place) is absent in all samples: fill it in ContextSamples" }
      if row.isList, !seen.hasItems { return "\(place) is empty in all samples: fill it in ContextSamples" }
      var kinds = seen.kinds
      // "object" that is false where there is nothing.
      if kinds == ["object", "true/false"] { kinds = ["object"] }
      guard kinds == [Self.expected(row)] else { return "\(place) is \(Self.kind(seen)) in \(seen.example)" }
      if row.kind == "link", let text = seen.unlinkable { return "\(place) is no link: \"\(text)\"" }
      return nil
    }
    #expect(unlike == [], "\n\(unlike.joined(separator: "\n"))")
  }

  @Test func `what may be absent is said to be, and nothing else`() throws {
    let unlike = try Self.names.get().all.compactMap { name, seen -> String? in
      guard let row = seen.row else { return nil }
      let isSaid = row.text.contains("absent")
      let isAbsent = seen.isAbsentSomewhere || seen.kinds == ["object", "true/false"]
      if isSaid == isAbsent { return nil }
      return isAbsent
        ? "docs/templates.md:\(row.line): say when `\(name)` is absent"
        : "docs/templates.md:\(row.line): `\(name)` is never absent in ContextSamples"
    }
    #expect(unlike == [], "\n\(unlike.joined(separator: "\n"))")
  }

  // MARK: Words of the failures

  private static func expected(_ row: ContextTable.Row) -> String {
    if row.isList { return "list" }
    if row.shape != nil { return "object" }
    return row.kind == "link" ? "text" : row.kind
  }

  /// To be filled in and put into the table.
  private static func line(_ name: String, _ seen: ContextNames.Seen) -> String {
    let isOfShape = name.first?.isUppercase == true
    let text = seen.isAbsentSomewhere ? "WHAT IT IS; absent where ..." : "WHAT IT IS"
    return "| `\(name)` | \(kind(seen)) | \(isOfShape ? "" : pages(seen)) | \(text) |"
  }

  private static func kind(_ seen: ContextNames.Seen) -> String {
    seen.kinds.isEmpty ? "(absent in all samples)" : seen.kinds.sorted().joined(separator: " or ")
  }

  private static func pages(_ seen: ContextNames.Seen) -> String {
    seen.pages.count == Pages.templates.count
      ? "all" : Pages.templates.filter { seen.pages.contains($0) }.joined(separator: " ")
  }
}
