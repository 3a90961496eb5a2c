import JSON
import Testing

extension Visiting {
  /// What players get wrong now and then: a video behind a warning, a finger on a hidden button, a browser that keeps nothing. corners.py
  /// tries it.
  @Suite(.serialized, .servedOnce { try await Site.harbour($0) }) struct `Controls on a bad day` {
    @Test
    func `play nothing behind a warning, lose no skip, hide nothing that one reads, and work where nothing is kept`()
      async throws
    {
      let served = try ServedSite.shared
      let seen = try await Tool.script("corners.py", served.base, seconds: 200).json()
      let message = Comment(rawValue: String(decoding: seen.bytes, as: UTF8.self))
      #expect(seen["consoleErrors"]?.array == [] && seen["warning"] == [true, false], message)
      #expect(seen["anchor"].flatMap(number) == 12 && seen["skips"].flatMap(number) == 16, message)
      #expect(seen["top"] == [true, true] && seen["over"]?.bool == false, message)
      #expect(seen["idle"] == [false, true, true, false, "1.25 ×"], message)
      #expect(seen["countdown"] == [true, "videos/talk/"], message)
      #expect(seen["tap"] == [true, false, false] && seen["places"]?.array == [], message)
      #expect((seen["panel"].flatMap(number) ?? -1) >= 0 && seen["blocked"] == [true, false], message)
      #expect(seen["figures"]?.array?.last?.bool == true && seen["figures"] != [20, true], message)
      #expect(seen["pages"].flatMap(number).map { $0 > 0 && $0 < 1 } == true, message)
      #expect(seen["field"] == "Link", message)
      #expect(seen["over text"] == ["en": "Watch next: ", "fr": "À voir ensuite : "], message)
    }

    private func number(_ value: JSON) -> Double? { value.double ?? value.integer.map(Double.init) }
  }
}
