import Catalog
import Diagnostics
import Facts
import Testing

/// What is due, what has expired and what is gone, which date a video has, and what lists show of it.
struct ResolverTimeTests {
  private let base = ["bobine.yml": "base_url: https://videos.example\n"]

  private func site(_ files: [String: String]) -> [String: String] { base.merging(files) { $1 } }

  // MARK: Due, expired, gone

  @Test func `drafts, videos of the future and expired ones are not shown, and the next change is known`() {
    let files = site([
      "a.mp4": "1", "a.md": "---\nprivacy: draft\n---\n", "b.mp4": "2", "b.md": "---\ndate: 2026-03-02\n---\n",
      "c.mp4": "3",
      "c.md": "---\nexpires: 2026-02-01\n---\n", "d.mp4": "4",
      "d.md": "---\nexpires: 2026-03-05\nprivacy: unlisted\n---\n",
    ])
    let result = resolve(files)
    #expect(result.catalog.videos.map(\.contentPath) == ["d.mp4"])
    #expect(result.catalog.listed == [])
    #expect(result.held.map(\.contentPath) == ["a.mp4", "b.mp4", "c.mp4"])
    #expect(result.nextChange == instant("2026-03-02T00:00:00Z"))
    #expect(result.ledger.entries.map(\.sourcePath) == ["d.mp4"])
    #expect(resolve(files, now: "2026-03-02T00:00:00Z").catalog.videos.map(\.contentPath) == ["b.mp4", "d.mp4"])
  }

  @Test func `drafts can be looked at, and leave no trace`() {
    let files = site(["a.mp4": "1", "a.md": "---\nprivacy: draft\n---\n"])
    let result = resolve(files, drafts: true)
    #expect(result.catalog.videos.map(\.privacy) == [.draft])
    #expect(result.ledger.entries == [])
  }

  @Test(arguments: ["removed", "draft", "expired"])
  func `what was published and is not any more leaves a tombstone, and comes back as itself`(_ how: String) throws {
    let files = site(["x.mp4": "v", "y.mp4": "w"])
    let first = resolve(files)
    let without: [String: String] =
      switch how {
      case "removed": site(["y.mp4": "w"])
      case "draft": files.merging(["x.md": "---\nprivacy: draft\n---\n"]) { $1 }
      default: files.merging(["x.md": "---\nexpires: 2026-03-01\n---\n"]) { $1 }
      }
    let second = resolve(without, ledger: first.ledger, now: "2026-03-02T00:00:00Z")
    let entry = try #require(first.ledger.entries.first { $0.slug == "x" })
    #expect(
      second.tombstones == [
        .init(
          idPath: "videos/x/video.jsonld", deleted: instant("2026-03-02T00:00:00Z"), date: entry.date,
          sourcePath: "x.mp4", channel: entry.channel)
      ])
    #expect(entry.channel != nil)
    let third = resolve(without, ledger: second.ledger, now: "2026-03-03T00:00:00Z")
    #expect(third.tombstones == second.tombstones)
    let back = resolve(files, ledger: third.ledger, now: "2026-03-04T00:00:00Z")
    #expect(back.tombstones == [])
    let (old, new) = try (
      #require(first.catalog.videos.first { $0.slug == "x" }), #require(back.catalog.videos.first { $0.slug == "x" })
    )
    #expect((new.uuid, new.idPath, new.date) == (old.uuid, old.idPath, old.date))
  }

  @Test func `a video that cannot be read now is no removed one`() {
    let files = site(["x.mp4": "v", "x.md": "---\ntitle: X y z\n---\n"])
    let first = resolve(files)
    let (tree, _) = read(files)
    let second = Resolver.resolve(
      tree: tree, facts: { _ in nil }, ledger: first.ledger, now: instant("2026-03-02T00:00:00Z"))
    #expect(second.catalog.videos.isEmpty && second.tombstones.isEmpty)
    #expect(second.ledger == first.ledger)
    #expect(second.held == [.init(contentPath: "x.mp4", slug: "x", reason: .noFacts)])
    let broken = resolve(files.merging(["x.md": "---\ntitle: [\n---\n"]) { $1 }, ledger: first.ledger)
    #expect(broken.ledger == first.ledger)
  }

  // MARK: Dates

  @Test func `the date is written, told by the container, by the name, or kept from the first sight`() {
    let files = site([
      "a.mp4": "1", "a.md": "---\ndate: 2020-01-02\n---\n", "b.mp4": "2", "2021-02-03 c.mp4": "3", "d.mp4": "4",
    ])
    let facts = { (video: VideoText) -> Facts.VideoFacts? in
      someFacts(video.contentPath, created: video.name == "b" ? "2019-05-06T07:08:09.000000Z" : "1970-01-01T00:00:00Z")
    }
    var source = MemorySource(files)
    let first = Resolver.resolve(
      tree: ContentReader.read(project: "/v", source: source).tree, facts: facts, ledger: Ledger(),
      now: instant("2026-01-01T00:00:00Z"))
    let expected = [
      "a.mp4": "2020-01-02T00:00:00Z", "b.mp4": "2019-05-06T07:08:09Z", "2021-02-03 c.mp4": "2021-02-03T00:00:00Z",
      "d.mp4": "2023-11-14T22:13:20Z",
    ]
    #expect(
      Dictionary(uniqueKeysWithValues: first.catalog.videos.map { ($0.contentPath, $0.date.rfc3339) }) == expected)
    source.modified = 1_600_000_000
    let again = Resolver.resolve(
      tree: ContentReader.read(project: "/elsewhere/v", source: source).tree, facts: facts, ledger: first.ledger,
      now: instant("2026-06-01T00:00:00Z"))
    #expect(again.catalog == first.catalog && again.ledger == first.ledger)
  }

  @Test func `updated moves when a reader sees a change, and only then`() {
    let files = site(["x.mp4": "v"])
    let first = resolve(files, now: "2026-01-01T00:00:00Z")
    let same = resolve(files, ledger: first.ledger, now: "2026-02-01T00:00:00Z")
    #expect(same.catalog.videos.first?.updated == instant("2026-01-01T00:00:00Z"))
    let changed = files.merging(["x.md": "New text.\n"]) { $1 }
    let second = resolve(changed, ledger: same.ledger, now: "2026-03-01T00:00:00Z")
    #expect(second.catalog.videos.first?.updated == instant("2026-03-01T00:00:00Z"))
    let written = files.merging(["x.md": "---\nupdated: 2025-05-05\n---\nNew text.\n"]) { $1 }
    #expect(resolve(written, ledger: second.ledger).catalog.videos.first?.updated == instant("2025-05-05T00:00:00Z"))
  }

  // MARK: Without an address

  @Test func `without base_url slugs are remembered and nothing is published`() {
    let first = resolve(["x.mp4": "v", "gone.mp4": "g"])
    #expect(first.ledger.actor == nil)
    #expect(first.ledger.entries.map(\.state) == [.local, .local])
    let second = resolve(["x.mp4": "v"], ledger: first.ledger)
    #expect(second.ledger.entries.map(\.slug) == ["x"])
    #expect(second.tombstones == [])
    let published = resolve(site(["x.mp4": "v"]), ledger: second.ledger)
    #expect(published.ledger.entries.map(\.state) == [.published])
    #expect(published.catalog.videos.first?.uuid == resolve(site(["x.mp4": "v"])).catalog.videos.first?.uuid)
    let offline = resolve(["y.mp4": "v2"], ledger: published.ledger)
    #expect(offline.ledger.entries.contains { $0.slug == "x" && $0.state == .published })
  }

  // MARK: Lists

  @Test func `a playlist finds its videos by any of their addresses, and says which it does not know`() {
    let first = resolve(site(["one.mp4": "1", "two.mp4": "2"]))
    let result = resolve(
      site([
        "one.mp4": "1", "one.md": "---\nslug: first\n---\n", "two.mp4": "2", "three.mp4": "3",
        "three.md": "---\nprivacy: draft\n---\n", "playlists/p.md": "---\nvideos: [two, one, three, twoo]\n---\n",
      ]), ledger: first.ledger)
    #expect(result.catalog.playlists.map(\.videos) == [["two", "first"]])
    #expect(
      result.diagnostics.map(\.text) == [
        """
        playlists/p.md:2:27: error: no published video has the slug "twoo"
            Did you mean "two"?
            next: write the slug of a video, as its address shows it
        """
      ])
  }

  @Test func `a playlist belongs to one channel, and is as old as its videos, unless it says otherwise`() {
    let files = [
      "a/one.mp4": "1", "a/one.md": "---\ndate: 2026-01-02\n---\n", "b/two.mp4": "2",
      "b/two.md": "---\ndate: 2026-01-01\n---\n",
    ]
    let plain = resolve(site(files.merging(["playlists/p.md": "---\nvideos: [one, two]\n---\n"]) { $1 }))
    let list = plain.catalog.playlists.first
    #expect(list?.channel == "a" && list?.date == instant("2026-01-01T00:00:00Z"))
    #expect(list?.updated == instant("2026-03-01T10:00:00Z"))
    #expect(list.map { Array($0.uuid)[14] } == "4")
    let text = "---\nchannel: b\ndate: 2026-02-01\nupdated: 2026-02-02\nvideos: [one, two]\n---\n"
    let written = resolve(site(files.merging(["playlists/p.md": text]) { $1 })).catalog.playlists.first
    #expect(written?.channel == "b" && written?.date == instant("2026-02-01T00:00:00Z"))
    #expect(written?.updated == instant("2026-02-02T00:00:00Z") && written?.uuid == list?.uuid)
    let wrong = "---\nchannel: bb\nvideos: [one]\n---\n"
    let told = resolve(site(files.merging(["playlists/p.md": wrong]) { $1 }))
    #expect(told.diagnostics.map(\.id) == ["unknown-channel"])
    #expect(told.diagnostics.first?.location == Location("playlists/p.md", line: 2, column: 10))
    #expect(told.catalog.playlists.first?.channel == "a")
  }

  @Test func `an alias never takes the place of a page`() {
    let result = resolve(
      site([
        "one.mp4": "1", "one.md": "---\naliases: [/old/page, videos/two/index.html, old.html]\n---\n", "two.mp4": "2",
      ]))
    #expect(
      result.aliases == [.init(from: "old.html", to: "videos/one/"), .init(from: "old/page/", to: "videos/one/")])
    #expect(result.diagnostics.map(\.id) == ["alias-taken"])
  }

  @Test func `titles that PeerTube cannot take are told, of all lengths that are too long or too short`() {
    let result = resolve(
      site([
        "a.mp4": "1", "a.md": "---\ntitle: \(String(repeating: "é", count: 121))\n---\n", "ab.mp4": "2",
      ]))
    #expect(
      result.diagnostics.map(\.text) == [
        """
        a.md:2:8: warning: PeerTube cannot show this video: its title has 121 characters
            PeerTube takes titles of 3 to 120 characters. The page itself is not concerned.
            next: choose a title of 3 to 120 characters
        """,
        """
        ab.mp4: warning: PeerTube cannot show this video: its title has 2 characters
            PeerTube takes titles of 3 to 120 characters. The page itself is not concerned.
            next: choose a title of 3 to 120 characters
        """,
      ])
    #expect(
      read(["a.mp4": "1", "a.md": "---\ntitle: \(String(repeating: "é", count: 501))\n---\n"]).diagnostics.map(\.id)
        == ["title-length"])
  }

  @Test func `the same input gives the same catalog and ledger, byte for byte`() {
    let files = site(Dictionary(uniqueKeysWithValues: (0..<60).map { ("f\($0 % 7)/Vidéo \($0 % 13).mp4", "v\($0)") }))
    let first = resolve(files)
    #expect(first.catalog.videos.count == 60)
    for _ in 0..<5 {
      let again = resolve(files)
      #expect(again == first)
      #expect(again.ledger.text == first.ledger.text)
    }
    #expect(resolve(files, ledger: first.ledger, now: "2027-01-01T00:00:00Z").ledger.text == first.ledger.text)
  }
}
