import Diagnostics
import Files
import Templates
import Testing

@testable import Site

/// The theme's own files against each other: what templates name is there, and what is there is named.
@Suite struct `The theme's own files` {
  @Test func `agree with each other`() throws {
    for catalog in ContextSamples.catalogs {
      let (documents, diagnostics) = Pages.documents(try Sample.context(catalog))
      #expect(diagnostics == [])
      for document in documents where document.page != nil { _ = try document.render() }
    }
  }

  @Test func `hold every word that templates print, in sections that no sample opens as well`() throws {
    let theme = try Theme.load()
    let keys = try Self.keys()
    let assets = Set(theme.assets.keys)
    for name in TemplateNames(theme.templates).all {
      if name.hasPrefix("t.") {
        #expect(keys.contains(String(name.dropFirst(2))), "strings/en.txt has no word for \(name)")
      }
      if name.hasPrefix("assets.") {
        #expect(assets.contains(String(name.dropFirst(7))), "there is no file for \(name)")
      }
    }
  }

  @Test func `hold no word that neither a template nor the code says`() throws {
    let printed = TemplateNames(try Theme.load().templates).all
    let code = try Self.code()
    let unused = try Self.keys().filter { key in
      if printed.contains("t.\(key)") || code.contains("\"\(key)\"") { return false }
      // A family: `words["month-\(number)"]`, and the forms of `count("videos", 3)`.
      let stems = key.indices.filter { key[$0] == "-" }.map { String(key[...$0]) }
      if stems.contains(where: { code.contains("\"\($0)\\(") }) { return false }
      let isForm = key.hasSuffix("-one") || key.hasSuffix("-other")
      return !(isForm && code.contains("count(\"\(stems.last.map { String($0.dropLast()) } ?? "")\""))
    }
    #expect(unused == [], "remove them from every file of strings/")
  }

  @Test func `name no template that no page needs`() throws {
    let theme = try Theme.load().templates
    let site = PageSite(try Sample.context(ContextSamples.catalogs[0]))
    let known = site.templates.calledFiles.union(Pages.templates.map { $0 + ".html" })
    #expect(Set(theme.keys.filter { $0.hasSuffix(".html") }).subtracting(known) == [])
  }

  private static func keys() throws -> [String] {
    let bytes = try #require(try Theme.load().templates["strings/en.txt"])
    return StringsFile(bytes, path: "").entries.map(\.key)
  }

  private static func code() throws -> String {
    let folder = PathRules.join(PathRules.parent(Theme.folder), "Sources/Site")
    return try FolderWalk.entries(of: folder, skip: { _ in false }).entries.filter { $0.path.hasSuffix(".swift") }
      .map { try Files.readText(PathRules.join(folder, $0.path), limit: 1 << 20) ?? "" }.joined()
  }
}

/// The names that templates write, read without the engine.
private struct TemplateNames {
  let all: Set<String>

  init(_ files: [String: [UInt8]]) {
    var names: Set<String> = []
    for (path, bytes) in files where path.hasSuffix(".html") {
      for tag in String(decoding: bytes, as: UTF8.self).matches(of: /\{\{[#^&]?\s*([A-Za-z][A-Za-z0-9.\-]*)\s*\}\}/) {
        names.insert(String(tag.output.1))
      }
    }
    all = names
  }
}
