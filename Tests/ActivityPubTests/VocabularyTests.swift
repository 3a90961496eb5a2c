import ActivityPub
import JSON
import Testing

@Suite struct `The JSON-LD context` {
  @Test func `a document of plain ActivityStreams terms has the one string`() {
    let json = Tombstone(id: "https://v.example/a", deleted: "2026-01-01T00:00:00.000Z").json
    #expect(json["@context"] == "https://www.w3.org/ns/activitystreams")
  }

  @Test func `a term of PeerTube is defined with its prefix, and no other term is`() throws {
    let json = ChapterList(id: "https://v.example/a", parts: [.init(name: "One", start: 0, end: 5)]).json
    let context = try #require(json["@context"]?.array)
    #expect(context.first == "https://www.w3.org/ns/activitystreams")
    let terms = try #require(context.last?.object)
    #expect(Set(terms.keys) == ["sc", "hasPart", "startOffset", "endOffset"])
  }

  @Test func `a key brings the context of security`() throws {
    let actor = Actor(
      kind: .person, id: "https://v.example/a", userName: "a", name: "A", page: "https://v.example/",
      inbox: "https://v.example/i", outbox: "https://v.example/o", followers: "https://v.example/f",
      following: "https://v.example/g", publicKeyPEM: "-----BEGIN PUBLIC KEY-----")
    let context = try #require(actor.json["@context"]?.array)
    #expect(context.prefix(2) == ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"])
  }
}
