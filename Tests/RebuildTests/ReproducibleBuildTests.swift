import Foundation
import Testing

/// A build is a function of its input (design, principle 3).
struct `A build of the same input` {
  @Test func `gives the same bytes in another folder, time zone and number of jobs, with other file times`() throws {
    let first = try Project.small()
    try FileManager.default.copyItem(atPath: first.file("sea/second.avi"), toPath: first.file("town/copy of second.avi"))
    try first.write("a.vtt is not here", to: "static/notes.txt")
    let built = try first.build(["--jobs", "1"], environment: ["TZ": "Pacific/Auckland", "LC_ALL": "C"])
    #expect(built.status == 0, "\(built.errors)")
    // The ledger and the public keys are input; facts are not copied.
    let second = Project()
    try FileManager.default.removeItem(atPath: second.path)
    try FileManager.default.copyItem(atPath: first.path, toPath: second.path)
    for name in ["public", ".bobine/facts", ".bobine/work", ".bobine/lock"] { try second.remove(name) }
    for name in second.folder.files() where name.hasSuffix(".avi") || name.hasSuffix(".md") || name.hasSuffix(".mp4") {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_600_000_000)], ofItemAtPath: second.folder.file(name))
    }
    let again = try second.build(["--jobs", "4"], environment: ["TZ": "America/Caracas", "LC_ALL": "fr_FR.UTF-8", "LANG": "tr_TR.UTF-8"])
    #expect(again.status == 0, "\(again.errors)")
    let compared = try run("diff", ["-r", first.output, second.output])
    #expect(compared.status == 0, "\(compared.output.prefix(2000))")
    #expect(second.watchPages.count == 3)
    #expect(first.ledger == second.ledger)
  }

  @Test func `without its videos gives every page, playlist, torrent and feed from the facts`() throws {
    let project = try Project.small()
    #expect(try project.build().status == 0)
    let small = project.outputFiles.filter { !$0.hasSuffix(".mp4") && !$0.hasSuffix(".jpg") && $0 != ".bobine-manifest" }
    let digest = try run("sha256sum", [project.file("sea/second.avi")]).output.prefix(64)
    try project.write("version https://git-lfs.github.com/spec/v1\noid sha256:\(digest)\nsize 1\n", to: "sea/second.avi")
    try project.remove("town/first.mp4")
    let fresh = project.folder.file("fresh")
    let built = try project.build(["-o", fresh])
    #expect(built.status == 0, "\(built.errors)")
    #expect(project.folder.files(below: "fresh").filter { $0 != ".bobine-manifest" } == small)
    for name in small {
      #expect(FileManager.default.contentsEqual(atPath: project.output + "/" + name, andPath: fresh + "/" + name), "\(name)")
    }
    try project.remove(".bobine/facts")
    let unknown = try project.build(["-o", project.folder.file("unknown")])
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("git lfs pull"), "\(unknown.errors)")
    #expect(unknown.errors.contains("town/first.md: error:"), "\(unknown.errors)")
  }

  @Test func `makes two names for equal bytes share one torrent, whichever pass ends first`() throws {
    let project = Project()
    try Clips.avi(project.file("b/zebra.avi"), seconds: 1)
    for name in ["a/ant.avi", "c/cat.avi"] {
      try FileManager.default.createDirectory(
        atPath: URL(filePath: project.file(name)).deletingLastPathComponent().path, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: project.file("b/zebra.avi"), toPath: project.file(name))
    }
    let built = try project.build(["--jobs", "3"])
    #expect(built.status == 0, "\(built.errors)")
    #expect(built.output.contains("1 packaged"), "\(built.output)")
    #expect(project.renditions.count == 1)
    for slug in ["ant", "cat", "zebra"] {
      #expect(project.text("videos/\(slug)/index.html").contains("ant-180p.mp4"), "\(slug)")
    }
  }
}
