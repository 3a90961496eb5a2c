import Files
import Testing

@Suite struct `Rules for paths` {
  @Test(arguments: [
    ("/a", "b", "/a/b"), ("/a/", "b", "/a/b"), ("", "b", "b"), ("/a", "/b", "/b"), ("/", "b", "/b"), ("a", "", "a"),
  ])
  func `joining puts one slash between`(_ a: String, _ b: String, _ joined: String) {
    #expect(PathRules.join(a, b) == joined)
  }

  @Test(arguments: [
    ("/a/b.mp4", "/a", "b.mp4", "b", "mp4"), ("talk.fr.vtt", "", "talk.fr.vtt", "talk.fr", "vtt"),
    ("/.hidden", "/", ".hidden", ".hidden", ""), ("/a/b/", "/a", "b", "b", ""), ("/", "/", "", "", ""),
    ("a/noext", "a", "noext", "noext", ""), ("a/dot.", "a", "dot.", "dot", ""), ("a/..b.c", "a", "..b.c", "..b", "c"),
    ("e\u{301}/\u{E9}.mp4", "e\u{301}", "\u{E9}.mp4", "\u{E9}", "mp4"),
  ])
  func `a path has a folder, a name, a stem and an extension`(
    _ path: String, _ parent: String, _ name: String, _ stem: String, _ ext: String
  ) {
    #expect(PathRules.parent(path) == parent)
    #expect(PathRules.lastComponent(path) == name)
    #expect(PathRules.stem(path) == stem)
    #expect(PathRules.extension(path) == ext)
  }

  @Test(arguments: [
    ("/a/../../b/./c//d/", "/b/c/d"), ("../../x", "x"), ("/..", "/"), (".", ""), ("a/b/..", "a"), ("a/...", "a/..."),
  ])
  func `a normalised path has no way up`(_ path: String, _ normal: String) {
    #expect(PathRules.normalise(path) == normal)
  }

  @Test(arguments: [
    ("/a/b", "/a", true), ("/a", "/a", true), ("/ab", "/a", false), ("/", "/a", false), ("/a", "/", true),
    ("/e\u{301}", "/\u{E9}", false), ("/a/e\u{301}", "/a", true),
  ])
  func `inside is judged by whole names and by bytes`(_ path: String, _ folder: String, _ inside: Bool) {
    #expect(PathRules.isInside(path, folder) == inside)
    #expect((PathRules.relative(path, to: folder) != nil) == inside)
  }

  @Test func `a relative path is what follows the folder`() {
    #expect(PathRules.relative("/a/b/c", to: "/a") == "b/c")
    #expect(PathRules.relative("/a", to: "/a") == "")
    #expect(PathRules.relative("/a", to: "/") == "a")
    #expect(PathRules.absolute("../x", from: "/a/b") == "/a/x")
    #expect(PathRules.absolute("/x", from: "/a/b") == "/x")
  }

  @Test(arguments: [
    "", "/a", "a//b", "a/", "../a", "a/../b", "a/.", "a\\b", "a\nb", "a\u{7F}", "a/\u{0}",
    String(repeating: "x", count: 256),
  ])
  func `a path that could leave its root or that some server cannot name is not published`(_ path: String) {
    #expect(!PathRules.isPublishable(path))
  }

  @Test(arguments: [
    "index.html", "videos/a b/é.mp4", ".well-known/wf/acct:a@b.json", "a..b", "...", String(repeating: "x", count: 255),
  ])
  func `other relative paths are published`(_ path: String) {
    #expect(PathRules.isPublishable(path))
  }

  @Test func `sorting by bytes does not depend on a language`() {
    #expect(["é", "z", "Z", "e\u{301}", "a/b", "a.b"].sortedByBytes() == ["Z", "a.b", "a/b", "e\u{301}", "z", "é"])
  }
}
