import Files
import JSON
import Testing

extension Visiting {
  /// What comes after a video: the next one of the list that one came from, or what the page suggests.
  @Suite(.serialized, .servedOnce { try await Site.harbour($0) }) struct `The next video` {
    @Test(arguments: ["chromium", "firefox"])
    func `a list leads on by itself over its pages, a suggestion where one chose so, and a button ends both`(
      browser: String
    ) async throws {
      let served = try ServedSite.shared
      let seen = try await Tool.script("onward.py", browser, served.base, seconds: 300).json()
      let message = Comment(rawValue: String(decoding: seen.bytes, as: UTF8.self))
      #expect(seen["consoleErrors"]?.array == [] && seen["violations"]?.array == [], message)
      let talk = "videos/talk/?list=walk&t=2&stop=4"
      let (sound, long) = ("videos/sound/?list=walk", "videos/long/?list=walk/page/2")
      let way = try #require(seen["list"]?.array)
      #expect(way.map { $0["path"]?.text } == [talk, sound, long], message)
      #expect(way.map { $0["current"]?.array } == [[.string(talk)], [.string(sound)], [.string(long)]], message)
      let first: JSON = [.string(talk), .string(sound)]
      #expect(way.map { $0["entries"] } == [first, first, [.string(long)]], message)
      let pages = ["playlists/walk/", "playlists/walk/", "playlists/walk/page/2/"]
      #expect(way.map { $0["list"]?.text } == pages, message)
      #expect(way.allSatisfy { $0["title"] == "A walk" }, message)
      // The last one names a suggestion, and stays.
      #expect(way.map { $0["auto"]?.bool } == [true, true, false], message)
      // Whoever goes there wants to see it.
      #expect(way.prefix(2).map { $0["next"]?.text } == ["\(sound)#play", "\(long)#play"], message)

      let stayed = seen["stayed"]
      #expect(stayed?["asked"] == "Next in a moment: The sound of the harbour", message)
      #expect(stayed?["path"]?.text == talk && stayed?["said"] == "", message)
      #expect(seen["last"]?["path"]?.text == long && seen["last"]?["said"] == "", message)
      let french = seen["french"]
      #expect(french?["title"] == "Une promenade" && french?["auto"]?.bool == true, message)
      #expect(french?["entries"]?.array?.first == "fr/videos/talk/?list=walk&t=2&stop=4", message)
      let alone = seen["alone"]
      #expect(alone?["auto"]?.bool == false && alone?["over"]?.bool == true, message)
      #expect(alone?["path"] == "videos/long/" && alone?["said"] == "", message)
      #expect(seen["chosen"]?.text?.hasPrefix("videos/") == true && seen["chosen"] != "videos/long/", message)
      #expect(seen["begun"] == ["position": 0, "resumed": 16], message)
      #expect(seen["strange"]?.array == [.null, .null, .null, .null, .null], message)
    }
  }
}
