import Foundation
import Testing

/// Inputs that cannot be used: each costs its own page at most, and its previous version stays (design, principle 5).
struct `A build with bad input` {
  @Test func `keeps the page of a video that was replaced by a broken file`() throws {
    let project = try Project.small()
    #expect(try project.build().status == 0)
    let before = project.outputState
    try project.write("not a video", to: "town/first.mp4")
    let built = try project.build()
    #expect(built.status == 1)
    #expect(built.errors.contains("town/first.mp4: error:"), "\(built.errors)")
    #expect(project.outputState.difference(from: before) == [])
  }

  @Test func `keeps the previous page, playlists and torrent of a video whose text has a mistake, and builds the others`() throws {
    let project = try Project.small()
    #expect(try project.build().status == 0)
    let before = project.outputState
    try project.write("---\ntitle: The first\ntitel: twice\n---\n", to: "town/first.md")
    try project.write("---\ntitle: A new title\ndate: 2026-01-01\n---\nOther text.\n", to: "sea/second.md")
    let built = try project.build()
    #expect(built.status == 1)
    #expect(built.errors.contains("town/first.md:3:1: error:"), "\(built.errors)")
    let now = project.outputState
    // Its channel stays as well; only lists that nothing else stands in go.
    #expect(now.removed(since: before) == ["tags/town/index.html"])
    #expect(now.difference(from: before).filter { $0.hasPrefix("videos/first/") || $0.hasPrefix("media/") } == [])
    #expect(project.text("videos/second/index.html").contains("A new title"))
    // Listed still, so that a later build knows them as its own.
    #expect(Set(project.listed + [".bobine-manifest"]) == Set(project.outputFiles))
  }

  @Test(arguments: ["titel: Test\n", "title: [\n", "base_url: https://videos.example/\ntimezone: Mars/Phobos\n"])
  func `publishes nothing where bobine.yml has a mistake`(text: String) throws {
    let project = try Project.small()
    #expect(try project.build().status == 0)
    let (output, kept) = (project.outputState, project.keptState)
    try project.write(text, to: "bobine.yml")
    let built = try project.build()
    #expect(built.status == 1)
    #expect(built.errors.contains("bobine.yml:"), "\(built.errors)")
    #expect(project.outputState.difference(from: output) == [])
    #expect(project.keptState.difference(from: kept) == [])
  }

  @Test func `refuses another host, since every id of the site would change`() throws {
    let project = try Project.small()
    #expect(try project.build().status == 0)
    let (output, ledger) = (project.outputState, project.ledger)
    let built = try project.build(["--base-url", "https://other.example/"])
    #expect(built.status == 1)
    #expect(built.errors.contains("https://other.example/"), "\(built.errors)")
    #expect(project.outputState.difference(from: output) == [])
    #expect(project.ledger == ledger)
  }

  @Test func `says who holds the lock`() throws {
    let project = Project()
    try Clips.make(project.file("long.avi"), seconds: 20, picture: "testsrc2=s=960x540:r=25", ["-c:v", "mpeg4", "-c:a", "libmp3lame"])
    let running = try RunningBuild(project, [])
    #expect(running.wait { FileManager.default.fileExists(atPath: project.file(".bobine/work/fingerprints.tsv")) || !running.descendants.isEmpty })
    let second = try project.build()
    running.kill(SIGKILL)
    #expect(second.status == 1)
    #expect(second.errors.contains("\(running.process.processIdentifier) bobine"), "\(second.errors)")
  }

  @Test func `names other folders where the project is read-only, and builds with them`() throws {
    let project = try Project.small()
    // As root every folder can be written: a read-only mount in a namespace of its own cannot.
    func readOnly(_ arguments: String) throws -> Finished {
      let command = "mount --bind '\(project.path)' '\(project.path)' && mount -o remount,ro,bind '\(project.path)' && "
        + "exec \(Workshop.bobine) build '\(project.path)' --now 2026-05-01T12:00:00Z \(arguments)"
      return try run("unshare", ["-m", "-r", "sh", "-c", command])
    }
    let refused = try readOnly("")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("-o OUTPUT --state STATE"), "\(refused.errors)")
    let outside = project.folder.file("outside")
    let built = try readOnly("-o \(outside)/public --state \(outside)/state")
    #expect(built.status == 0, "\(built.errors)")
    #expect(FileManager.default.fileExists(atPath: outside + "/public/videos/first/index.html"))
  }
}

struct `The command` {
  @Test func `writes nothing in a dry run`() throws {
    let project = try Project.small()
    let before = FolderState(project.path)
    let dry = try project.build(["--dry-run"])
    #expect(dry.status == 0, "\(dry.errors)")
    #expect(dry.output.contains("would package sea/second.avi"))
    #expect(FolderState(project.path).difference(from: before) == [])
    #expect(!FileManager.default.fileExists(atPath: project.file(".bobine")))
    #expect(!FileManager.default.fileExists(atPath: project.output))
  }

  @Test func `does not make a folder of a mistyped path`() throws {
    let folder = TemporaryFolder()
    let built = try run(Workshop.bobine, ["build", folder.file("nowhere")])
    #expect(built.status == 1)
    #expect(built.errors.contains("there is no such folder"), "\(built.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("nowhere")))
  }

  @Test func `prints one JSON object a line`() throws {
    let project = try Project.small()
    try project.write("nothing", to: "broken.mp4")
    let built = try project.build(["--json"], environment: ["NO_COLOR": "1"])
    #expect(built.status == 1)
    #expect(built.errors == "")
    let lines = try built.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(lines.contains { $0["path"] as? String == "broken.mp4" && $0["severity"] as? String == "error" })
    #expect(lines.last?["published"] as? Int == 2)
  }

  @Test(arguments: [
    ["build", "--bogus"], ["build", "--jobs", "0"], ["build", "--now", "yesterday"], ["build", "--base-url", "videos.example"], ["bild"],
  ])
  func `ends with status 2 when it is used wrongly`(arguments: [String]) throws {
    #expect(try run(Workshop.bobine, arguments).status == 2)
  }

  @Test func `without base_url builds a site that is complete for its visitors, and says what is missing`() throws {
    let project = Project()
    try Clips.mp4(project.file("film.mp4"), seconds: 1)
    let built = try project.build()
    #expect(built.status == 0)
    #expect(built.errors.contains("Without `base_url`"), "\(built.errors)")
    #expect(project.watchPages == ["videos/film/index.html"])
    #expect(project.outputFiles.contains { $0.hasSuffix(".torrent") })
    #expect(project.outputFiles.contains("videos/film/master.m3u8"))
    let absent = project.outputFiles.filter {
      $0.hasSuffix(".jsonld") || $0.hasSuffix("feed.xml") || $0.hasPrefix(".well-known") || $0.hasPrefix("nodeinfo") || $0 == "sitemap.xml"
    }
    #expect(absent == [])
  }

  @Test func `in a preview writes neither the ledger nor the output`() throws {
    let project = try Project.small()
    #expect(try project.build().status == 0)
    let (output, ledger) = (project.outputState, project.ledger)
    try project.write("---\ntitle: A preview\n---\n", to: "town/first.md")
    let errors = try project.folder.write("", to: "serve")
    let server = Process()
    server.executableURL = URL(filePath: Workshop.bobine)
    server.arguments = ["serve", project.path, "--port", "0"] + Project.now
    server.standardOutput = try FileHandle(forWritingTo: URL(filePath: errors))
    server.standardError = FileHandle.nullDevice
    try server.run()
    let deadline = Date(timeIntervalSinceNow: 60)
    func said() -> String { String(decoding: FileManager.default.contents(atPath: errors) ?? Data(), as: UTF8.self) }
    while server.isRunning, !said().contains("Serving"), Date() < deadline { usleep(10_000) }
    #expect(said().contains("http://127.0.0.1:"))
    server.interrupt()
    server.waitUntilExit()
    #expect(server.terminationReason == .uncaughtSignal)
    #expect(project.outputState.difference(from: output).filter { !$0.hasSuffix(".mp4") && !$0.hasSuffix(".jpg") } == [])
    #expect(project.ledger == ledger)
    let page = FileManager.default.contents(atPath: project.file(".bobine/serve/videos/first/index.html")) ?? Data()
    #expect(String(decoding: page, as: UTF8.self).contains("A preview"))
  }
}
