import Build
import Diagnostics
import Files
import Testing

@testable import Check

struct `A checked site` {
  @Test(.timeLimit(.minutes(15)))
  func `one broken thing in a site is told by its own rule alone`() async throws {
    let site = try await BuiltSite.small()
    let whole = try site.check()
    #expect(whole.diagnostics.map(\.text) == [])
    for mutation in Mutation.all {
      do {
        try mutation.apply(site)
        let report = try site.check()
        let ids = Set(report.diagnostics.map(\.id))
        #expect(ids == [mutation.rule.rawValue], "\(mutation.what): \(report.diagnostics.map(\.text))")
      } catch {
        Issue.record("\(mutation.what): \(error)")
      }
      try site.mend()
    }
    #expect(try site.check().diagnostics.map(\.text) == [])
    // Rules of the contract with other servers have ids of their own.
    try site.edit("videos/first/video.jsonld", "\"commentsPolicy\":2", "\"commentsPolicy\":1")
    #expect(try site.check().diagnostics.map(\.id) == ["contract-video-comments-policy"])
    try site.mend()
    // Sizes alone: a byte that changed is not seen, and nothing else is said.
    #expect(try site.check(quick: true).diagnostics == [])
  }

  @Test func `every rule is shown broken once`() {
    #expect(Set(CheckRule.allCases).subtracting(Mutation.all.map(\.rule)) == [])
    #expect(Set(CheckRule.allCases.map(\.rawValue)).count == CheckRule.allCases.count)
  }

  @Test func `every rule stands in the documentation`() throws {
    let path = PathRules.normalise(PathRules.join(PathRules.parent(#filePath), "../../docs/checking.md"))
    let text = try #require(try Files.readText(path, limit: 1 << 20))
    for rule in CheckRule.allCases { #expect(text.contains("| `\(rule.rawValue)` |"), "\(rule)") }
  }

  @Test(.timeLimit(.minutes(15)))
  func `the example site is whole`() async throws {
    let site = try BuiltSite()
    let example = PathRules.normalise(PathRules.join(PathRules.parent(#filePath), "../../example-site"))
    for entry in FolderWalk.entries(of: example, skip: { $0 == "public" }).entries where entry.status.kind == .file {
      try Files.copy(PathRules.join(example, entry.path), to: PathRules.join(site.folder, entry.path))
    }
    try await site.build()
    let report = try site.check()
    #expect(report.diagnostics.map(\.text) == [])
    #expect(report.pages == 104 && report.media == 60, "\(report.pages), \(report.media)")
  }
}
