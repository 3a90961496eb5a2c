import Diagnostics
import Files
import JSON
import Testing

@testable import Check

struct `A checked site on the web` {
  @Test(.timeLimit(.minutes(15)))
  func `one thing that the server does wrong is told by its own rule alone`() async throws {
    let site = try await BuiltSite.withGone()
    let whole = try await report(site)
    #expect(whole.diagnostics.map(\.text) == [])
    #expect(whole.videos == 2)
    // Every rule was asked: none of them passes by default.
    #expect(Set(whole.outcomes.map(\.rule)) == Set(ServerRule.allCases))
    for mutation in ServerMutation.all {
      let found = try await report(site, mutation)
      #expect(Set(found.diagnostics.map(\.id)) == [mutation.id], "\(mutation.rule): \(found.diagnostics.map(\.text))")
      // Each says whom it breaks and what mends it.
      #expect(found.diagnostics.allSatisfy { $0.note != nil && $0.location != nil })
    }
  }

  private func report(_ site: BuiltSite, _ mutation: ServerMutation? = nil) async throws -> DeployedReport {
    var served = ServedTree(output: site.output)
    if let mutation { served.change = mutation.change }
    var client: any WebClient = served
    if let mutation, mutation.address.hasPrefix("http://") { client = Plain(served: ServedTree(output: site.output)) }
    let checker = try #require(DeployedChecker(mutation?.address ?? "https://videos.example/", client: client))
    return await checker.run()
  }

  /// The same site, as if it had been built for an address without TLS.
  private struct Plain: WebClient {
    let served: ServedTree

    func answer(_ request: WebRequest) async -> WebAnswer {
      var asked = request
      asked.url = request.url.replacing("http://", with: "https://")
      var answer = await served.answer(asked)
      if !request.url.hasSuffix(".mp4") { answer.edit("https://videos.example", "http://videos.example") }
      return answer
    }
  }

  @Test func `every rule is shown broken once, and stands in the documentation`() throws {
    #expect(Set(ServerRule.allCases).subtracting(ServerMutation.all.map(\.rule)) == [])
    let path = PathRules.normalise(PathRules.join(PathRules.parent(#filePath), "../../docs/checking.md"))
    let text = try #require(try Files.readText(path, limit: 1 << 20))
    for rule in ServerRule.allCases where rule != .contract {
      let row = "| `\(rule.rawValue)` | \(rule.severity.rawValue) | \(rule.breaks) |"
      #expect(text.contains(row), "\(row)")
    }
  }

  @Test func `a rule is one diagnostic, with the number of addresses that break it`() async throws {
    let site = try await BuiltSite.withGone()
    let mutation = try #require(ServerMutation.all.first { $0.rule == .documentType })
    let found = try await report(site, mutation)
    let line = try #require(found.diagnostics.first?.text)
    #expect(line.contains("/channels/") && line.contains("(and at "), "\(line)")
    #expect(line.contains("Mastodon reads no channel and no video"))
    let events = try found.jsonLines.split(separator: "\n").map { try JSON(Array($0.utf8)) }
    let rule = try #require(events.first { $0["id"] == "document-type" && $0["event"] == "rule" })
    #expect(rule["holds"] == false && rule["broken"] == rule["asked"])
    #expect(events.last?["event"] == "totals" && events.last?["errors"] == 1 && events.last?["warnings"] == 0)
  }

  @Test func `the videos that are visited are spread from the oldest to the newest`() {
    #expect(DeployedChecker.spread(Array(0..<100), 4) == [0, 33, 66, 99])
    #expect(DeployedChecker.spread([1, 2], 10) == [1, 2])
    #expect(DeployedChecker.spread([1, 2, 3], 1) == [3])
    #expect(DeployedChecker.spread([1, 2, 3], nil) == [1, 2, 3])
  }

  @Test(arguments: [
    ("https://videos.example", "https://videos.example/", "videos.example", "/"),
    ("https://Videos.example/tv", "https://videos.example/tv/", "videos.example", "/tv/"),
    ("http://videos.example:8080/tv/?a#b", "http://videos.example:8080/tv/", "videos.example:8080", "/tv/"),
  ])
  func `an address is read as people write it`(_ given: String, _ base: String, _ host: String, _ path: String) throws {
    let visit = try #require(Visit(given, client: ServedTree(output: "/none")))
    #expect((visit.base, visit.host, visit.basePath) == (base, host, path))
    #expect(visit.absolute("../x.mp4", in: base + "a/b/c") == base + "a/x.mp4")
    #expect(visit.absolute("/x", in: base) == visit.origin + "/x")
    #expect(visit.absolute("javascript://x", in: base) == nil)
  }

  @Test(arguments: ["ftp://videos.example/", "videos.example", "https:///x", "https://a:b@videos.example/"])
  func `what is no address of a site is refused`(_ given: String) {
    #expect(Visit(given, client: ServedTree(output: "/none")) == nil)
  }
}
