import Catalog
import Facts
import Files
import Glibc
import JSON
import Subprocess
import SystemPackage
import Testing

@testable import Site

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

  /// What a site of videos on a disk does not easily have: a map that is split, texts at their limits, an empty channel.
  @Test func `feeds of odd texts and the parts of a split map hold to the schemas of their specifications`()
    async throws
  {
    let long = String(repeating: "«&» ", count: 2000)
    let odd = MadeUp.video("odd", day: 5) { video in
      (video.title, video.summary, video.location) = (String(repeating: "<t>", count: 160), long, long)
      (video.authors, video.support) = (
        [String(repeating: "a", count: 300)], "Help at https://example.org/give, please"
      )
      video.licence = Licence(name: "All rights reserved", spdx: nil, peertube: nil, url: nil)
      video.tags = (0..<40).map { .init(name: "tag & \($0)", slug: "tag-\($0)") }
      video.chapters = [.init(start: 0, title: "&"), .init(start: 754_000, title: "In the last second")]
      (video.series, video.language) = (.init(name: long, season: 0, episode: 0), "zh-Hant-TW")
      video.facts.renditions[0].name = String(repeating: "x", count: 60)
    }
    let context = MadeUp.context(
      channels: [MadeUp.channel { $0.support = long }, MadeUp.channel("empty")],
      videos: [odd, MadeUp.rich] + (0..<9).map { MadeUp.video("v\($0)", day: -$0) })
    let documents =
      Feeds.documents(context).documents.filter { !$0.path.hasPrefix("sitemap") }
      + Sitemap.documents(context, MadeUp.base, limits: Sitemap.Limits(addresses: 5))
    let output = try Output(documents)
    var template = Array("/tmp/bobine-feeds-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else { throw FileError("make the folder", "/tmp", errno: errno) }
    let folder = unsafe String(cString: made)
    defer { try? Files.removeTree(folder) }
    for (path, bytes) in output.files { try Files.write(bytes, to: PathRules.join(folder, path)) }

    let checkout = PathRules.normalise(PathRules.join(PathRules.parent(#filePath), "../.."))
    let python = Files.environment("BOBINE_PYTHON") ?? PathRules.join(checkout, ".build/venv/bin/python3")
    let script = PathRules.join(checkout, "Tests/InteropTests/Scripts/formats.py")
    let result = try await run(
      .path(FilePath(python)), arguments: [script, folder], input: .none, output: .string(limit: 1 << 20),
      error: .string(limit: 1 << 16))
    let told = try JSON(Array((result.standardOutput + "\n").utf8.prefix { $0 != 0x0A }))
    #expect(told["problems"] == [:], "\(told) \(result.standardError)")
    // The index and its parts, three forms of three feeds.
    let maps = output.files.keys.count { $0.hasPrefix("sitemap") }
    #expect(maps > 3 && told["checked"]?["sitemap.xsd"]?.integer == Int64(maps), "\(told)")
    for schema in ["rss.rng", "atom.rng", "json-feed.json"] { #expect(told["checked"]?[schema] == 3, "\(told)") }
  }
}
