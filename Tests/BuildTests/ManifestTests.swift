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

  @Test(arguments: ["../outside", "/etc/passwd", "a/../../b", "a//b", "./a", ""])
  func `that names a path outside of the output counts as none`(path: String) {
    var manifest = Manifest()
    manifest.entries = ["index.html": page, path: page]
    #expect(Manifest(text: manifest.text) == nil)
  }
}

struct `The journal of a build` {
  @Test func `knows the paths that a build set out to write into the same output`() {
    let text = Journal.text(["b/index.html", "a\tb"], output: "/site")
    #expect(Journal.paths(text, output: "/site") == ["b/index.html", "a\tb"])
    #expect(Journal.paths(text, output: "/other") == [])
    #expect(Journal.paths("/site\n../outside\n/etc/passwd\nkept\n", output: "/site") == ["kept"])
    #expect(Journal.paths("", output: "/site") == [])
  }
}
