import ActivityPub
import Testing

@Suite struct `Limits of other servers` {
  @Test(
    arguments: [(0, "PT0S"), (499, "PT0S"), (500, "PT1S"), (3_723_000, "PT3723S"), (-5, "PT0S")] as [(Int64, String)])
  func `a duration is whole seconds alone`(milliseconds: Int64, text: String) {
    #expect(Limits.duration(milliseconds: milliseconds) == text)
  }

  @Test func `a long text is cut to the limit with an ellipsis, a short one stays`() {
    #expect(Limits.cut("lighthouse", to: 10) == "lighthouse")
    #expect(Limits.cut("lighthouses", to: 10) == "lighthous…")
    #expect(Limits.cut("the lighthouse", to: 5) == "the…")
    #expect(Limits.length(Limits.cut(String(repeating: "é", count: 500), to: 120)) == 120)
  }

  @Test(arguments: [
    ("3f2a9c1e-5b7d-4e8a-9c0f-2d1b6a7e8f90", true), ("3f2a9c1e-5b7d-1e8a-9c0f-2d1b6a7e8f90", false),
    ("3f2a9c1e-5b7d-4e8a-cc0f-2d1b6a7e8f90", false), ("3f2a9c1e5b7d4e8a9c0f2d1b6a7e8f90", false),
    ("3f2a9c1e-5b7d-4e8a-9c0f-2d1b6a7e8f9g", false), ("", false),
  ])
  func `only version 4 of the common variant is a uuid for PeerTube`(text: String, isValid: Bool) {
    #expect(Limits.isUUID4(text) == isValid)
  }

  @Test(arguments: [
    ("lighthouses", true), ("a", true), ("v-1a2b", true), ("a.b_c", true), ("-a", false), ("a-", false), ("A", false),
    ("é", false), ("", false),
  ])
  func `a user name is what Mastodon reads`(text: String, isValid: Bool) {
    #expect(Limits.isUserName(text) == isValid)
  }
}
