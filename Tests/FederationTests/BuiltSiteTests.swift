import Files
import Glibc
import JSON
import Subprocess
import SystemPackage
import Testing

/// The contract on a site that the program itself built of a real clip.
@Suite struct `A built site` {
  private static let base = "https://videos.example.org/"

  /// Builds in a folder of its own and gives every file of the output.
  private func build(_ folder: String, _ arguments: [String]) async throws -> [String: [UInt8]] {
    let programs = PathRules.parent(try Files.executablePath())
    // The tests run from a bundle beside the programs.
    let bobine = try #require(
      [programs, "\(Files.environment("PWD") ?? ".")/.build/debug"].map { $0 + "/bobine" }.first { Files.exists($0) })
    let result = try await run(
      .path(FilePath(bobine)),
      arguments: Arguments(["build", folder, "--base-url", Self.base, "--now", "2026-05-01T12:00:00Z"] + arguments),
      input: .none, output: .discarded, error: .string(limit: 1 << 20))
    #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
    var files: [String: [UInt8]] = [:]
    try read(folder + "/public", "", into: &files)
    return files
  }

  private func read(_ root: String, _ below: String, into files: inout [String: [UInt8]]) throws {
    for name in try Files.list(root + "/" + below) {
      let path = below + name
      if Files.isFolder(root + "/" + path) {
        try read(root, path + "/", into: &files)
      } else {
        files[path] = try Files.read(root + "/" + path, limit: 1 << 24)
      }
    }
  }

  @Test(.timeLimit(.minutes(15)))
  func `the example site holds to the contract, and every address leads to a file`() async throws {
    let example = PathRules.normalise(PathRules.join(PathRules.parent(#filePath), "../../example-site"))
    var template = Array("/tmp/bobine-example-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else { throw FileError("make the folder", "/tmp", errno: errno) }
    let folder = unsafe String(cString: made)
    defer { try? Files.removeTree(folder) }
    // The output and the state of a build by hand may stand in the checkout; the test takes only what was written.
    for entry in FolderWalk.entries(of: example, skip: { $0 == "public" }).entries where entry.status.kind == .file {
      try Files.copy(PathRules.join(example, entry.path), to: PathRules.join(folder, entry.path))
    }
    let contract = Contract(base: Self.base, files: try await build(folder, []))
    #expect(contract.problems == [])
    #expect(contract.deadAddresses == [])
  }

  @Test(.timeLimit(.minutes(15)))
  func
    `a real clip with captions, chapters and an old address holds to the contract, and every address leads to a file`()
    async throws
  {
    var template = Array("/tmp/bobine-built-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else { throw FileError("make the folder", "/tmp", errno: errno) }
    let folder = unsafe String(cString: made)
    defer { try? Files.removeTree(folder) }
    let texts = [
      "phares/channel.md": "---\ntitle: Phares\n---\nCourts films.\n",
      "phares/le-phare.md": """
      ---
      title: Le phare
      date: 2024-05-01
      language: fr
      licence: CC-BY-SA-4.0
      category: Travels
      tags: [mer]
      aliases: [ancien/phare]
      chapters:
        - {at: 0, title: Début}
        - {at: 2, title: Fin}
      ---
      Un *phare*.

      """,
      "phares/le-phare.fr.vtt": "WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour\n",
    ]
    for (path, text) in texts { try Files.write(Array(text.utf8), to: "\(folder)/\(path)") }
    _ = try await run(
      .name("ffmpeg"),
      arguments: [
        "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-f", "lavfi", "-i", "sine", "-t", "4",
        "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac",
        "\(folder)/phares/le-phare.mp4",
      ], input: .none, output: .discarded, error: .discarded)

    let files = try await build(folder, [])
    let contract = Contract(base: Self.base, files: files)
    #expect(contract.problems == [])
    #expect(contract.deadAddresses == [])
    #expect(files["videos/le-phare/video.jsonld"] != nil && files["ancien/phare/index.html"] != nil)
    let page = String(decoding: try #require(files["videos/le-phare/index.html"]), as: UTF8.self)
    #expect(
      page.contains(
        "rel=\"alternate\" type=\"application/activity+json\" href=\"\(Self.base)videos/le-phare/video.jsonld\""))
    // The file that PeerTube is told of has the size that it is told.
    let tags = try #require(contract.json("videos/le-phare/video.jsonld")?["url"]?.array?.last?["tag"]?.array)
    for file in tags where file["mediaType"] == "video/mp4" {
      let path = try #require(file["href"]?.text).dropFirst(Self.base.count)
      #expect(files[String(path)].map { Int64($0.count) } == file["size"]?.integer)
    }
  }

  @Test(.timeLimit(.minutes(15)))
  func `a renamed video keeps its id, and one that is gone leaves a Tombstone beside it`() async throws {
    var template = Array("/tmp/bobine-built-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else { throw FileError("make the folder", "/tmp", errno: errno) }
    let folder = unsafe String(cString: made)
    defer { try? Files.removeTree(folder) }
    for (name, size) in [("one", "320x180"), ("two", "180x320")] {
      _ = try await run(
        .name("ffmpeg"),
        arguments: Arguments(
          ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=\(size):rate=25", "-t", "2", "-c:v", "libx264"]
            + ["-preset", "ultrafast", "-g", "50", "-pix_fmt", "yuv420p", "\(folder)/\(name).mp4"]),
        input: .none, output: .discarded, error: .discarded)
    }
    let first = try await build(folder, [])
    #expect(first["videos/one/video.jsonld"] != nil && first["videos/two/video.jsonld"] != nil)

    try Files.write(Array("---\nslug: first\n---\n".utf8), to: "\(folder)/one.md")
    try Files.remove("\(folder)/two.mp4")
    let second = try await build(folder, [])
    let contract = Contract(base: Self.base, files: second)
    #expect(contract.problems == [])
    #expect(contract.deadAddresses == [])
    let json = try #require(contract.json("videos/one/video.jsonld"))
    #expect(json["url"]?.array?.first?["href"]?.text == Self.base + "videos/first/")
    let oldPage = String(decoding: try #require(second["videos/one/index.html"]), as: UTF8.self)
    #expect(oldPage.contains("content=\"0; url=../first/\""))
    #expect(second["videos/two/video.jsonld"] == nil)
    #expect(contract.json("videos/two/tombstone.jsonld")?["type"] == "Tombstone")
  }
}
