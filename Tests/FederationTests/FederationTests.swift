import Catalog
import Diagnostics
import Facts
import JSON
import Site
import Testing

@Suite struct `What other servers read` {
  private func build(_ context: SiteContext) throws -> (output: Output, diagnostics: [Diagnostic], contract: Contract) {
    let (documents, diagnostics) = Federation.documents(context)
    let output = try Output(documents)
    #expect(output.files.count == documents.count, "two documents at one path")
    return (output, diagnostics, Contract(base: context.site.baseURL ?? "", files: output.files))
  }

  @Test func `every document holds to the contract of PeerTube and Mastodon`() throws {
    let (output, _, contract) = try build(MadeUp.context())
    #expect(contract.problems == [])
    #expect(output.files.keys.filter { $0.hasSuffix("/video.jsonld") }.count == 3)
  }

  @Test func `the checker itself sees a video that PeerTube would refuse`() throws {
    var files = try build(MadeUp.context()).output.files
    files["videos/sein/video.jsonld"] = Array(
      #"{"type":"Video","id":"https://videos.example.org/videos/sein/video.jsonld"}"#.utf8)
    let problems = Contract(base: MadeUp.base, files: files).problems
    for field in ["duration", "uuid", "views", "attributedTo", "no icon", "likes: no count"] {
      #expect(problems.contains("videos/sein/video.jsonld: \(field)"))
    }
  }

  @Test func `without a base URL there is nothing to federate`() throws {
    let (output, diagnostics, _) = try build(MadeUp.context(site: MadeUp.site(base: nil)))
    #expect(output.files.isEmpty && diagnostics.isEmpty)
  }

  @Test func `an unlisted video has no document and stands in no collection`() throws {
    let hidden = MadeUp.video("hidden", day: 9) { $0.privacy = .unlisted }
    let (output, _, contract) = try build(MadeUp.context(videos: [hidden, MadeUp.rich]))
    #expect(contract.problems == [])
    for (path, bytes) in output.files {
      #expect(!String(decoding: bytes, as: UTF8.self).contains("hidden"), "\(path)")
    }
  }

  @Test func `a renamed video keeps its id and its chapters there, and names its new page first`() throws {
    var video = MadeUp.rich
    video.slug = "brest-harbour"
    let (output, _, contract) = try build(MadeUp.context(videos: [video]))
    #expect(contract.problems == [])
    let json = try #require(contract.json("videos/brest/video.jsonld"))
    #expect(json["url"]?.array?.first?["href"]?.text == MadeUp.base + "videos/brest-harbour/")
    #expect(json["hasParts"]?.text == MadeUp.base + "videos/brest/chapters.jsonld")
    #expect(output.files["videos/brest-harbour/video.jsonld"] == nil)
  }

  @Test func `one H.264 file a height is listed, even where AV1 is there too`() throws {
    let json = try #require(try build(MadeUp.context()).contract.json("videos/brest/video.jsonld"))
    let tags = try #require(json["url"]?.array?.last?["tag"]?.array)
    let files = tags.filter { $0["mediaType"] == "video/mp4" }.compactMap { $0["href"]?.text }
    #expect(files.count == 2)
    #expect(!files.contains { $0.contains("av1") })
    #expect(!tags.contains { $0["href"]?.text?.contains("/audio-") == true }, "a server would take it for a resolution")
    #expect(json["url"]?.array?.last?["href"]?.text == MadeUp.base + "videos/brest/h264.m3u8")
  }

  @Test func `version 2 torrents alone have no magnet link that PeerTube could read, so there is none`() throws {
    let site = MadeUp.site { $0.torrents = .v2 }
    let (output, _, contract) = try build(MadeUp.context(site: site))
    #expect(contract.problems == [])
    #expect(output.text("videos/brest/video.jsonld")?.contains("magnet:") == false)
    #expect(
      try build(MadeUp.context()).output.text("videos/brest/video.jsonld")?.contains("magnet:?xt=urn:btih:") == true)
  }

  @Test func `a text for Mastodon is escaped, and tags and chapters that PeerTube refuses are left out`() throws {
    let (_, diagnostics, contract) = try build(MadeUp.context())
    let json = try #require(contract.json("videos/brest/video.jsonld"))
    #expect(json["summary"] == "A walk &amp; a talk at 5 &lt; 6")
    #expect(json["tag"]?.array?.map { $0["name"] } == ["lighthouse"])
    #expect(diagnostics.map(\.id) == ["tags-not-federated"])
    #expect(json["language"]?["identifier"] == "fr")
    #expect(json["subtitleLanguage"]?.array?.compactMap { $0["identifier"]?.text } == ["fr", "en"])
    let chapters = try #require(contract.json("videos/brest/chapters.jsonld")?["hasPart"]?.array)
    #expect(chapters.map { $0["startOffset"] } == [0, 120])
    #expect(chapters.map { $0["endOffset"] } == [120, 754])
  }

  @Test func `a sensitive video says why, and nothing else, in its summary`() throws {
    let videos = [
      MadeUp.video("a") {
        $0.sensitive = .yes(reason: "Surgery"); $0.summary = "A hospital"
      },
      MadeUp.video("b") {
        $0.sensitive = .yes(reason: nil); $0.summary = "A hospital"
      },
    ]
    let contract = try build(MadeUp.context(videos: videos)).contract
    #expect(contract.json("videos/a/video.jsonld")?["summary"] == "Surgery")
    #expect(contract.json("videos/b/video.jsonld")?["summary"] == nil)
    #expect(contract.json("videos/b/video.jsonld")?["sensitive"] == true)
  }

  @Test func `PeerTube is told of the storyboard, and of no picture that is not JPEG`() throws {
    let contract = try build(MadeUp.context()).contract
    #expect(contract.problems == [])
    let json = try #require(contract.json("videos/brest/video.jsonld"))
    let board = try #require(json["preview"]?.array?.first?["url"]?.array?.first)
    #expect(board["href"]?.text?.hasPrefix(MadeUp.base + "media/") == true)
    #expect([board["width"], board["height"], board["tileWidth"], board["tileHeight"]] == [2112, 1080, 192, 108])
    #expect(board["tileDuration"] == "PT7S")
    #expect(json["icon"]?.array?.count == 3)
    #expect(json["icon"]?.array?.allSatisfy { $0["mediaType"] == "image/jpeg" } == true)
    let terms = try #require(json["@context"]?.array?.last)
    #expect(terms["tileDuration"]?["@id"] == "pt:tileDuration")
    let short = MadeUp.video("short") { $0.facts.pictures?.storyboard = nil }
    let without = try build(MadeUp.context(videos: [short])).contract.json("videos/short/video.jsonld")
    #expect(without != nil && without?["preview"] == nil)
  }

  @Test func `a title of 500 characters is cut for others`() throws {
    let video = MadeUp.video("long") { $0.title = String(repeating: "é", count: 500) }
    #expect(try build(MadeUp.context(videos: [video])).contract.problems == [])
  }

  @Test func `media on another host are named there, documents here`() throws {
    let site = MadeUp.site { $0.mediaBaseURL = "https://media.example.net/v/" }
    let (_, _, contract) = try build(MadeUp.context(site: site))
    #expect(contract.problems == [])
    let json = try #require(contract.json("videos/brest/video.jsonld"))
    #expect(
      json["icon"]?.array?.allSatisfy { $0["url"]?.text?.hasPrefix("https://media.example.net/v/") == true } == true)
    #expect(json["id"]?.text?.hasPrefix(MadeUp.base) == true)
  }

  // MARK: What is told

  @Test func `a channel with the account's name is told and has no actor`() throws {
    let site = MadeUp.site { $0.account.username = "lighthouses" }
    let (output, diagnostics, _) = try build(MadeUp.context(site: site))
    #expect(diagnostics.map(\.id).contains("channel-named-as-account"))
    #expect(output.files["channels/lighthouses/actor.jsonld"] == nil)
    #expect(output.files["accounts/lighthouses/actor.jsonld"] != nil)
  }

  @Test func `an avatar that is not JPEG is left out, and the command that converts it is named`() throws {
    let channel = MadeUp.channel { $0.avatar = MadeUp.avatar("image/png") }
    let (_, diagnostics, contract) = try build(MadeUp.context(channels: [channel]))
    #expect(contract.json("channels/lighthouses/actor.jsonld")?["icon"] == nil)
    let told = try #require(diagnostics.first { $0.id == "actor-picture-not-jpeg" })
    #expect(
      told.nextStep?.hasPrefix("ffmpeg -i 'lighthouses/my avatar.png' -q:v 3 'lighthouses/my avatar.jpg'") == true)
  }

  @Test func `a video without a picture is told, since PeerTube refuses it`() throws {
    let video = MadeUp.video("dark") { $0.facts.pictures = nil }
    let (_, diagnostics, _) = try build(MadeUp.context(videos: [video]))
    #expect(diagnostics.map(\.id) == ["no-picture-for-peertube"])
  }

  @Test func `an actor without its key is told and left out`() throws {
    var input = MadeUp.context().input
    input.publicKeys["lighthouses"] = nil
    let (output, diagnostics, _) = try build(SiteContext(input))
    #expect(diagnostics.map(\.id).contains("actor-without-key"))
    #expect(output.files["channels/lighthouses/actor.jsonld"] == nil)
  }

  @Test(arguments: ["http://videos.example.org/", "https://localhost/"])
  func `an address that other servers do not follow is told`(base: String) throws {
    let (_, diagnostics, _) = try build(MadeUp.context(site: MadeUp.site(base: base)))
    #expect(diagnostics.map(\.id).contains("base-url-not-federated"))
  }

  // MARK: The host

  @Test func `below a path, the build says which files belong at the root, and they lead back`() throws {
    let base = "https://example.org/videos/"
    let (output, diagnostics, contract) = try build(MadeUp.context(site: MadeUp.site(base: base)))
    #expect(contract.problems == [])
    let told = try #require(diagnostics.first { $0.id == "host-root-files" })
    #expect(told.nextStep?.contains(".well-known/host-meta to https://example.org/.well-known/host-meta") == true)
    let hostMeta = try #require(output.text(".well-known/host-meta"))
    #expect(hostMeta.contains(#"template="https://example.org/videos/.well-known/wf/{uri}.json""#))
  }

  @Test func `NodeInfo counts the videos and is found from its well-known address`() throws {
    let contract = try build(MadeUp.context()).contract
    let info = try #require(contract.json("nodeinfo/2.1.json"))
    #expect(info["usage"]?["localPosts"] == 3)
    #expect(info["protocols"] == ["activitypub"])
    #expect(
      contract.json(".well-known/nodeinfo")?["links"]?.array?.first?["href"]?.text == MadeUp.base + "nodeinfo/2.1.json")
  }

  @Test func `what is gone has a Tombstone beside its id and nothing at it`() throws {
    let gone = SiteInput.Tombstone(
      idPath: "videos/gone/video.jsonld", deleted: Instant(seconds: 1_772_359_200),
      date: Instant(seconds: 1_700_000_000),
      sourcePath: "gone.mp4", channel: nil)
    let (output, _, contract) = try build(MadeUp.context(tombstones: [gone]))
    #expect(contract.problems == [])
    #expect(output.files["videos/gone/video.jsonld"] == nil)
    let json = try #require(contract.json("videos/gone/tombstone.jsonld"))
    #expect(json["id"]?.text == MadeUp.base + "videos/gone/video.jsonld")
    #expect(json["deleted"] == "2026-03-01T10:00:00.000Z")
  }
}
