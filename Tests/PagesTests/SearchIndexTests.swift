import Catalog
import Facts
import Hashing
import Testing

@testable import Site

@Suite struct SearchIndexTests {
  @Test(arguments: [
    ("L’Été à Saint-Brieuc", ["l", "ete", "a", "saint", "brieuc"]),
    ("Straße, Œuvre & ﬁn", ["strasse", "oeuvre", "fin"]),
    ("ΟΔΟΣ οδός", ["οδοσ", "οδοσ"]),
    ("Ёлка йод Київ", ["елка", "иод", "киiв".replacing("i", with: "і")]),
    ("Tiếng Việt", ["tieng", "viet"]),
    ("東京タワー 2024", ["東京", "京タ", "タワ", "ワー", "ー", "2024"]),
    ("שָׁלוֹם السَّلَامُ", ["שלום", "السلام"]),
    ("ＦＵＬＬ １２", ["full", "12"]),
    ("rock'n'roll", ["rock", "n", "roll"]),
    ("— … 👍", []),
  ])
  func `a text is known by its words without case and accents`(_ text: String, _ words: [String]) {
    #expect(SearchWords.of(text).map { Array($0.utf8) } == words.map { Array($0.utf8) })
  }

  @Test func `a word of any length takes at most 32 letters`() {
    #expect(SearchWords.of(String(repeating: "ab", count: 40)) == [String(repeating: "ab", count: 16)])
  }

  @Test func `marks of HTML and of captions are no words`() {
    #expect(
      MarkedText.plain("<p>Fish &amp; <em>chips</em> &lt;3</p>").split(separator: " ") == ["Fish", "&", "chips", "<3"])
    let captions = """
      WEBVTT - a title

      STYLE
      ::cue { color: red }

      NOTE hidden words

      first
      00:00.000 --> 00:02.000 line:0
      <v Anne>Good <i>evening</i>,
      all &amp; everybody

      00:02.000 --> 00:03.000
      bye
      """
    #expect(
      SearchWords.of(MarkedText.spoken(Array(captions.utf8))) == ["good", "evening", "all", "everybody", "bye"])
  }

  @Test func `numbers are written as distances, five bits a letter`() {
    // 0, 1, 33, 1000: distances less one are 0, 0, 31, 966 = 30 * 32 + 6.
    #expect(Postings.list([0, 1, 33, 1000]) == "AAf" + "me")
    var postings = Postings()
    postings.add(2, [.title, .description], position: 5, of: 7)
    // 2 << 4 | 9 = 41 = 1 * 32 + 9, then the position and how many there are.
    #expect(String(decoding: postings.text, as: UTF8.self) == "pB" + "lH")
  }

  // MARK: Shards

  /// Words of two scripts, some of them in so many videos that their lists are long.
  private static func terms(_ count: Int) -> [SearchIndex.Term] {
    var words: Set<String> = []
    for number in 0..<count {
      let digest = SHA256.hash(Array("\(number)".utf8)).bytes
      let start = ["con", "pro", "mar", "д", "東"][Int(digest[0] % 5)]
      words.insert(start + digest[1...6].map { String(UnicodeScalar(0x61 + $0 % 26)) }.joined())
    }
    return words.map { word in
      let videos = Postings.list(Array(0..<(word.utf8.reduce(0) { ($0 * 31 + Int($1)) % 97 })))
      return SearchIndex.Term(word: Array(word.utf8), videos: Array(videos.utf8))
    }.sorted { $0.word.lexicographicallyPrecedes($1.word) }
  }

  @Test func `shards hold every word once, under the longest beginning that has a file`() {
    let terms = Self.terms(6000)
    let shards = SearchShard.cut(terms)
    #expect(shards.count > 10)
    #expect(shards.flatMap(\.terms).count == terms.count)
    #expect(shards.allSatisfy { $0.bytes.count <= SearchShard.limit + 8 }, "\(shards.map(\.bytes.count))")
    let names = Set(shards.map(\.beginning))
    #expect(
      names.count == shards.count && names.contains { $0.hasPrefix("_d0_b4") } && names.contains { $0.hasPrefix("con") }
    )
    for shard in shards {
      for term in shard.terms {
        let name = term.word.map { byte in
          (0x61...0x7A).contains(byte) ? String(UnicodeScalar(byte)) : "_" + String(byte, radix: 16)
        }.joined()
        #expect(names.filter { name.hasPrefix($0) }.max { $0.count < $1.count } == shard.beginning)
      }
    }
  }

  @Test func `a few words are one file, and a word in very many videos is cut no further`() {
    #expect(SearchShard.cut(Self.terms(40)).map(\.beginning) == [""])
    #expect(SearchShard.cut([]).isEmpty)
    let huge = SearchIndex.Term(word: Array("sea".utf8), videos: Array(repeating: 0x41, count: 100_000))
    let shards = SearchShard.cut([huge])
    #expect(shards.count == 1 && shards[0].terms.count == 1)
  }

  @Test func `one more word changes one file`() {
    var terms = Self.terms(6000)
    let before = Dictionary(uniqueKeysWithValues: SearchShard.cut(terms).map { ($0.beginning, $0.bytes) })
    terms.append(SearchIndex.Term(word: Array("harbour".utf8), videos: Array("A".utf8)))
    terms.sort { $0.word.lexicographicallyPrecedes($1.word) }
    let after = SearchShard.cut(terms)
    #expect(after.filter { before[$0.beginning] != $0.bytes }.count == 1)
  }

  // MARK: Documents

  private static func files(_ videos: [Video], _ change: (inout SiteConfig) -> Void = { _ in }) throws -> [String:
    String]
  {
    try Sample.pages(Sample.catalog(Sample.site(change), videos)).filter { $0.key.hasPrefix("search/") }
  }

  @Test func `titles, names, chapters, descriptions and what is said are found, each by its place`() throws {
    let video = Sample.video(1, "Harbour lights", channel: "talks") {
      $0.tags = [.init(name: "Boats", slug: "boats")]
      $0.authors = ["Noëlle"]
      $0.series = .init(name: "Coasts")
      $0.chapters = [.init(start: 0, title: "Arrival")]
      $0.bodyHTML = "<p>A <b>walk</b> to the harbour</p>"
      $0.captions = [
        .init(
          language: "en", label: "English", kind: .captions, isAutomatic: false,
          webVTT: Array("WEBVTT\n\n00:00.000 --> 00:01.000\nlanterns\n".utf8)),
        .init(
          language: "fr", label: "Français", kind: .descriptions, isAutomatic: false,
          webVTT: Array("WEBVTT\n\n00:00.000 --> 00:01.000\ndecrit\n".utf8)),
      ]
    }
    let files = try Self.files([video])
    let words = try #require(files["search/words-.json"])
    // Places in the lowest four bits; then which word of the title it is.
    #expect(words.contains("\"harbour\":\"JgC\""))
    #expect(words.contains("\"lights\":\"IhC\""))
    for name in ["boats", "noelle", "coasts", "debates"] { #expect(words.contains("\"\(name)\":\"E\""), "\(name)") }
    #expect(words.contains("\"arrival\":\"C\"") && words.contains("\"walk\":\"B\"") && !words.contains("lanterns"))
    #expect(files["search/transcripts-.json"] == "{\"lanterns\":\"A\"}\n")
  }

  @Test func `unlisted videos are in no file of the search`() throws {
    let videos = [
      Sample.video(1, "Shown", channel: "talks"),
      Sample.video(2, "Hidden", channel: "workshop") { $0.privacy = .unlisted },
    ]
    for (path, text) in try Self.files(videos) {
      // The page names the channel as every page does.
      let isPage = path.hasSuffix(".html")
      #expect(!text.contains("Hidden") && !text.contains("\"hidden\"") && !text.contains("video-2"), "\(path)")
      #expect(!text.contains(isPage ? "value=\"workshop\"" : "workshop"), "\(path)")
    }
  }

  @Test func `the same videos give the same bytes, in whatever order they are read`() throws {
    let videos = (1...60).map { Sample.video($0, "Film \($0) of the harbour", channel: "talks") }
    #expect(try Self.files(videos) == Self.files(videos.reversed()))
  }

  @Test func `a newer video leaves the numbers of the others, and an edit changes its own words alone`() throws {
    let videos = (2...60).map { Sample.video($0, "Film \($0) of the harbour", channel: "talks") }
    let before = try Self.files(videos)
    let more = try Self.files(videos + [Sample.video(1, "Zebra", channel: "memories")])
    let changed = more.filter { before[$0.key] != $0.value }.keys.sorted()
    #expect(
      changed == [
        // The page lists its channel now.
        "search/channel.json", "search/index.html", "search/index.json", "search/language.json", "search/length.json",
        "search/videos-6.json", "search/words-.json", "search/year.json",
      ])
    var edited = videos
    edited[30].body = "Seagulls."
    edited[30].bodyHTML = "<p>Seagulls.</p>"
    let after = try Self.files(edited)
    #expect(after.filter { before[$0.key] != $0.value }.keys.sorted() == ["search/index.json", "search/words-.json"])
  }

  @Test func `addresses hold below a path and with media on another host`() throws {
    let video = Sample.video(1, "Film", channel: "talks")
    let beside = try Self.files([video]) { $0.baseURL = "https://example.org/films/" }
    let file = try #require(beside["search/videos-1.json"])
    #expect(file.contains("\"url\":\"../videos/video-1/\"") && file.contains("\"picture\":\"../media/"))
    #expect(
      beside["search/index.html"]?.contains("<form class=\"search\" id=\"search\" role=\"search\" action=\"./\"")
        == true)
    let elsewhere = try Self.files([video]) { $0.mediaBaseURL = "https://media.example.org/m/" }
    #expect(elsewhere["search/videos-1.json"]?.contains("\"picture\":\"https://media.example.org/m/") == true)
  }

  @Test func `every page but the embedded player has the field, and each may send its form to this site alone`() throws
  {
    let pages = try Sample.pages(Sample.catalog(Sample.site { $0.perPage = 4 }, Showcase.videos()))
    for (path, page) in pages where path.hasSuffix(".html") {
      let isEmbed = path.hasSuffix("embed/index.html")
      #expect(page.contains("role=\"search\"") != isEmbed, "\(path)")
      #expect(page.contains("form-action &#39;self&#39;") && page.contains("connect-src &#39;self&#39;"), "\(path)")
    }
    #expect(pages["404.html"]?.contains("action=\"/search/\"") == true)
    #expect(pages["search/index.html"]?.contains("<meta name=\"robots\" content=\"noindex\">") == true)
  }

  @Test func `only what can be chosen is offered`() throws {
    let one = try #require(try Self.files([Sample.video(1, "Film", channel: "talks")])["search/index.html"])
    #expect(!one.contains("<select") && !one.contains("name=\"transcripts\""))
    let two = [
      Sample.video(1, "Film", channel: "talks"),
      Sample.video(2, "Film", channel: "workshop") {
        $0.language = "fr-CA"
        $0.facts.source.duration = 90_000
        $0.date = Instant(seconds: 1_400_000_000)
      },
    ]
    let page = try #require(try Self.files(two)["search/index.html"])
    let options = page.matches(of: #/<option value="([^"]+)">([^<]+)</#).map { "\($0.output.1)=\($0.output.2)" }
    #expect(
      options == [
        "talks=Talks &amp; debates", "workshop=Repair workshop", "en=English", "fr=French", "short=Under 5 minutes",
        "medium=5 to 20 minutes", "2025=2025", "2014=2014",
      ])
  }
}
