import Files
import Testing

@testable import Catalog

/// docs/content.md names every key that a text or `bobine.yml` may have, and no other.
struct KeyTableTests {
  @Test(arguments: [
    ("## A video", VideoFrontMatter.keys), ("## A channel", ChannelFrontMatter.keys), ("## The site", SiteConfig.keys),
  ])
  func `the docs know the keys that the code knows`(_ heading: String, _ keys: [String]) throws {
    let root = PathRules.parent(PathRules.parent(PathRules.parent(#filePath)))
    let text = try #require(try Files.readText(PathRules.join(root, "docs/content.md"), limit: 1 << 20))
    let start = try #require(text.firstRange(of: heading))
    let section = text[start.upperBound...].split(separator: "\n## ", maxSplits: 1)[0]
    let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { $0.split(separator: "|")[0] }
    let named = rows.flatMap { $0.matches(of: #/`(\w+)`/#).map { String($0.output.1) } }
    #expect(named.sorted() == keys.sorted())
  }
}
