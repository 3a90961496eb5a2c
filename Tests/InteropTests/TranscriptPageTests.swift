import Files
import JSON
import Testing

extension Visiting {
  /// What is said in a video, as a text on its page.
  @Suite struct `Transcripts of captions` {
    @Test func `times of a transcript seek in the video, and no watch page weighs 40 KB with all that it loads`()
      async throws
    {
      let site = try Site()
      try site.folder.put("title: Talks\nrenditions: copy\n", "bobine.yml")
      try await Clips.make(site.folder("short.mp4"), seconds: 20, size: "160x90", rate: 5)
      try await Clips.make(
        site.folder("long.mp4"), seconds: 10_800, size: "64x36", rate: 1, keyframes: 6, codecs: Clips.h264 + ["-an"])
      // As much as a watch page takes, and three hours of quick speech.
      try site.folder.put(Self.speech(every: 25, until: 20_000, bytes: 47_500), "short.en.vtt")
      try site.folder.put(Self.speech(every: 2000, until: 10_800_000, bytes: .max), "long.en.vtt")
      let port = try await WebServer.freePort()
      try await site.built("--base-url", "http://127.0.0.1:\(port)/")

      for page in ["short", "long"] {
        let assets = try await site.published(".js") + site.published(".css")
        // It names all that it loads: one quality and one sound need no script to be played.
        let html = try site.folder.text("public/videos/\(page)/index.html")
        let paths = ["videos/\(page)/index.html"] + assets.filter { html.contains($0) }
        #expect(paths.count > 5)
        let list = paths.map { "'\(site.folder("public/\($0)"))'" }.joined(separator: " ")
        let weight = try await Tool.check("sh", ["-c", "for f in \(list); do gzip -9c \"$f\"; done | wc -c"])
        let bytes = try #require(Int(weight.out.filter(\.isNumber)))
        print("weight of the watch page, \(page) transcript: \(bytes) bytes")
        #expect((5_000..<40_000).contains(bytes), "\(page): \(bytes)")
      }

      let seen = try await WebServer.run(site.folder("public"), port: port) { server in
        let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/seek.py")
        let pages = ["videos/short/", "videos/long/transcript/"].map { server.base + $0 }
        return try await Tool.check(Programs.python, [script] + pages, seconds: 120).json()
      }
      #expect(seen["consoleErrors"]?.array == [], "\(seen)")
      let asked = try #require(Self.asked(seen["here"]), "\(seen)")
      #expect((10..<20).contains(asked))
      #expect((asked..<asked + 4).contains(Self.number(seen["here"]?.array?.first)), "\(seen)")
      #expect(seen["here"]?.array?[1].array?.count == 1, "\(seen)")
      let there = try #require(Self.asked(seen["there"]), "\(seen)")
      #expect(there > 30)
      #expect((there..<there + 4).contains(Self.number(seen["there"]?.array?.first)), "\(seen)")
      #expect((seen["unscripted"]?.array?.first?.integer ?? 0) > 40, "\(seen)")
      #expect(seen["unscripted"]?.array?.last?.text == "mp4#t=\(Int(asked))", "\(seen)")
    }

    /// 54 of `#t=54`, at the end.
    private static func asked(_ seen: JSON?) -> Double? {
      seen?.array?.last?.text.flatMap { Double($0.dropFirst("#t=".count)) }
    }

    private static func number(_ value: JSON?) -> Double {
      switch value {
      case .integer(let number)?: Double(number)
      case .double(let number)?: number
      default: -1
      }
    }

    /// Words as in no language, less alike than those of any.
    private static func speech(every step: Int, until end: Int, bytes: Int) -> String {
      var (text, state) = ("WEBVTT\n", UInt32(7))
      func number(_ limit: UInt32) -> UInt32 {
        state = state &* 1_664_525 &+ 1_013_904_223
        return (state >> 8) % limit
      }
      let syllables = "ba cor den fil gra hum is ke lor mi nu os pra ri su ta".split(separator: " ")
      let words = (0..<2000).map { _ in (0...number(3)).map { _ in syllables[Int(number(16))] }.joined() }
      for start in stride(from: 0, to: end, by: step) {
        let said = (0..<7).map { _ in words[Int(number(2000))] }.joined(separator: " ")
        let cue = "\n\(time(start)) --> \(time(start + step))\n\(said)\(number(3) == 0 ? "." : "")\n"
        if text.utf8.count + cue.utf8.count > bytes { break }
        text += cue
      }
      return text
    }

    private static func time(_ time: Int) -> String {
      func pad(_ number: Int, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)"
      }
      let minutes = "\(pad(time / 3_600_000, 2)):\(pad(time / 60_000 % 60, 2))"
      return "\(minutes):\(pad(time / 1000 % 60, 2)).\(pad(time % 1000, 3))"
    }
  }
}
