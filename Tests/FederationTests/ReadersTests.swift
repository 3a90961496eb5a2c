import Site
import Subprocess
import Testing

/// XML and JSON, read by parsers that are not ours.
@Suite struct `Other parsers read what we write` {
  @Test func `every XML document is well-formed`() async throws {
    let context = MadeUp.context()
    let output = try Output(Feeds.documents(context).documents + Federation.documents(context).documents)
    let paths = output.files.keys.filter { $0.hasSuffix(".xml") || $0.hasSuffix("host-meta") }.sorted()
    #expect(paths.count == 7)
    for path in paths {
      let script = "import sys, xml.dom.minidom as m; print(m.parse(sys.stdin.buffer).documentElement.tagName)"
      let bytes = try #require(output.files[path])
      let result = try await run(
        .name("python3"), arguments: ["-c", script], input: .array(bytes), output: .string(limit: 1000), error: .discarded)
      #expect(["rss", "feed", "opml", "urlset", "XRD"].contains(result.standardOutput.filter { $0 != "\n" }), "\(path)")
    }
  }

  @Test func `every JSON document reads the same in Python`() async throws {
    let context = MadeUp.context()
    let output = try Output(Feeds.documents(context).documents + Federation.documents(context).documents)
    for (path, bytes) in output.files where path.contains("json") || path.hasSuffix("nodeinfo") {
      let script = "import sys, json; d = json.load(sys.stdin); print(json.dumps(d, sort_keys=True, ensure_ascii=False, separators=(',', ':')))"
      let result = try await run(
        .name("python3"), arguments: ["-X", "utf8", "-c", script], input: .array(bytes), output: .string(limit: 1 << 20),
        error: .discarded)
      #expect(result.standardOutput == String(decoding: bytes, as: UTF8.self), "\(path)")
    }
  }
}
