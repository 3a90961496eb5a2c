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
        .name("python3"), arguments: ["-c", script], input: .array(bytes), output: .string(limit: 1000),
        error: .discarded)
      #expect(
        ["rss", "feed", "opml", "urlset", "XRD"].contains(result.standardOutput.filter { $0 != "\n" }), "\(path)")
    }
  }

  @Test func `every JSON document is one line that Python writes the same`() async throws {
    let context = MadeUp.context()
    let output = try Output(Feeds.documents(context).documents + Federation.documents(context).documents)
    let paths = output.files.keys.filter { $0.contains("json") || $0.hasSuffix("nodeinfo") }.sorted()
    #expect(paths.count > 20)
    let lines = paths.compactMap { output.files[$0] }.flatMap { $0 }
    let script = """
      import sys, json
      for line in sys.stdin:
        print(json.dumps(json.loads(line), sort_keys=True, ensure_ascii=False, separators=(',', ':')))
      """
    let result = try await run(
      .name("python3"), arguments: ["-X", "utf8", "-c", script], input: .array(lines), output: .string(limit: 1 << 20),
      error: .discarded)
    #expect(result.standardOutput == String(decoding: lines, as: UTF8.self))
  }
}
