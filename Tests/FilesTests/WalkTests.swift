import Files
import Glibc
import Testing

@Suite struct `Walking a folder` {
  let folder: Folder

  init() throws { folder = try Folder() }

  func walk(skip: (String) -> Bool = { _ in false }) -> (paths: [String], problems: [String]) {
    let (entries, problems) = FolderWalk.entries(of: folder.path, skip: skip)
    return (entries.map(\.path), problems.map(\.path))
  }

  @Test func `files and folders come sorted by bytes, hidden ones not at all`() throws {
    for name in ["b/z.mp4", "b.mp4", "B.mp4", "é.mp4", ".git/x.mp4", "b/.DS_Store"] { try folder.put("x", name) }
    #expect(walk().paths == ["B.mp4", "b", "b.mp4", "b/z.mp4", "é.mp4"])
  }

  @Test func `names that differ only in their normal form are two files`() throws {
    try folder.put("1", "\u{E9}.mp4")
    try folder.put("2", "e\u{301}.mp4")
    #expect(walk().paths.map { Array($0.utf8) } == [Array("e\u{301}.mp4".utf8), Array("\u{E9}.mp4".utf8)])
  }

  @Test func `a skipped folder is not even listed`() throws {
    try folder.put("x", "public/index.html")
    try folder.put("x", "films/public/a.mp4")
    #expect(walk { $0 == "public" }.paths == ["films", "films/public", "films/public/a.mp4"])
  }

  @Test func `links to files and folders are followed`() throws {
    let other = try Folder()
    try other.put("x", "deep/a.mp4")
    try folder.link("elsewhere", to: other.path)
    try folder.link("one.mp4", to: other("deep/a.mp4"))
    let entries = FolderWalk.entries(of: folder.path).entries
    #expect(entries.map(\.path) == ["elsewhere", "elsewhere/deep", "elsewhere/deep/a.mp4", "one.mp4"])
    #expect(entries.map(\.isLink) == [true, false, false, true])
    #expect(entries.last?.status.kind == .file)
  }

  @Test func `a link in a circle ends and is reported`() throws {
    try folder.put("x", "a/b/film.mp4")
    try folder.link("a/b/up", to: "../../a")
    try folder.link("a/self", to: ".")
    try folder.link("above", to: "..")
    let result = walk()
    #expect(result.paths.filter { $0.hasSuffix("film.mp4") } == ["a/b/film.mp4"])
    #expect(result.problems == ["a/b/up", "a/self", "above"])
  }

  @Test func `a folder that a link leads to is read once, under its own name`() throws {
    try folder.put("x", "z-real/film.mp4")
    try folder.link("a-link", to: "z-real")
    let result = walk()
    #expect(result.paths == ["a-link", "z-real", "z-real/film.mp4"])
    #expect(result.problems == ["a-link"])
  }

  @Test func `links that double at every level do not explode`() throws {
    for level in 0..<30 {
      try folder.link("f\(level)/one", to: "../f\(level + 1)")
      try folder.link("f\(level)/two", to: "../f\(level + 1)")
    }
    try folder.put("x", "f30/film.mp4")
    #expect(walk().paths.count { $0.hasSuffix("film.mp4") } == 1)
  }

  @Test func `a link that leads nowhere is an entry that tells its target`() throws {
    try folder.link("film.mp4", to: ".git/annex/objects/SHA256E-s5--abc.mp4")
    let entry = try #require(FolderWalk.entries(of: folder.path).entries.first)
    #expect(entry.status.kind == .symlink)
    #expect(entry.linkTarget == ".git/annex/objects/SHA256E-s5--abc.mp4")
  }

  @Test func `folders and files beyond the limits are left out with one report`() throws {
    try folder.put("x", "a/b/c/d.mp4")
    let deep = FolderWalk.entries(of: folder.path, limits: WalkLimits(depth: 2))
    #expect(deep.entries.map(\.path) == ["a", "a/b", "a/b/c"])
    #expect(deep.problems.map(\.reason) == [.tooDeep(limit: 2)])
    let many = FolderWalk.entries(of: folder.path, limits: WalkLimits(entries: 2))
    #expect(many.entries.count == 2)
    #expect(many.problems.map(\.reason) == [.tooMany(limit: 2)])
  }

  @Test(.enabled(if: getuid() != 0, "root may read every folder"))
  func `a folder that may not be read is reported, the rest is walked`() throws {
    try folder.put("x", "closed/a.mp4")
    try folder.put("x", "open/b.mp4")
    #expect(unsafe chmod(folder("closed"), 0) == 0)
    defer { _ = unsafe chmod(folder("closed"), 0o755) }
    let result = FolderWalk.entries(of: folder.path)
    #expect(result.entries.map(\.path) == ["closed", "open", "open/b.mp4"])
    #expect(result.problems.map(\.path) == ["closed"])
  }

  @Test func `an absent root has nothing in it`() {
    #expect(FolderWalk.entries(of: folder("absent")).entries == [])
  }
}
