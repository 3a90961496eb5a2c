import Files
import Testing

@testable import HTTPFiles

private let page = FileStatus(size: 1000, modified: 1_700_000_000_000_000_000, inode: 7)

private func ask(
  _ target: String, _ headers: [String: String] = [:], method: String = "GET", files: [String] = ["index.html", "404.html", "a.vtt"]
) -> ResponsePlan<String> {
  Planner(isLive: true) { path in path.isEmpty ? .folder : files.contains(path) ? .file(page, path) : nil }
    .plan(FileRequest(method: method, target: target, headers: headers))
}

extension ResponsePlan<String> {
  fileprivate var tail: String? { if case .page(_, 1000, let tail) = body { tail } else { nil } }
}

@Suite struct `A site that is worked on` {
  @Test(arguments: [("/", 200), ("/nothing", 404)])
  func `adds a script of its own behind every page, and counts it`(_ target: String, _ status: Int) throws {
    let plan = ask(target)
    let tail = try #require(plan.tail)
    #expect(plan.status == status && tail == "<script src=\"/.bobine/serve.js\" defer></script>\n")
    #expect(plan.contentLength == 1000 + Int64(tail.utf8.count))
    let head = ask(target, method: "HEAD")
    #expect(head.contentLength == plan.contentLength && head.tail == nil)
  }

  @Test func `gives no part of a page, and knows it by a tag of its own`() throws {
    #expect(ask("/", ["range": "bytes=0-9"]).status == 200)
    #expect(ask("/").header("Accept-Ranges") == nil)
    let tag = try #require(ask("/").header("ETag"))
    #expect(tag.hasSuffix("-live\""))
    #expect(ask("/", ["if-none-match": tag]).status == 304)
    // Two builds may fall in one second.
    #expect(ask("/", ["if-modified-since": try #require(ask("/").header("Last-Modified"))]).status == 200)
  }

  @Test func `leaves all other files as they are`() {
    let plan = ask("/a.vtt", ["range": "bytes=0-9"])
    #expect(plan.status == 206 && plan.contentLength == 10 && plan.tail == nil)
  }

  @Test func `asks for patience at any address while there is nothing`() {
    let plan = ask("/any/where/", files: [])
    #expect(plan.status == 503 && plan.header("Content-Type") == "text/html; charset=utf-8")
    if case .text(let text) = plan.body { #expect(text.contains("/.bobine/serve.js")) } else { Issue.record("no text") }
  }

  @Test func `has its own addresses only while it is worked on`() {
    #expect(ask("/.bobine/serve.js").header("Content-Type") == "text/javascript; charset=utf-8")
    let plain = Planner<String> { _ in nil }
    for target in ["/.bobine/serve.js", "/.bobine/events"] { #expect(plain.plan(FileRequest(target: target)).status == 404) }
  }

  @Test func `tells everybody who listens, at once and later, and bounds how many they are`() {
    let site = LiveSite("one")
    let heard = Heard()
    let first = site.add { heard.add("a \($0)") }
    site.tell("two")
    let others = (1..<LiveSite.limit).map { _ in site.add { _ in } }
    #expect(others.allSatisfy { $0 != nil } && site.add { _ in } == nil)
    if let first { site.remove(first) }
    site.tell("three")
    #expect(site.add { heard.add("b \($0)") } != nil)
    #expect(heard.all == ["a one", "a two", "b three"])
  }
}

private final class Heard: @unchecked Sendable {
  private(set) var all: [String] = []
  func add(_ text: String) { all.append(text) }
}
