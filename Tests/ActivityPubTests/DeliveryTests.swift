import ActivityPub
import JSON
import Testing

@Suite struct `What is posted to inboxes` {
  private static let follow = Follow(
    id: "https://far.example/follows/7", actor: "https://far.example/users/ann",
    object: "https://v.example/channels/sea/actor.jsonld")

  @Test func `an update carries the object, under one context that knows every term of both`() throws {
    let video = Valid.document(.video)
    let json = Delivery.update(object: video).json(
      id: "https://v.example/updates/1", actor: "https://v.example/channel.jsonld", cc: ["https://v.example/f"])
    #expect(json["type"] == "Update" && json["object"]?["@context"] == nil)
    #expect(json["object"]?["name"] == video["name"] && json["@context"] == video["@context"])
    #expect(json["to"] == ["https://www.w3.org/ns/activitystreams#Public"] && json["cc"] == ["https://v.example/f"])
  }

  @Test func `a deletion names the id alone`() {
    let json = Delivery.delete(object: "https://v.example/videos/a/video.jsonld").json(
      id: "https://v.example/deletes/1", actor: "https://v.example/channel.jsonld")
    #expect(json["type"] == "Delete" && json["object"] == "https://v.example/videos/a/video.jsonld")
    #expect(json["@context"] == "https://www.w3.org/ns/activitystreams")
  }

  @Test func `an acceptance repeats the follow and goes to the follower`() throws {
    let json = Delivery.accept(Self.follow).json(id: "https://v.example/accepts/1", actor: Self.follow.object)
    #expect(json["type"] == "Accept" && json["to"] == [.string(Self.follow.actor)] && json["cc"] == nil)
    #expect(json["object"]?["id"]?.text == Self.follow.id && json["object"]?["type"] == "Follow")
  }

  @Test func `a follow is read as it was written, also with its actor and object inline`() throws {
    #expect(try Follow(Self.follow.json.bytes) == Self.follow)
    let inline: JSON = [
      "type": "Follow", "id": .string(Self.follow.id), "actor": ["id": .string(Self.follow.actor), "type": "Person"],
      "object": ["id": .string(Self.follow.object)],
    ]
    #expect(try Follow(inline.bytes) == Self.follow)
  }

  @Test(arguments: [
    ("type", JSON.string("Undo"), Follow.Refusal.otherType), ("type", JSON.strings(["Follow"]), .otherType),
    ("id", JSON.integer(7), .noID),
    ("id", "javascript:alert(1)", .noID), ("actor", "ann", .noActor), ("actor", .null, .noActor),
    ("object", JSON.object(["id": "file:///etc/passwd"]), .noObject), ("id", "https://other.example/1", .otherHost),
    ("actor", "https://far.example:8443/users/ann", .otherHost),
  ])
  func `a follow that says nothing, or speaks for another host, is refused`(
    _ key: String, _ value: JSON, _ reason: Follow.Refusal
  ) {
    var fields = Self.follow.json.object ?? [:]
    fields[key] = value
    #expect(throws: reason) { try Follow(JSON.object(fields).bytes) }
  }

  @Test func `whatever else comes as a body is refused, and never more than 64 KB of it are read`() {
    #expect(throws: Follow.Refusal.tooLarge) { try Follow([UInt8](repeating: 0x20, count: 64 << 10 + 1)) }
    let bytes = Self.follow.json.bytes
    for length in 0..<(bytes.count - 1) {
      #expect(throws: Follow.Refusal.noJSON) { try Follow(Array(bytes.prefix(length))) }
    }
    // The same changes in every run.
    var state: UInt64 = 1
    for _ in 0..<5000 {
      var mutated = bytes
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        mutated[Int(state >> 33) % mutated.count] = UInt8(truncatingIfNeeded: state >> 24)
      }
      if let follow = try? Follow(mutated) {
        #expect(follow.id.hasPrefix("http") && follow.actor.hasPrefix("http") && follow.object.hasPrefix("http"))
      }
    }
  }
}
