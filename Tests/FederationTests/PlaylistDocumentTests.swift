import Catalog
import Diagnostics
import JSON
import Site
import Testing

@Suite struct `Playlists on the fediverse` {
  private static let list = Playlist(
    slug: "best-of", title: "Best of", body: "What we *like*.", uuid: "3f2a9c1e-5b7d-4e8a-9c0f-2d1b6a7e8f91",
    channel: "lighthouses", date: Instant(seconds: 1_772_359_200), updated: Instant(seconds: 1_772_445_600),
    entries: [.init(slug: "sein"), .init(slug: "brest", start: 65_500, stop: 90_500)])

  private func build(_ playlists: [Playlist], _ videos: [Video]? = nil) throws -> (Output, Contract) {
    let context = MadeUp.context(videos: videos, playlists: playlists)
    let output = try Output(Federation.documents(context).documents)
    return (output, Contract(base: MadeUp.base, files: output.files))
  }

  @Test func `the account names them, and each element is a document with its place and its times`() throws {
    let (_, contract) = try build([Self.list])
    #expect(contract.problems == [])
    let person = try #require(contract.json("accounts/videos-account/actor.jsonld"))
    #expect(person["playlists"]?.text == MadeUp.base + "accounts/videos-account/playlists.jsonld")
    let all = try #require(contract.json("accounts/videos-account/playlists-1.jsonld"))
    #expect(all["orderedItems"]?.array?.compactMap(\.text) == [MadeUp.base + "playlists/best-of/playlist.jsonld"])
    let playlist = try #require(contract.json("playlists/best-of/playlist.jsonld"))
    #expect(playlist["attributedTo"]?.array?.compactMap(\.text) == [MadeUp.base + "channels/lighthouses/actor.jsonld"])
    #expect(playlist["totalItems"] == 2 && playlist["published"] == "2026-03-01T10:00:00.000Z")
    #expect(playlist["icon"]?["url"]?.text?.hasSuffix(".jpg") == true)
    let elements = try #require(contract.json("playlists/best-of/elements-1.jsonld")?["orderedItems"]?.array)
    #expect(
      elements.compactMap(\.text)
        == [
          MadeUp.video("sein"), MadeUp.rich,
        ].map { "\(MadeUp.base)playlists/best-of/\($0.uuid).jsonld" })
    let second = try #require(contract.json("playlists/best-of/\(MadeUp.rich.uuid).jsonld"))
    #expect(second["position"] == 2 && second["url"]?.text == MadeUp.base + "videos/brest/video.jsonld")
    // Whole seconds, and none of the scene is lost.
    #expect(second["startTimestamp"] == 65 && second["stopTimestamp"] == 91)
    #expect(contract.json("playlists/best-of/\(MadeUp.video("sein").uuid).jsonld")?["startTimestamp"] == nil)
  }

  @Test func `an element keeps its id when the list is put into another order`() throws {
    var other = Self.list
    other.entries.reverse()
    let (before, _) = try build([Self.list])
    let (after, contract) = try build([other])
    #expect(contract.problems == [])
    #expect(Set(before.files.keys) == Set(after.files.keys))
    #expect(
      after.files.keys.filter { after.files[$0] != before.files[$0] }.allSatisfy { $0.hasPrefix("playlists/best-of/") })
  }

  @Test func `250 videos are three pages, and 250 lists too`() throws {
    let videos = (0..<250).reversed().map { MadeUp.video("v\($0)", day: Int64($0)) }
    var list = Self.list
    list.entries = (0..<250).map { .init(slug: "v\($0)") }
    let (output, contract) = try build([list], videos)
    #expect(contract.problems == [])
    #expect(output.files["playlists/best-of/elements-3.jsonld"] != nil)
    let lists = (0..<250).map { number in
      Playlist(
        slug: "p\(number)", title: "P", uuid: MadeUp.video("u\(number)").uuid, entries: [.init(slug: "v\(number)")])
    }
    #expect(try build(lists, videos).1.problems == [])
  }

  @Test func `a list of no public video, and a site of no list, have no documents`() throws {
    var empty = Self.list
    empty.entries = []
    var hidden = MadeUp.video("hidden")
    hidden.privacy = .unlisted
    var secret = Self.list
    secret.entries = [.init(slug: "hidden")]
    let (output, contract) = try build([empty, secret], [MadeUp.rich, hidden])
    #expect(contract.problems == [])
    #expect(!output.files.keys.contains { $0.contains("playlists") })
    #expect(contract.json("accounts/videos-account/actor.jsonld")?["playlists"] == nil)
  }
}

@Suite struct `The site as an actor` {
  private func contract(_ channels: [Channel]) throws -> (Contract, [Diagnostic]) {
    let (documents, diagnostics) = Federation.documents(
      MadeUp.context(channels: channels, videos: channels.map { MadeUp.video("in-\($0.name)", channel: $0.name) }))
    return (Contract(base: MadeUp.base, files: try Output(documents).files), diagnostics)
  }

  @Test func `is an Application that NodeInfo names, WebFinger finds, and that announces every video`() throws {
    let (contract, _) = try contract([MadeUp.channel(), MadeUp.channel("wrecks")])
    #expect(contract.problems == [])
    let link = contract.json(".well-known/nodeinfo")?["links"]?.array?.first {
      $0["rel"] == "https://www.w3.org/ns/activitystreams#Application"
    }
    #expect(link?["href"]?.text == MadeUp.base + "accounts/bobine/actor.jsonld")
    #expect(contract.json("accounts/bobine/actor.jsonld")?["type"] == "Application")
    #expect(contract.json(".well-known/wf/acct:bobine@videos.example.org.json") != nil)
    let items = try #require(contract.json("accounts/bobine/outbox-1.jsonld")?["orderedItems"]?.array)
    #expect(items.map { $0["type"] } == ["Announce", "Announce"])
    // Not the ids of the channels' own announcements.
    let own = contract.json("channels/wrecks/outbox-1.jsonld")?["orderedItems"]?.array ?? []
    #expect(Set(items.map { $0["id"] }).isDisjoint(with: own.map { $0["id"] }))
  }

  @Test func `gives way to a channel of its name`() throws {
    let (contract, diagnostics) = try contract([MadeUp.channel("bobine")])
    #expect(contract.problems == [])
    #expect(diagnostics.map(\.id).contains("application-name-taken"))
    #expect(contract.json("accounts/bobine/actor.jsonld") == nil)
    #expect(contract.json(".well-known/nodeinfo")?["links"]?.array?.count == 1)
  }
}
