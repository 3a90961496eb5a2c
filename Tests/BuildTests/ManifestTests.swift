import Hashing
import Testing

@testable import Build

struct `The manifest of an output` {
  private let page = Manifest.Entry(size: 12, sha256: SHA256.hash([1]), inputs: SHA256.hash([2]))
  private let media = Manifest.Entry(size: 1 << 40, sha256: SHA256.hash([3]), inputs: nil)

  @Test func `survives being written and read`() {
    var manifest = Manifest()
    manifest.entries = ["index.html": page, "media/0123/720p-01234567.mp4": media, "odd\tname\nhere": page]
    #expect(Manifest(text: manifest.text) == manifest)
  }

  @Test func `lists its files in the order of their bytes`() {
    var manifest = Manifest()
    manifest.entries = ["b": page, "a": page, "é": page, "Z": page]
    #expect(manifest.text.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "\t" } } == ["Z", "a", "b", "é"])
  }

  @Test func `of another version, or damaged, counts as none`() {
    var manifest = Manifest()
    manifest.entries = ["index.html": page]
    #expect(Manifest(text: "bobine-manifest 2\n") == nil)
    #expect(Manifest(text: manifest.text.replacing("12", with: "twelve")) == nil)
    #expect(Manifest(text: "") == nil)
  }
}
