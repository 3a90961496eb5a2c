import Files
import JSON
import Testing

extension Visiting {
  /// The modules of the theme play segments by Media Source Extensions, over a server that can be told to fail. One run of each
  /// browser does all that playback.py lists; each test here reads its part.
  @Suite(.serialized, .builtOnce { try await Site.numbered() }) struct `Segments played by script` {
    @Test func `play, seek to the picture, change quality a hundred times, and go on whatever fails`() async throws {
      let site = try Site.shared
      // They wait more than they work.
      async let chromium = Tool.script("playback.py", "chromium", site.folder("public"), "videos/talk", seconds: 300)
      async let firefox = Tool.script("playback.py", "firefox", site.folder("public"), "videos/talk", seconds: 300)
      try expectAll(try await chromium.json(), ending: "m3u8")
      try expectAll(try await firefox.json(), ending: "mp4")
    }

    private func expectAll(_ seen: JSON, ending: String) throws {
      expectStart(try #require(seen["start"]))
      expectSeeks(try #require(seen["seeks"]?.array))
      try expectSwitches(try #require(seen["switches"]))
      expectSound(try #require(seen["sound"]))
      try expectMemory(try #require(seen["memory"]))
      try expectFaults(try #require(seen["faults"]?.object))
      expectChosen(try #require(seen["chosen"]))
      try expectStorm(try #require(seen["storm"]))
      try expectCut(try #require(seen["cut"]))
      expectPages(try #require(seen["watch"]), ending: ending)
      let messages = try #require(seen["messages"]?.object)
      #expect(messages["unasked"]?.integer == 1 && messages.values.count { $0.bool == true } == 7, "\(messages)")
      // Firefox has no sound on a machine without a device, and plays no playlist by itself.
      if ending == "mp4" { return }
      // A tone that begins with every odd second is heard then, after a hundred changes of quality.
      let heard = (seen["heard"]?.array ?? []).compactMap(\.double)
      #expect(heard.count >= 2 && heard.allSatisfy { abs($0 - (($0 - 1) / 2).rounded() * 2 - 1) < 0.06 }, "\(heard)")
      expectQuality(try #require(seen["quality"]))
      try expectQuickBeginning(try #require(seen["beginning"]))
      try expectElsewhere(try #require(seen["elsewhere"]?.object))
    }

    /// The first picture, and not a second segment before somebody plays.
    private func expectStart(_ seen: JSON) {
      #expect(seen["source"]?.text == "segments" && seen["paused"]?.bool == true, "\(seen)")
      #expect(seen["asked"]?.array?.count == 1 && seen["height"]?.integer == 90, "\(seen)")
    }

    private func expectSeeks(_ seen: [JSON]) {
      #expect(seen.count == 7)
      for one in seen { #expect(one.array?[0] == one.array?[1] && one.array?[2].bool == true, "\(one)") }
    }

    /// No gap, no picture at another time than its own, no moment of standing still.
    private func expectSwitches(_ seen: JSON) throws {
      #expect(seen["switched"]?.integer == 100, "\(seen)")
      #expect(seen["gaps"]?.array == [] && seen["odd"]?.array == [] && seen["problems"]?.array == [], "\(seen)")
      #expect((seen["pictures"]?.integer ?? 0) > 30 && (seen["heights"]?.array?.count ?? 0) == 3, "\(seen)")
      #expect(abs(try #require(seen["late"]?.double)) < 0.5, "\(seen)")
    }

    private func expectSound(_ seen: JSON) {
      #expect(seen["label"]?.text == "Français" && seen["problems"]?.array == [], "\(seen)")
      #expect(seen["source"]?.text == "segments" && seen["back"]?.bool == true, "\(seen)")
      #expect(seen["endedAfter"]?.bool == true, "\(seen)")
    }

    private func expectMemory(_ seen: JSON) throws {
      #expect((seen["time"]?.double ?? 0) > 34 && seen["source"]?.text == "segments", "\(seen)")
      let first = try #require(seen["ranges"]?.array?.first?.array?.first?.double)
      #expect(first > 4, "what was played half a minute ago is still there: \(seen)")
    }

    /// Whatever fails, and whatever is chosen meanwhile.
    private func expectFaults(_ seen: [String: JSON]) throws {
      #expect(seen.count == 7)
      let plain = ["no segment is there", "no playlist is there"]
      for (name, one) in seen {
        for (moment, second) in [(one, 7.0), (try #require(one["later"]), 14.5)] {
          #expect((moment["time"]?.double ?? 0) > second && moment["paused"]?.bool == false, "\(name): \(one)")
          #expect((moment["source"]?.text == "segments") == !plain.contains(name), "\(name): \(one)")
          #expect(moment["speed"]?.double == 4, "\(name): \(one)")
        }
      }
      #expect(seen["no segment is there"]?["problems"]?.array == ["player-failed"])
    }

    /// Whoever chose a quality that is gone is told; another one plays.
    private func expectChosen(_ seen: JSON) {
      for name in ["given", "plays", "still"] { #expect(seen[name]?.bool == true, "\(name): \(seen)") }
      #expect(seen["offered"]?.bool == false && seen["source"]?.text == "segments", "\(seen)")
      #expect(seen["problems"]?.array == ["player-failed"], "\(seen)")
    }

    /// Not one request for each of sixty places that nobody stayed at.
    private func expectStorm(_ seen: JSON) throws {
      #expect(seen["plays"]?.bool == true && seen["error"] == JSON.null && seen["problems"]?.array == [], "\(seen)")
      #expect(try #require(seen["requests"]?.integer) <= 60, "\(seen)")
      let (time, picture) = (try #require(seen["time"]?.double), try #require(seen["picture"]?.double))
      #expect(abs(picture - (time * 15).truncatingRemainder(dividingBy: 100)) <= 3, "\(seen)")
    }

    /// It stands where its buffer ends, says nothing that is final, and goes on by itself.
    private func expectCut(_ seen: JSON) throws {
      let stood = try #require(seen["stood"])
      #expect((stood["room"]?.double ?? 9) < 0.6 && stood["source"]?.text == "segments", "\(seen)")
      #expect(stood["paused"]?.bool == false && stood["problems"]?.array?.contains("player-failed") == false, "\(seen)")
      #expect(try #require(seen["time"]?.double) > (try #require(stood["time"]?.double)) + 1, "\(seen)")
      #expect(seen["source"]?.text == "segments" && seen["speed"]?.double == 2, "\(seen)")
    }

    /// Under the policy of the pages.
    private func expectPages(_ seen: JSON, ending: String) {
      for name in ["page", "frame"] {
        #expect(seen[name]?["source"]?.text == "blob:" && (seen[name]?["time"]?.double ?? 0) > 21.4, "\(seen)")
      }
      #expect(seen["page"]?["paused"]?.bool == true && seen["page"]?["loop"]?.bool == false, "\(seen)")
      for name in ["loop", "muted", "title"] { #expect(seen["frame"]?[name]?.bool == true, "\(name): \(seen)") }
      #expect(seen["frame"]?["paused"]?.bool == false && seen["errors"]?.array == [], "\(seen)")
      // Without Media Source Extensions the page is what it was.
      #expect(seen["old"]?["source"]?.text == ending && (seen["old"]?["time"]?.double ?? 0) > 0.4, "\(seen)")
    }

    /// Where a server of another site tells nothing, it is asked a few times, and something else plays.
    private func expectElsewhere(_ seen: [String: JSON]) throws {
      #expect(seen.count == 2)
      for (name, one) in seen {
        #expect((one["time"]?.double ?? 0) > 12 && one["source"]?.text == "segments", "\(name): \(one)")
        #expect((1...20).contains(try #require(one["refused"]?.integer)), "\(name): \(one)")
        #expect(one["problems"]?.array == [], "\(name): \(one)")
      }
    }

    private func expectQuality(_ seen: JSON) {
      #expect(seen["fast"]?.array == ["180p", "90p"], "\(seen)")
      #expect(seen["small"]?.array == ["90p"] && seen["slow"]?.array == ["90p"], "\(seen)")
    }

    /// Against `<video src="master.m3u8">`, which Chromium plays itself.
    private func expectQuickBeginning(_ seen: JSON) throws {
      let (ours, plain) = (seen["segments"], seen["plain"])
      let seconds = (try #require(ours?["seconds"]?.double), try #require(plain?["seconds"]?.double))
      #expect(seconds.0 < seconds.1 * 1.1 + 0.1, "\(seen)")
      #expect(try #require(ours?["bytes"]?.integer) <= (try #require(plain?["bytes"]?.integer)), "\(seen)")
    }
  }
}

extension Site {
  /// A video in three qualities with two sounds, whose pictures have their number as brightness and whose first sound is a tone in
  /// every odd second.
  fileprivate static func numbered() async throws -> Site {
    let site = try Site()
    try site.folder.put("renditions: [180, 120, 90]\n", "bobine.yml")
    let inputs = [
      "color=black:size=16x16:rate=15:duration=60,format=yuv420p,geq=lum='16+2*mod(N\\,100)':cb=128:cr=128,"
        + "scale=320:180:flags=neighbor,setsar=1",
      "aevalsrc='if(lt(mod(t\\,2)\\,1)\\,0\\,0.5*sin(2*PI*880*t))':d=60:s=48000", "sine=frequency=300:duration=60",
    ]
    try await Tool.check(
      "ffmpeg",
      ["-v", "error", "-y"] + inputs.flatMap { ["-f", "lavfi", "-i", $0] } + ["-map", "0", "-map", "1", "-map", "2"]
        + ["-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=fra", "-g", "30", "-sc_threshold", "0"]
        + Clips.h264 + Clips.aac + ["-bitexact", site.folder("talk.mp4")])
    try await site.built()
    return site
  }
}
