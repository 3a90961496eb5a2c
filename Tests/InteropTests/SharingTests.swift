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
      let files = ["feed", "schedule", "swarm", "peer", "wire"].map { PathRules.join(Self.assets, "\($0).js") }
      try await Tool.check(
        "tsc",
        [
          "--allowJs", "--checkJs", "--strict", "--noEmit", "--target", "es2022", "--module", "es2022", "--lib",
          "es2022,dom,dom.iterable",
        ] + files, seconds: 120)
    }

    @Test func `browsers behind lines of their own, Firefox among them, take segments from each other without a stall`()
      async throws
    {
      let site = try Folder()
      let (seconds, every) = Programs.isFull ? (300, 30) : (40, 6)
      try await Tool.check(
        "ffmpeg",
        [
          "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=15,noise=alls=40:allf=t", "-f", "lavfi",
          "-i",
          "sine=f=300", "-t", "\(seconds)", "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "720k", "-maxrate",
          "720k",
          "-bufsize", "720k", "-g", "30", "-bf", "0", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k",
          site("reel.mp4"),
        ], seconds: 300)
      try site.put("title: Sharing\nbase_url: http://10.98.0.1:8080/\n", "bobine.yml")
      try await Tool.check(Programs.bobine, ["build", site.path], seconds: 300)
      let cases =
        Programs.isFull
        ? [
          "off:4:30:off:off:off:off", "two:2:30", "on:4:30", "eight:8:30", "bad:3:30:lies:freezes:-",
          "mixed:2:30:firefox:-",
        ]
        : ["on:3:\(every):-:firefox:-"]
      let seen = try await Tool.check(
        "unshare",
        [
          "-n", "/usr/bin/python3", PathRules.join(Self.scripts, "shared.py"), site("public"), Programs.bobined,
          Self.assets,
        ]
          + cases, seconds: Programs.isFull ? 4000 : 240
      ).json()
      let message = Comment(rawValue: String(decoding: seen.bytes, as: UTF8.self))
      let whole = seen["bytes"]?.double ?? 0
      for name in cases.map({ String($0.prefix { $0 != ":" }) }) {
        for viewer in seen[name]?["viewers"]?.array ?? [] where ["-", "off", "firefox"].contains(viewer["trick"]?.text)
        {
          #expect(viewer["done"]?.bool == true && viewer["stalls"] == 0 && viewer["error"] == JSON.null, message)
        }
      }
      let on = seen["on"]?["viewers"]?.array ?? []
      let given = on.map { $0["figures"]?["toPeers"]?.double ?? 0 },
        taken = on.map { $0["figures"]?["fromPeers"]?.double ?? 0 }
      #expect(given.contains { $0 > 0 } && taken.filter { $0 > 0 }.count >= 2, message)
      // In the small size much of the video is the start, which comes from the server.
      #expect(
        (seen["on"]?["sent"]?.double ?? .infinity) < Double(on.count) * whole * (Programs.isFull ? 0.45 : 0.9), message)
    }
  }
}
