import Catalog
import Diagnostics
import Files
import Glibc
import Testing

/// The same reader on a real folder.
struct FolderSourceTests {
  /// A folder of its own for one test, removed after it.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = try Files.realPath("/tmp") + "/bobine-catalog-\(UInt64.random(in: 0 ... .max))"
    try Files.makeFolder(folder)
    defer { try? Files.removeTree(folder) }
    try body(folder)
  }

  private func write(_ path: String, _ text: String = "v") throws {
    try Files.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    try Files.write(Array(text.utf8), to: path)
  }

  private func link(_ path: String, to target: String) { #expect(unsafe symlink(target, path) == 0) }

  @Test func `output and state inside the project are no content, also when they are called otherwise`() throws {
    try withFolder { folder in
      for path in ["a/x.mp4", "site/media/y.mp4", "kept/z.mp4", ".hidden/w.mp4", "old/.bobine-manifest", "old/v.mp4"] {
        try write("\(folder)/\(path)")
      }
      let project = ContentProject(folder: folder, output: "\(folder)/site", state: "\(folder)/kept")
      let (tree, diagnostics) = ContentReader.read(project: project)
      #expect(tree.videos.map(\.contentPath) == ["a/x.mp4"])
      #expect(diagnostics.isEmpty)
      #expect(tree.videos.first?.media == .file(absolutePath: "\(folder)/a/x.mp4", size: 1))
    }
  }

  @Test func `facts of the state help a text whose video is elsewhere`() throws {
    try withFolder { folder in
      try write("\(folder)/content/a/talk.md", "---\ntitle: A talk\n---\n")
      try write("\(folder)/.bobine/facts/a/talk.mkv.txt")
      let project = ContentProject(folder: folder, output: "\(folder)/public", state: "\(folder)/.bobine")
      #expect(ContentReader.read(project: project).tree.videos.map(\.contentPath) == ["a/talk.mkv"])
    }
  }

  @Test func `links are followed once and never in a circle`() throws {
    try withFolder { folder in
      try write("\(folder)/p/a/x.mp4")
      try write("\(folder)/elsewhere/y.mp4")
      link("\(folder)/p/b", to: "../elsewhere")
      link("\(folder)/p/a/loop", to: "..")
      link("\(folder)/p/gone.mp4", to: "/nowhere/z.mp4")
      let project = ContentProject(folder: "\(folder)/p", output: "\(folder)/public", state: "\(folder)/p/.bobine")
      let (tree, diagnostics) = ContentReader.read(project: project)
      #expect(tree.videos.map(\.contentPath) == ["a/x.mp4", "b/y.mp4", "gone.mp4"])
      #expect(diagnostics.map { $0.location?.path } == ["a/loop"])
    }
  }

  @Test func `time zones come from the system's tzdata`() throws {
    try withFolder { folder in
      try write("\(folder)/bobine.yml", "timezone: Europe/Paris\n")
      let project = ContentProject(folder: folder, output: "\(folder)/public", state: "\(folder)/.bobine")
      let (tree, diagnostics) = ContentReader.read(project: project)
      #expect(diagnostics.isEmpty)
      // France had no summer time then: the table of changes knows it, the rule of today does not.
      #expect(Instant(written: "1960-07-01T12:00", in: tree.timeZone)?.rfc3339WithOffset == "1960-07-01T12:00:00+01:00")
    }
  }
}
