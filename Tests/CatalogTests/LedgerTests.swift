import Catalog
import Diagnostics
import Hashing
import Testing

struct LedgerTests {
  private var ledger: Ledger {
    let digest = SHA256.hash([])
    let entry = Ledger.Entry(
      idPath: "videos/a/video.jsonld", uuid: "01234567-89ab-4def-8123-456789abcdef", slug: "b",
      sourcePath: "x\ty\\/z\n\r\n\\\u{301}.mp4", sourceSHA256: digest, date: instant("2024-05-01T18:30:00+02:00"),
      updated: instant("2025-01-01T00:00:00Z"), digest: digest, state: .published, formerSlugs: ["a", "c"])
    var second = entry
    (second.idPath, second.uuid, second.slug) = ("videos/z/video.jsonld", "11234567-89ab-4def-8123-456789abcdef", "z")
    (second.sourceSHA256, second.state, second.formerSlugs) = (nil, .gone, [])
    return Ledger(actor: "https://v.example/accounts/v-account/actor.jsonld", entries: [entry, second])
  }

  @Test func `what is printed reads back, whatever a file is called`() {
    let (read, diagnostics) = Ledger.read(Array(ledger.text.utf8), path: "published.tsv")
    #expect(diagnostics == [])
    #expect(read == ledger)
    #expect(read?.text == ledger.text)
  }

  @Test func `the address of the beginning stands in the first line where the site has moved`() {
    var moved = ledger
    moved.firstBase = "https://first.example/"
    #expect(
      moved.text.hasPrefix(
        "# bobine ledger 1\thttps://v.example/accounts/v-account/actor.jsonld\thttps://first.example/\n"))
    #expect(Ledger.read(Array(moved.text.utf8), path: "p").ledger == moved)
    #expect(Ledger.read(Array("# bobine ledger 1\ta\tb\tc\n".utf8), path: "p").ledger == nil)
    #expect(Ledger.read(Array("# bobine ledger 1\ta\t\n".utf8), path: "p").ledger == nil)
  }

  @Test func `lines are sorted by id, so that git merges them`() {
    var mixed = ledger
    mixed.entries.reverse()
    #expect(mixed.text == ledger.text)
  }

  @Test func `an absent or empty file is an empty ledger`() {
    #expect(Ledger.read([], path: "p").ledger == Ledger())
  }

  @Test func `a damaged line refuses the whole, with its number`() {
    let lines = ledger.text.split(separator: "\n").map(String.init)
    let damaged = [lines[0], lines[1], lines[2].replacing("published", with: "publishd"), lines[3]].joined(
      separator: "\n")
    let (read, diagnostics) = Ledger.read(Array((damaged + "\n").utf8), path: ".bobine/published.tsv")
    #expect(read == nil)
    #expect(
      diagnostics.map(\.text) == [
        """
        .bobine/published.tsv:3: error: this line of the ledger is damaged: "publishd" is no state
            The ledger holds the addresses that others know; nothing is built on a damaged one.
            next: restore the file from git or a backup (git checkout -- .bobine/published.tsv)
        """
      ])
  }

  @Test func `a conflict of git, a cut end and a doubled line are damage`() {
    let text = ledger.text
    let lines = text.split(separator: "\n").map(String.init)
    for damaged in [
      lines[0...1].joined(separator: "\n") + "\n<<<<<<< HEAD\n" + lines[2] + "\n", String(text.dropLast(3)),
      String(text.dropLast()), text + lines[2] + "\n", "videos/a/video.jsonld\n",
    ] {
      let (read, diagnostics) = Ledger.read(Array(damaged.utf8), path: "p")
      #expect(read == nil)
      #expect(diagnostics.contains { $0.id == "damaged-ledger" && $0.location?.line != nil })
    }
  }

  @Test func `no truncation is taken for the whole, and no bytes make the reader stop`() {
    let bytes = Array(ledger.text.utf8)
    for end in 1..<bytes.count {
      let read = Ledger.read(Array(bytes[0..<end]), path: "p").ledger
      #expect(read == nil || (read?.entries.count ?? 0) < ledger.entries.count)
    }
    for mutated in mutations(of: bytes, count: 1000) { _ = Ledger.read(mutated, path: "p") }
  }
}
