import Files
import JSON
import Testing

extension Swarming {
  /// The modules of a watch page that share segments between viewers.
  @Suite(.serialized) struct `Viewers share the load` {
    private static let scripts = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts")
    private static let assets = PathRules.join(Programs.checkout, "templates/assets")

    @Test func `the codec, the peers, the schedule and the feed keep their rules under node`() async throws {
      try await Tool.check("node", ["--test", PathRules.join(Self.scripts, "sharing.test.mjs")], seconds: 120)
    }

    @Test func `the types of the modules hold`() async throws {
      let files = try Files.list(Self.assets)
        .filter { $0.hasSuffix(".js") && $0 != "search.js" && $0 != "header.js" && $0 != "preview.js" }
        .map { PathRules.join(Self.assets, $0) }
      try await Tool.check(
        "tsc",
        [
          "--allowJs", "--checkJs", "--strict", "--noEmit", "--target", "es2022", "--module", "es2022", "--lib",
          "es2022,dom,dom.iterable",
        ] + [PathRules.join(Programs.checkout, "scripts/player.d.ts")] + files, seconds: 120)
    }

    @Test func `browsers behind lines of their own take segments from each other, whoever lies, without a stall`()
      async throws
    {
      let site = try Folder()
      try await Self.reel(site, "talk", seconds: 44, renditions: "[360, 180]")
      let case4 = ["-", "firefox", "lies", "-"]
      let seen = try await Self.run(site, [Case("small", "talk", every: 5, case4)], seconds: 240)
      let small = try #require(seen["small"])
      let viewers = try Self.expectPlayed(small, case4)
      // Each way, with the others, who run another browser.
      let fox = viewers[1]["others"]?.object?.values.map { $0 } ?? []
      #expect(
        fox.contains { ($0["given"]?.integer ?? 0) > 0 } && fox.contains { ($0["taken"]?.integer ?? 0) > 0 }, "\(small)"
      )
      // In the small size much of the video is the start, which comes from the server.
      let peers = viewers.reduce(0) { $0 + Self.taken($1) }
      #expect(peers > 2_000_000, "\(small)")
    }

    @Test(.enabled(if: Programs.isFull))
    func `with four viewers the server sends less than half, with eight less than a third`()
      async throws
    {
      let site = try Folder()
      try await Self.reel(site, "reel", seconds: 300, renditions: "[360]")
      let kinds = (off: Array(repeating: "off", count: 8), on: Array(repeating: "-", count: 8))
      let seen = try await Self.run(
        site,
        [
          Case("off4", "reel", every: 30, Array(kinds.off.prefix(4))),
          Case("on2", "reel", every: 30, Array(kinds.on.prefix(2))),
          Case("on4", "reel", every: 30, Array(kinds.on.prefix(4))), Case("off8", "reel", every: 30, kinds.off),
          Case("on8", "reel", every: 30, kinds.on),
        ], seconds: 4000)
      for (name, control, share) in [("on4", "off4", 0.45), ("on8", "off8", 0.30)] {
        let on = try #require(seen[name]), off = try #require(seen[control])
        let viewers = try (Self.expectPlayed(on, kinds.on), Self.expectPlayed(off, kinds.off))
        let ratio = try #require(on["all"]?.double) / #require(off["all"]?.double)
        let load = try #require(on["load"]?.double)
        // A machine that has no more to give says nothing about the schedule.
        #expect(ratio <= share || load > 0.8, "\(name): \(ratio), processors \(load)")
        // What both a viewer and the server sent: less than a segment in twenty.
        let brought = viewers.0.reduce(0) { $0 + Self.taken($1) + ($1["media"]?.double ?? 0) }
        #expect(brought < 1.05 * (try #require(off["media"]?.double)), "\(name): \(brought)")
      }
    }

    /// One who shares after one who does not, always others there: what differs between them is the sharing alone. A start is a few round
    /// trips and a new browser's work, and differs by a third from one to the next: many are compared.
    @Test(.enabled(if: Programs.isFull))
    func `the first picture comes as soon with sharing as without it`() async throws {
      let site = try Folder()
      try await Self.reel(site, "short", seconds: 24, renditions: "[360]")
      let kinds = (0..<24).map { $0 % 2 == 0 ? "-" : "off" }
      let seen = try #require(
        try await Self.run(site, [Case("starts", "short", every: 9, kinds)], seconds: 600)["starts"])
      let viewers = try Self.expectPlayed(seen, kinds)
      let (on, off) = (viewers.filter { $0["trick"] == "-" }, viewers.filter { $0["trick"] == "off" })
      #expect(on.count == 12 && off.count == 12)
      let starts = (Self.median(on, "start"), Self.median(off, "start"))
      print("start with sharing \(starts.0) ms, without \(starts.1) ms")
      #expect(starts.0 <= starts.1 * 1.1, "\(seen)")
    }

    @Test(.enabled(if: Programs.isFull))
    func
      `playback goes on while others lie, freeze and vanish, the line is cut, the tracker dies, and the quality changes`()
      async throws
    {
      let site = try Folder()
      try await Self.reel(site, "talk", seconds: 90, renditions: "[360, 180]")
      let kinds = ["-", "lies", "freezes", "vanishes", "killed", "cut", "-"]
      let seen = try await Self.run(
        site,
        [
          Case("switching", "talk", every: 6, kinds, switch: 9, dies: 50),
          Case("steady", "talk", every: 6, kinds, dies: 50),
          Case("firefox", "talk", every: 8, ["firefox", "-"]),
        ], seconds: 900)
      for (name, kinds) in [("switching", kinds), ("steady", kinds), ("firefox", ["firefox", "-"])] {
        _ = try Self.expectPlayed(try #require(seen[name]), kinds)
      }
    }

    private struct Case {
      let json: String

      init(_ name: String, _ page: String, every: Int, _ viewers: [String], switch: Int = 0, dies: Int = 0) {
        json = """
          {"name": "\(name)", "page": "videos/\(page)", "every": \(every), "viewers": \(viewers), "switch": \(`switch`), "dies": \(dies)}
          """
      }
    }

    private static func run(_ site: Folder, _ cases: [Case], seconds: Int) async throws -> JSON {
      try site.put(
        "title: Sharing\nbase_url: http://10.98.0.1:8080/\npeers:\n  tracker: ws://10.98.0.1:6969/tracker/socket\n",
        "bobine.yml")
      try await Tool.check(Programs.bobine, ["build", site.path], seconds: 300)
      let seen = try await Tool.check(
        "unshare",
        [
          "-n", "/usr/bin/python3", PathRules.join(scripts, "shared.py"), site("public"), Programs.bobined,
          "[\(cases.map(\.json).joined(separator: ","))]",
        ], seconds: seconds
      ).json()
      if Programs.isFull { print(String(decoding: seen.bytes, as: UTF8.self)) }
      return seen
    }

    /// 800 kbit/s of pictures that do not repeat, and a tone.
    private static func reel(_ site: Folder, _ name: String, seconds: Int, renditions: String) async throws {
      let sources = ["testsrc2=s=640x360:r=15,noise=alls=40:allf=t", "sine=f=300"].flatMap {
        ["-f", "lavfi", "-i", $0]
      }
      try await Tool.check(
        "ffmpeg",
        ["-loglevel", "error"] + sources + ["-t", "\(seconds)", "-c:v", "libx264", "-preset", "ultrafast"]
          + ["-b:v", "720k", "-maxrate", "720k", "-bufsize", "720k", "-g", "30", "-bf", "0", "-pix_fmt", "yuv420p"]
          + ["-c:a", "aac", "-b:a", "64k", site("\(name).mp4")], seconds: 300)
      try site.put("---\nrenditions: \(renditions)\n---\n", "\(name).md")
    }

    /// Those who keep to the rules play to the end, without a stall and without a word about it.
    private static func expectPlayed(_ seen: JSON, _ kinds: [String]) throws -> [JSON] {
      let viewers = try #require(seen["viewers"]?.array)
      for (viewer, kind) in zip(viewers, kinds) where ["-", "off", "firefox", "cut"].contains(kind) {
        #expect(viewer["done"]?.bool == true && viewer["error"] == JSON.null, "\(viewer)")
        // Where others fail thirteen seconds may lie ahead: who has no line for ten waits at most for its first bytes, once.
        let (most, seconds) = kind == "cut" ? (1, 2.0) : (0, 0.5)
        #expect((viewer["stalls"]?.integer ?? 9) <= most && (viewer["stalled"]?.double ?? 9) < seconds, "\(viewer)")
        #expect(viewer["said"]?.array == [] && viewer["source"]?.text == "blob:", "\(viewer)")
      }
      return viewers
    }

    private static func taken(_ viewer: JSON) -> Double {
      (viewer["others"]?.object ?? [:]).values.reduce(0) { $0 + ($1["taken"]?.double ?? 0) }
    }

    private static func median(_ viewers: [JSON], _ key: String) -> Double {
      let all = viewers.compactMap { $0[key]?.double }.sorted()
      return all.isEmpty ? .infinity : (all[all.count / 2] + all[(all.count - 1) / 2]) / 2
    }
  }
}
