import Catalog
import Diagnostics
import Facts
import Testing

/// Who is shown, at which address, and what the ledger remembers.
struct ResolverTests {
  private let base = ["bobine.yml": "base_url: https://videos.example\n"]

  private func site(_ files: [String: String]) -> [String: String] { base.merging(files) { $1 } }

  // MARK: Addresses

  @Test func `two videos of one name in two folders both get a page`() {
    let result = resolve(site(["a/clip.mp4": "1", "b/clip.mp4": "2", "b/clip.mkv": "3", "b/x/clip.mp4": "4"]))
    #expect(result.diagnostics == [])
    let slugs = Dictionary(uniqueKeysWithValues: result.catalog.videos.map { ($0.contentPath, $0.slug) })
    #expect(
      slugs == [
        "a/clip.mp4": "clip", "b/clip.mkv": "b-clip", "b/clip.mp4": "clip-mp4", "b/x/clip.mp4": "clip-2",
      ])
    #expect(Set(result.catalog.videos.map(\.uuid)).count == 4)
  }

  @Test func `a film gets its name as its address before its sound, unless that was first`() {
    let files = site(["a/clip.mp3": "1", "a/clip.mp4": "2"])
    let result = resolve(files)
    let slugs = Dictionary(uniqueKeysWithValues: result.catalog.videos.map { ($0.contentPath, $0.slug) })
    #expect(result.diagnostics == [] && slugs == ["a/clip.mp4": "clip", "a/clip.mp3": "a-clip"])
    let earlier = resolve(site(["a/clip.mp3": "1"]))
    let later = resolve(files, ledger: earlier.ledger)
    #expect(
      Dictionary(uniqueKeysWithValues: later.catalog.videos.map { ($0.contentPath, $0.slug) })
        == ["a/clip.mp3": "clip", "a/clip.mp4": "a-clip"])
  }

  @Test func `two videos of equal bytes both get a page`() {
    let result = resolve(site(["a.mp4": "same", "b.mp4": "same"]))
    #expect(result.catalog.videos.map(\.slug) == ["a", "b"])
    #expect(Set(result.catalog.videos.map(\.uuid)).count == 2)
    #expect(resolve(site(["a.mp4": "same", "b.mp4": "same"]), ledger: result.ledger).catalog == result.catalog)
  }

  @Test func `two written slugs that collide are an error that names both files`() {
    let result = resolve(
      site([
        "a/one.mp4": "1", "a/one.md": "---\nslug: intro\n---\n", "b/two.mp4": "2",
        "b/two.md": "---\nslug: intro\n---\n",
      ]))
    #expect(result.catalog.videos.map(\.contentPath) == ["a/one.mp4"])
    #expect(
      result.diagnostics.map(\.text) == [
        """
        b/two.md:2:7: error: the address videos/intro/ is already asked for in a/one.md:2:7
            The page of this file is left out.
            next: write another slug in one of the two files
        """
      ])
    #expect(result.held.map(\.contentPath) == ["b/two.mp4"])
  }

  @Test func `a later file never moves an older address`() {
    let first = resolve(site(["z/intro.mp4": "z"]))
    let second = resolve(
      site(["z/intro.mp4": "z", "a/intro.mp4": "a", "b/new.mp4": "b", "b/new.md": "---\nslug: intro\n---\n"]),
      ledger: first.ledger)
    let slugs = Dictionary(uniqueKeysWithValues: second.catalog.videos.map { ($0.contentPath, $0.slug) })
    #expect(slugs["z/intro.mp4"] == "intro")
    #expect(slugs["a/intro.mp4"] == "a-intro")
    #expect(slugs["b/new.mp4"] == "b-intro")
    #expect(
      second.diagnostics.map(\.text) == [
        """
        b/new.md:2:7: warning: the address videos/intro/ belongs to z/intro.mp4
            An address is for life, so this video gets videos/b-intro/.
            next: write another slug here
        """
      ])
  }

  @Test func `a new slug keeps the id, and alias pages lead from every old address`() throws {
    let first = resolve(site(["x.mp4": "v"]))
    let second = resolve(site(["x.mp4": "v", "x.md": "---\nslug: second\n---\n"]), ledger: first.ledger)
    let third = resolve(site(["x.mp4": "v", "x.md": "---\nslug: third\n---\n"]), ledger: second.ledger)
    let video = try #require(third.catalog.videos.first)
    #expect((video.slug, video.idPath) == ("third", "videos/x/video.jsonld"))
    #expect(video.uuid == first.catalog.videos.first?.uuid)
    #expect(video.aliases == ["videos/x/", "videos/second/"])
    #expect(
      third.aliases == [
        .init(from: "videos/second/", to: "videos/third/"), .init(from: "videos/x/", to: "videos/third/"),
      ])
    // Back to the first one: its address is a page again.
    let fourth = resolve(site(["x.mp4": "v", "x.md": "---\nslug: x\n---\n"]), ledger: third.ledger)
    #expect(fourth.catalog.videos.first?.aliases == ["videos/second/", "videos/third/"])
  }

  @Test func `nobody gets an address that leads elsewhere or is gone`() {
    let first = resolve(site(["x.mp4": "v", "gone.mp4": "g"]))
    let moved = ["x.mp4": "v", "x.md": "---\nslug: second\n---\n", "a/x.mp4": "new", "a/gone.mp4": "other"]
    let second = resolve(site(moved), ledger: first.ledger)
    let slugs = Dictionary(uniqueKeysWithValues: second.catalog.videos.map { ($0.contentPath, $0.slug) })
    #expect(slugs == ["x.mp4": "second", "a/x.mp4": "a-x", "a/gone.mp4": "a-gone"])
  }

  // MARK: Identity

  @Test func `a renamed file is the same video by its bytes, or by its written uuid`() throws {
    let first = resolve(site(["old.mp4": "bytes", "other.mp4": "o"]))
    let old = try #require(first.catalog.videos.first { $0.contentPath == "old.mp4" })
    let renamed = resolve(site(["a/new.mp4": "bytes", "other.mp4": "o"]), ledger: first.ledger)
    let new = try #require(renamed.catalog.videos.first { $0.contentPath == "a/new.mp4" })
    #expect((new.uuid, new.idPath, new.slug) == (old.uuid, old.idPath, "old"))
    #expect(renamed.ledger.entries.map(\.sourcePath).sorted() == ["a/new.mp4", "other.mp4"])
    #expect(renamed.tombstones == [])

    let byUUID = resolve(
      site(["b/cut.mp4": "other bytes", "b/cut.md": "---\nuuid: \(old.uuid)\n---\n", "other.mp4": "o"]),
      ledger: first.ledger)
    #expect(byUUID.catalog.videos.first { $0.contentPath == "b/cut.mp4" }?.idPath == old.idPath)
  }

  @Test func `a path that is used again by other bytes is a new video only if the old one is elsewhere`() {
    let first = resolve(site(["x.mp4": "one"]))
    let replaced = resolve(site(["x.mp4": "two"]), ledger: first.ledger)
    #expect(replaced.catalog.videos.first?.uuid == first.catalog.videos.first?.uuid)
    let renamed = resolve(site(["y.mp4": "one"]), ledger: first.ledger)
    let again = resolve(site(["y.mp4": "one", "x.mp4": "new"]), ledger: renamed.ledger)
    #expect(Set(again.catalog.videos.map(\.uuid)).count == 2)
    #expect(Set(again.catalog.videos.map(\.slug)) == ["x", "main-x"])
  }

  @Test func `a uuid is of version 4, the same on every machine, and another on another host`() {
    let files = ["a/x.mp4": "v"]
    let uuid = resolve(site(files)).catalog.videos.first?.uuid ?? ""
    #expect(uuid == resolve(site(files)).catalog.videos.first?.uuid)
    #expect(uuid.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
    #expect(Array(uuid)[14] == "4" && "89ab".contains(Array(uuid)[19]))
    let elsewhere = resolve(files.merging(["bobine.yml": "base_url: https://other.example/\n"]) { $1 })
    #expect(elsewhere.catalog.videos.first?.uuid != uuid)
  }

  @Test func `a uuid belongs to one video`() {
    let uuid = "01234567-89ab-4def-8123-456789abcdef"
    let result = resolve(
      site([
        "one.mp4": "1", "one.md": "---\nuuid: \(uuid)\n---\n", "two.mp4": "2", "two.md": "---\nuuid: \(uuid)\n---\n",
      ]))
    #expect(result.catalog.videos.map(\.contentPath) == ["one.mp4"])
    #expect(result.diagnostics.map(\.id) == ["uuid-collision"])
    let changed = resolve(site(["one.mp4": "1"]))
    let kept = resolve(site(["one.mp4": "1", "one.md": "---\nuuid: \(uuid)\n---\n"]), ledger: changed.ledger)
    #expect(kept.catalog.videos.first?.uuid == changed.catalog.videos.first?.uuid)
    #expect(kept.diagnostics.map(\.id) == ["uuid-changed"])
  }

  @Test func `another host is refused, unless a new identity is asked for`() {
    let first = resolve(site(["x.mp4": "v"]))
    let files = ["bobine.yml": "base_url: https://new.example/\n", "x.mp4": "v"]
    let refused = resolve(files, ledger: first.ledger)
    #expect(refused.isRefused && refused.ledger == first.ledger)
    #expect(refused.diagnostics.map(\.id) == ["identity-changed"])
    let new = resolve(files, ledger: first.ledger, newIdentity: true)
    #expect(!new.isRefused && new.catalog.videos.map(\.slug) == ["x"])
    #expect(new.catalog.videos.first?.uuid != first.catalog.videos.first?.uuid)
    #expect(new.ledger.actor == "https://new.example/accounts/new-account/actor.jsonld")
  }

  @Test func `a site that moves keeps the address that its feeds are identified by, also when it moves again`() {
    let first = resolve(site(["x.mp4": "v"]))
    let old = first.catalog.site.baseURL
    #expect(first.catalog.firstBaseURL == nil && first.ledger.firstBase == nil)
    func move(_ base: String, _ ledger: Ledger) -> Resolution {
      resolve(["bobine.yml": "base_url: \(base)\n", "x.mp4": "v"], ledger: ledger, newIdentity: true)
    }
    let second = move("https://new.example/", first.ledger)
    #expect(second.catalog.firstBaseURL == old && second.ledger.firstBase == old)
    let third = move("https://newer.example/tv/", second.ledger)
    #expect(third.catalog.firstBaseURL == old)
    // Without asking again it stays, and at home it is what it was.
    let again = resolve(["bobine.yml": "base_url: https://newer.example/tv/\n", "x.mp4": "v"], ledger: third.ledger)
    #expect(again.catalog.firstBaseURL == old)
    let back = move(old ?? "", third.ledger)
    #expect(back.catalog.firstBaseURL == nil && back.ledger.actor == first.ledger.actor)
  }

  @Test func `another account alone gives up no id, also of a video that was renamed or is gone`() {
    let first = resolve(site(["a/x.mp4": "v", "a/y.mp4": "w"]))
    let second = resolve(site(["a/x.mp4": "v", "a/x.md": "---\nslug: z\n---\n"]), ledger: first.ledger)
    var files = site(["a/x.mp4": "v", "a/x.md": "---\nslug: z\n---\n"])
    files["bobine.yml", default: ""] += "account: {username: marie}\n"
    #expect(resolve(files, ledger: second.ledger).diagnostics.map(\.id) == ["identity-changed"])
    let third = resolve(files, ledger: second.ledger, newIdentity: true)
    #expect(third.ledger.entries == second.ledger.entries)
    #expect(third.tombstones == second.tombstones && third.tombstones.count == 1)
    #expect(third.ledger.actor?.hasSuffix("/accounts/marie/actor.jsonld") == true)
  }

  @Test func `a written uuid that goes to another host is told, since PeerTube refuses it there`() {
    let text = "---\ntitle: A walk\nuuid: 01234567-89ab-4def-8123-456789abcdef\n---\n"
    let first = resolve(site(["x.mp4": "v", "x.md": text]))
    let files = ["bobine.yml": "base_url: https://new.example/\n", "x.mp4": "v", "x.md": text]
    let new = resolve(files, ledger: first.ledger, newIdentity: true)
    #expect(new.diagnostics.map(\.id) == ["uuid-of-old-identity"])
    #expect(new.diagnostics.first?.location?.line == 3)
  }

  @Test(
    arguments: [
      (0, 0, false), (0, 9, false), (1, 1, true), (1, 3, false), (2, 3, true), (2, 19, true),
      (2, 20, false), (3, 20, true), (10, 100, false), (11, 100, true),
    ] as [(Int, Int, Bool)])
  func `one video may go, and up to a tenth, but never all`(count: Int, published: Int, isTooMuch: Bool) {
    #expect(Disappearance.isTooMuch(count, of: published) == isTooMuch)
  }
}
