import Catalog
import JSON
import Site
import Testing

/// A catalog of an institution: 2,500 videos in three channels, without media.
@Suite struct `An outbox at size` {
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
  private static let site = Result { try Output(Federation.documents(context(2500)).documents) }

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

  @Test func `PeerTube's crawl finds all 2,500 videos once, in their channels and at the account`() throws {
    let output = try Self.site.get()
    #expect(Contract(base: MadeUp.base, files: output.files).problems == [])
    let all = Set((0..<2500).map { MadeUp.base + "videos/v\($0)/video.jsonld" })
    var found: [String] = []
    for channel in Self.channels {
      let crawl = try Crawl("channels/\(channel)/outbox.jsonld", in: output.files)
      #expect(crawl.pages.count == 9 && crawl.largest < 3_000_000)
      found += crawl.items
    }
    #expect(found.count == 2500 && Set(found) == all)
    let account = try Crawl("accounts/videos-account/outbox.jsonld", in: output.files)
    #expect(account.items.count == 2500 && Set(account.items) == all)
    #expect(account.pages.count == 25 && account.largest < 3_000_000)
    // Newest first, for those who stop early.
    #expect(account.items.first == MadeUp.base + "videos/v2499/video.jsonld")
  }

  /// The bytes, not only the digests of inputs: a document that is rendered again and comes out the same is not written.
  @Test func `one more video changes a page and the root of the outboxes it is in, and what counts or pins videos`()
    throws
  {
    let before = try Self.site.get().files
    let after = try Output(Federation.documents(Self.context(2501)).documents).files
    #expect(before.keys.allSatisfy { after[$0] != nil })
    let channel = Self.channels[2500 % 3]
    #expect(
      after.keys.filter { after[$0] != before[$0] }.sorted()
        == [
          // A hundred to a page: the 2,501st video opens one. The pages that are full stay.
          "accounts/bobine/outbox-26.jsonld", "accounts/bobine/outbox.jsonld",
          "accounts/videos-account/outbox-26.jsonld", "accounts/videos-account/outbox.jsonld",
          // The newest twenty, which Mastodon shows as pinned posts.
          "channels/\(channel)/featured.jsonld",
          "channels/\(channel)/outbox-9.jsonld", "channels/\(channel)/outbox.jsonld",
          // `localPosts`: how many videos the site has.
          "nodeinfo/2.1.json",
          "videos/v2500/announce-by-site.jsonld", "videos/v2500/announce.jsonld", "videos/v2500/create.jsonld",
          "videos/v2500/video.jsonld",
        ].sorted())
    #expect(try JSON(try #require(after["nodeinfo/2.1.json"]))["usage"]?["localPosts"] == 2501)
  }

  @Test func `a video that is gone leaves a Tombstone in its place, and no other page changes`() throws {
    let before = try Self.site.get().files
    var input = Self.context(2500).input
    let gone = try #require(input.catalog.videos.firstIndex { $0.slug == "v1200" })
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
        "accounts/bobine/outbox-13.jsonld", "accounts/videos-account/outbox-13.jsonld",
        "channels/\(video.channel)/outbox-5.jsonld", "nodeinfo/2.1.json", "videos/v1200/announce-by-site.jsonld",
        "videos/v1200/announce.jsonld", "videos/v1200/create.jsonld", "videos/v1200/tombstone.jsonld",
        "videos/v1200/video.jsonld",
      ])
    let page = try JSON(try #require(after["channels/\(video.channel)/outbox-5.jsonld"]))
    let place = try #require(page["orderedItems"]?.array?.first { $0["type"] == "Tombstone" })
    #expect(place["id"]?.text == MadeUp.base + "videos/v1200/announce.jsonld" && place["formerType"] == "Announce")
    #expect(place["deleted"] == "2033-05-18T03:33:20.000Z")
  }

  @Test func `an edited video changes its own document alone`() throws {
    var catalog = Self.context(2500).input
    let before = try Self.site.get().files
    catalog.catalog.videos[1200].title = "Another title"
    catalog.catalog.videos[1200].updated = Instant(seconds: 2_000_000_000)
    let after = try Output(Federation.documents(SiteContext(catalog)).documents).files
    let slug = catalog.catalog.videos[1200].slug
    #expect(after.keys.filter { after[$0] != before[$0] } == ["videos/\(slug)/video.jsonld"])
    #expect(after.count == before.count)
  }
}
