import JSON
import Testing

extension Visiting {
  /// A mouse and the keyboard, one after the other: what has the focus then, and what a press means. hands.py tries it.
  @Suite(.serialized, .servedOnce { try await Site.harbour($0) }) struct `Controls under two hands` {
    @Test func `take keys after a click as before it, a click for one thing, and a held key for one`() async throws {
      let served = try ServedSite.shared
      let seen = try await Tool.script("hands.py", served.base, seconds: 200).json()
      let message = Comment(rawValue: String(decoding: seen.bytes, as: UTF8.self))
      #expect(seen["after"] == [true, true, 45] && seen["resting"]?.bool == true, message)
      #expect(seen["closing"] == [false, true] && seen["quieter"] == [true, 80], message)
      #expect(seen["listed"] == "player-panel" && seen["held"] == [false, 15], message)
      #expect(seen["figures"] == [true, false] && seen["end"] == [false, true], message)
      #expect(seen["chapter"] == [0, true] && seen["sliders"]?.bool == true && seen["rows"] == [50, 12], message)
      #expect(seen["selecting"] == 4 && seen["goes"] == "player-stage", message)
      #expect(seen["again"] == ["The video could not be loaded. Play tries again.", false, true], message)
      #expect(seen["frame"] == [false, true, "auto"] && seen["consoleErrors"]?.array == [], message)
    }
  }
}
