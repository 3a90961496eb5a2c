import Catalog
import Files
import JSON
import Site
import Testing

/// A catalog of an institution: 2,500 videos in three channels, without media; 500 where not all sizes are asked for.
@Suite struct `An outbox at size` {
  private static let count = Files.environment("BOBINE_FULL") == nil ? 500 : 2500
  private static let channels = ["harbours", "lighthouses", "wrecks"]

  /// Newest first, as a catalog has them; the channels take turns.
  private static func context(_ count: Int) -> SiteContext {
    MadeUp.context(
      channels: channels.map { MadeUp.channel($0) },
      videos: (0..<count).reversed().map { number in
        MadeUp.video("v\(number)", day: Int64(number), channel: channels[number % channels.count])
      })
  }

  /// Rendered once: it takes some seconds in a debug build.
  private static let site = Result { try Output(Federation.documents(context(count)).documents) }

  /// What PeerTube reads of an outbox: the root, `first`, then `next`; `orderedItems` that are arrays, nothing else; no document
  /// of 3 MB or more (contracts/activitypub.md 1.4).
  private struct Crawl {
    var items: [String] = []
    var pages: [String] = []
    var largest = 0

    init(_ outbox: String, in files: [String: [UInt8]], at location: SourceLocation = #_sourceLocation) throws {
      var address: String? = MadeUp.base + outbox
      var isRoot = true
      while let url = address, pages.count <= 2000 {
        let path = String(url.dropFirst(MadeUp.base.count))
        let bytes = try #require(files[path], "\(path) is not there", sourceLocation: location)
        largest = max(largest, bytes.count)
        let json = try JSON(bytes)
        address = json[isRoot ? "first" : "next"]?.text
        if isRoot {
          isRoot = false
          continue
        }
        pages.append(path)
        items += json["orderedItems"]?.array?.compactMap { $0["object"]?.text } ?? []
      }
    }
  }

  @Test func `PeerTube's crawl finds every video once, in their channels and at the account`() throws {
    let output = try Self.site.get()
    #expect(Contract(base: MadeUp.base, files: output.files).problems == [])
    let all = Set((0..<Self.count).map { MadeUp.base + "videos/v\($0)/video.jsonld" })
    var found: [String] = []
    for channel in Self.channels {
      let crawl = try Crawl("channels/\(channel)/outbox.jsonld", in: output.files)
      #expect(crawl.pages.count == Self.count / 300 + 1 && crawl.largest < 3_000_000)
      found += crawl.items
    }
    #expect(found.count == Self.count && Set(found) == all)
    let account = try Crawl("accounts/videos-account/outbox.jsonld", in: output.files)
    #expect(account.items.count == Self.count && Set(account.items) == all)
    #expect(account.pages.count == Self.count / 100 && account.largest < 3_000_000)
    // Newest first, for those who stop early.
    #expect(account.items.first == MadeUp.base + "videos/v\(Self.count - 1)/video.jsonld")
  }

  /// The bytes, not only the digests of inputs: a document that is rendered again and comes out the same is not written.
  @Test func `one more video changes a page and the root of the outboxes it is in, and what counts or pins videos`()
    throws
  {
    let before = try Self.site.get().files
    let after = try Output(Federation.documents(Self.context(Self.count + 1)).documents).files
    #expect(before.keys.allSatisfy { after[$0] != nil })
    let channel = Self.channels[Self.count % 3]
    #expect(
      after.keys.filter { after[$0] != before[$0] }.sorted()
        == [
          // A hundred to a page: this video opens one. The pages that are full stay.
          "accounts/bobine/outbox-\(Self.count / 100 + 1).jsonld", "accounts/bobine/outbox.jsonld",
          "accounts/videos-account/outbox-\(Self.count / 100 + 1).jsonld", "accounts/videos-account/outbox.jsonld",
          // The newest twenty, which Mastodon shows as pinned posts.
          "channels/\(channel)/featured.jsonld",
          "channels/\(channel)/outbox-\(Self.count / 300 + 1).jsonld", "channels/\(channel)/outbox.jsonld",
          // `localPosts`: how many videos the site has.
          "nodeinfo/2.1.json",
          "videos/v\(Self.count)/announce-by-site.jsonld", "videos/v\(Self.count)/announce.jsonld",
          "videos/v\(Self.count)/create.jsonld",
          "videos/v\(Self.count)/video.jsonld",
        ].sorted())
    #expect(
      try JSON(try #require(after["nodeinfo/2.1.json"]))["usage"]?["localPosts"]?.integer == Int64(Self.count + 1))
  }

  @Test func `a video that is gone leaves a Tombstone in its place, and no other page changes`() throws {
    let before = try Self.site.get().files
    var input = Self.context(Self.count).input
    let number = Self.count / 2
    let gone = try #require(input.catalog.videos.firstIndex { $0.slug == "v\(number)" })
    let video = input.catalog.videos.remove(at: gone)
    input.tombstones = [
      .init(
        idPath: video.idPath, deleted: Instant(seconds: 2_000_000_000), date: video.date, sourcePath: video.contentPath,
        channel: video.channel)
    ]
    let after = try Output(Federation.documents(SiteContext(input)).documents).files
    #expect(Contract(base: MadeUp.base, files: after).problems == [])
    let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
    #expect(
      changed == [
        "accounts/bobine/outbox-\(number / 100 + 1).jsonld",
        "accounts/videos-account/outbox-\(number / 100 + 1).jsonld",
        "channels/\(video.channel)/outbox-\(number / 300 + 1).jsonld", "nodeinfo/2.1.json",
        "videos/v\(number)/announce-by-site.jsonld",
        "videos/v\(number)/announce.jsonld", "videos/v\(number)/create.jsonld", "videos/v\(number)/tombstone.jsonld",
        "videos/v\(number)/video.jsonld",
      ])
    let page = try JSON(try #require(after["channels/\(video.channel)/outbox-\(number / 300 + 1).jsonld"]))
    let place = try #require(page["orderedItems"]?.array?.first { $0["type"] == "Tombstone" })
    #expect(place["id"]?.text == MadeUp.base + "videos/v\(number)/announce.jsonld" && place["formerType"] == "Announce")
    #expect(place["deleted"] == "2033-05-18T03:33:20.000Z")
  }

  @Test func `an edited video changes its own document alone`() throws {
    var catalog = Self.context(Self.count).input
    let before = try Self.site.get().files
    catalog.catalog.videos[Self.count / 2].title = "Another title"
    catalog.catalog.videos[Self.count / 2].updated = Instant(seconds: 2_000_000_000)
    let after = try Output(Federation.documents(SiteContext(catalog)).documents).files
    let slug = catalog.catalog.videos[Self.count / 2].slug
    #expect(after.keys.filter { after[$0] != before[$0] } == ["videos/\(slug)/video.jsonld"])
    #expect(after.count == before.count)
  }
}
