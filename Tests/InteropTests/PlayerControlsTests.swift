import Files
import JSON
import Testing

extension Visiting {
  /// The controls that the page puts in the place of the browser's: one browser for nearly everything.
  @Suite(.serialized, .servedOnce { try await Site.harbour($0) }) struct `Controls of the player` {
    @Test func `every control has a name in both languages, works by keyboard, and is kept to WCAG 2.2 AA`()
      async throws
    {
      let served = try ServedSite.shared
      let seen = try await Tool.script("controls.py", served.base, seconds: 300).json()
      let message = Comment(rawValue: String(decoding: seen.bytes, as: UTF8.self))
      #expect(seen["consoleErrors"]?.array == [], message)
      #expect((seen["audits"]?.integer ?? 0) >= 19 && seen["violations"]?.array == [], message)
      expectNames(seen, message)
      expectKeys(try #require(seen["keys"]), message)
      expectMemory(seen, served.base, message)
      expectSharing(seen, message)

      let firefox = seen["firefox"]
      #expect(firefox?["native"]?.bool == false && firefox?["plays"]?.bool == true, message)
      #expect(firefox?["caption"] == "Good evening." && (firefox?["half"]?.double ?? 0) > 14, message)
      #expect(firefox?["names"]?.array == seen["names"]?["en"]?.array.map { Array($0.prefix(10)) }, message)
      #expect(firefox?["panel"]?.array?.last?.bool == true, message)
    }

    private func expectNames(_ seen: JSON, _ message: Comment) {
      let names = ["en", "fr"].map { (seen["names"]?[$0]?.array ?? []).compactMap(\.text) }
      #expect(
        names[0].prefix(10) == [
          "Position", "Play", "Next video", "Mute", "Volume", "Captions", "Settings", "Picture in picture", "Wide view",
          "Full screen",
        ], message)
      #expect(
        names[1].prefix(10) == [
          "Position", "Lire", "Vidéo suivante", "Couper le son", "Volume", "Sous-titres", "Réglages",
          "Image dans l’image",
          "Vue large", "Plein écran",
        ], message)
      #expect(names[0].count == names[1].count && names[0].count >= 18 && !names.joined().contains(""), message)
      // The same words in both: no more than these.
      #expect(seen["english"]?.array == ["Pause"], message)
    }

    private func expectKeys(_ keys: JSON, _ message: Comment) {
      #expect(keys["k"]?.bool == false && keys["space"]?.bool == true, message)
      for (key, by) in [("l", 10.0), ("j", -10), ("right", 5), ("left", -5), (".", 0.04), (",", -0.04)] {
        let times = keys[key]?.array?.compactMap(number) ?? []
        #expect(times.count == 2 && abs(times[1] - times[0] - by) < 0.05, "\(key): \(message)")
      }
      #expect(keys["3"]?.array?.last.flatMap(number).map { abs($0 - 9) < 0.2 } == true, message)
      #expect(keys["m"]?.array == [true, false] && keys["t"]?.array == [false, true], message)
      #expect(keys["<"]?.array?.last.flatMap(number) == 0.75 && keys[">"]?.array?.last.flatMap(number) == 1, message)
      #expect(keys["?"]?.array == [false, true] && keys["escape"]?.bool == false, message)
      #expect(keys["f"]?.bool == true, message)
      #expect(
        keys["down"]?.array?.last.flatMap(number) == 0.95 && keys["up"]?.array?.last.flatMap(number) == 1, message)
      #expect(keys["home"].flatMap(number) == 0, message)
      #expect(keys["field"]?.array == ["k", true] && keys["alone"]?.bool == true, message)
    }

    private func expectMemory(_ seen: JSON, _ base: String, _ message: Comment) {
      let panel = seen["panel"]
      #expect(
        panel?["opened"]?.bool == true && panel?["closed"]?.bool == true && panel?["back"] == "player-panel", message)
      #expect(panel?["first"] == "speed" && panel?["speed"].flatMap(number) == 2, message)
      let captions = seen["captions"]
      #expect(
        captions?["text"] == "Good evening." && captions?["off"] == "" && captions?["again"] == "Good evening.", message
      )
      #expect((captions?["size"].flatMap(number) ?? 0) > 40 && captions?["ground"] == "rgba(0, 0, 0, 0)", message)
      let session = seen["session"]
      #expect(session?["actions"]?.array == ["nexttrack", "seekbackward", "seekforward", "seekto"], message)
      #expect(session?["title"] == "The talk of the harbour" && session?["moved"].flatMap(number) == 12, message)
      #expect(seen["window"]?.array == [[true, "showing"], [false, "hidden"]], message)
      let placed = seen["placed"]?.array ?? []
      #expect(placed.count == 4, message)
      for (cue, at) in zip(placed, [["10%", "40%"], ["30%", "20%"], ["0%", "60%"]]) {
        #expect(cue["mode"] == "hidden" && cue["drawn"] == "placed", message)
        #expect([cue["left"]?.text, cue["right"]?.text] == at, message)
      }
      // Upright ones are the browser's to draw.
      #expect(placed.last?["mode"] == "showing" && placed.last?["drawn"] == "", message)
      #expect(seen["speeds"]?.array?.map(number) == [2, 1], message)
      let resumed = seen["resumed"]
      #expect(resumed?["at"].flatMap(number) == 16 && resumed?["said"] == "Goes on at 0:16", message)
      #expect(resumed?["restart"].flatMap(number) == 0 && resumed?["over"].flatMap(number) == 5, message)
      #expect(seen["preview"]?["picture"]?.text?.contains("storyboard-") == true, message)
      #expect(seen["preview"]?["text"]?.text?.firstMatch(of: /^\d:\d\d (Before|After)$/) != nil, message)
      let shared = (seen["shared"]?.array ?? []).compactMap(\.text)
      #expect(shared.first == base + "videos/talk/?t=8" && shared.last == base + "videos/talk/", message)
      #expect(shared[1].contains("src=\"\(base)videos/talk/embed/?t=8\""), message)
      #expect(seen["touch"]?.array == [false, true, false, false], message)
    }

    private func expectSharing(_ seen: JSON, _ message: Comment) {
      let fakes = seen["fakes"]
      #expect(seen["replaced"]?.bool == true, message)
      #expect(
        fakes?["quality"]?.array == ["Automatic", "720p", "360p"]
          && fakes?["sounds"]?.array == ["English", "Français"], message)
      #expect(fakes?["chosen"]?.array == ["b", .integer(1)], message)
      #expect(fakes?["again"] == "b" && fakes?["other"] == "auto", message)
      let figures = (fakes?["figures"]?.array ?? []).compactMap(\.text).joined(separator: "\n")
      for text in ["360p", "From viewers\n", "8 Mb/s", "4 Mb/s", "2 Mb/s", "Viewers connected\n3"] {
        #expect(figures.contains(text), "\(text): \(message)")
      }
      let lines = (fakes?["lines"]?.array ?? []).compactMap(number)
      #expect(lines.count == 4 && lines.allSatisfy { $0 >= 2 }, message)
      #expect(fakes?["told"]?.text?.hasPrefix("The connection is slow") == true, message)
      let sharing = seen["sharing"]
      #expect(
        sharing?["page"]?.array == [true] && sharing?["off"]?.bool == false && sharing?["kept"]?.bool == false, message)
      #expect(sharing?["text"]?.text?.contains("see your IP address") == true, message)
      #expect(sharing?["frame"]?.array == [false] && sharing?["asked"]?.array == [true, true], message)
    }

    private func number(_ value: JSON) -> Double? {
      switch value {
      case .integer(let number): Double(number)
      case .double(let number): number
      default: nil
      }
    }
  }
}
