import Catalog
import Hashing
import JSON
import Site
import Testing

@Suite struct `Outboxes` {
  private func videos(_ count: Int) -> [Video] {
    (0..<count).reversed().map { MadeUp.video("v\($0)", day: Int64($0)) }
  }

  private func digests(_ count: Int) -> [String: Digest256] {
    let documents = Federation.documents(MadeUp.context(videos: videos(count))).documents
    return Dictionary(uniqueKeysWithValues: documents.map { ($0.path, $0.inputs) })
  }

  @Test(arguments: [0, 1, 100, 101, 250])
  func `every video is found once by a crawler`(count: Int) throws {
    let output = try Output(Federation.documents(MadeUp.context(videos: videos(count))).documents)
    #expect(Contract(base: MadeUp.base, files: output.files).problems == [])
    let pages = output.files.keys.filter { $0.hasPrefix("channels/lighthouses/outbox-") }
    #expect(pages.count == max(1, (count + 99) / 100))
  }

  @Test func `a new video touches the newest page and the root alone`() {
    let before = digests(150), after = digests(151)
    let changed = after.filter { before[$0.key] != $0.value }.keys.sorted()
    #expect(
      changed == [
        "accounts/bobine/outbox-2.jsonld", "accounts/bobine/outbox.jsonld",
        "accounts/videos-account/outbox-2.jsonld", "accounts/videos-account/outbox.jsonld",
        "channels/lighthouses/featured.jsonld", "channels/lighthouses/outbox-2.jsonld",
        "channels/lighthouses/outbox.jsonld", "nodeinfo/2.1.json", "videos/v150/announce-by-site.jsonld",
        "videos/v150/announce.jsonld", "videos/v150/create.jsonld", "videos/v150/video.jsonld",
      ])
  }

  @Test func `a video that opens a page leaves the full one as it is`() {
    let before = digests(100), after = digests(101)
    #expect(before["channels/lighthouses/outbox-1.jsonld"] == after["channels/lighthouses/outbox-1.jsonld"])
    #expect(after["channels/lighthouses/outbox-2.jsonld"] != nil)
  }

  @Test func `a channel pins its twenty newest videos, newest first`() throws {
    let output = try Output(Federation.documents(MadeUp.context(videos: videos(30))).documents)
    let contract = Contract(base: MadeUp.base, files: output.files)
    let items = try #require(contract.json("channels/lighthouses/featured.jsonld")?["orderedItems"]?.array)
    #expect(items.count == 20)
    #expect(items.first?.text == MadeUp.base + "videos/v29/video.jsonld")
  }
}
