import Files
import JSON
import Testing

@testable import Site

extension Visiting {
  @Suite(.serialized) struct `Search in browsers` {
    static let library = Library(Programs.isFull ? 10_000 : 300)

    private static func built() async throws -> Site {
      let site = try Site()
      try await library.write(site)
      let start = SystemClock.monotonic()
      let outcome = try await Tool.bobine(["build", site.folder.path, "--now", Site.now, "--quiet"], seconds: 1800)
      try #require(outcome.status == 0, "\(outcome)")
      print("search: \(library.entries.count) videos built in \(Self.seconds(since: start)) s")
      return site
    }

    private static func seconds(since start: Int64) -> Double {
      Double((SystemClock.monotonic() - start) / 10_000_000) / 100
    }

    @Test func `finds what people half remember, in few bytes`() async throws {
      let site = try await Self.built()
      try await Self.printSizes(site)
      let asked = Self.library.queries(200)
      let queries = asked.map { JSON.string("q=" + $0.query.replacing(" ", with: "+")) }
      // By the words of the index, and in what is said.
      let spoken = asked.prefix(40).map { JSON.string("q=" + $0.query.replacing(" ", with: "+") + "&transcripts=1") }
      try site.folder.put(String(decoding: JSON.array(queries + spoken).bytes, as: UTF8.self), "queries.json")
      try await WebServer.run(site.folder("public"), port: try await WebServer.freePort()) { server in
        let all = try #require(
          try await Tool.script("search.py", "measure", server.base, site.folder("queries.json"), seconds: 900).json()
            .array)
        try #require(
          all.count == 240 && all.allSatisfy { $0["failed"] == nil }, "\(all.filter { $0["failed"] != nil })")
        let missed = zip(asked, all).filter { asked, seen in
          !(seen["results"]?.array ?? []).contains { $0.text == server.base + "videos/\(asked.slug)/" }
        }
        print("search: \(200 - missed.count) of 200 queries have their video among the first three")
        #expect(missed.count <= 10, "\(missed.map { ($0.0, $0.1["status"]?.text ?? "") })")
        Self.printQueries("by words", Array(all.prefix(200)))
        Self.printQueries("what is said as well", Array(all.suffix(40)))
        for seen in all {
          let bytes = (seen["bytes"]?["search"]?.integer ?? .max) + (seen["bytes"]?["other"]?.integer ?? .max)
          #expect(bytes < 300_000, "\(seen)")
        }
      }
    }

    @Test func `a new video changes few files, and a second build none`() async throws {
      let site = try Site()
      try await Library(300).write(site)
      try await site.built("--quiet")
      let before = try await Self.sums(site)
      #expect(before.keys.filter { $0.hasPrefix("search/words-") }.count > 3)
      try await site.built("--quiet")
      #expect(try await Self.sums(site) == before)
      let facts = try #require(try await site.folder.files(".bobine/facts/debats").first)
      try site.folder.put(try site.folder.text(".bobine/facts/debats/\(facts)"), ".bobine/facts/debats/newest.md.txt")
      try site.folder.put(
        "---\ntitle: Zebra crossing\ndate: 2025-12-30\nlanguage: en\n---\n", "content/debats/newest.md")
      try await site.built("--quiet")
      let after = try await Self.sums(site)
      let changed = after.keys.filter { before[$0] != after[$0] && $0.hasPrefix("search/") }.sortedByBytes()
      // The words of its title and of its channel, the lists that it is in, the files that are never full.
      #expect(changed.filter { $0.hasPrefix("search/words-") }.count <= 3, "\(changed)")
      #expect(
        changed.filter { !$0.hasPrefix("search/words-") } == [
          "search/channel.json", "search/index.json", "search/language.json", "search/length.json",
          "search/videos-31.json", "search/year.json",
        ])
      let check = try await Tool.bobine(["check", site.folder.path, "--now", Site.now])
      #expect(!check.out.contains("search-"), "\(check)")
    }

    @Test(arguments: ["chromium", "firefox"])
    func `is used with the keyboard alone from any page, and tells how much it found`(_ browser: String) async throws {
      let library = Library(300)
      let site = try Site()
      try await library.write(site)
      // Below a path, as on a shared host.
      try await site.built("--quiet", "-o", site.folder("root/films"))
      try await Tool.check("cp", ["-R", site.folder("public/media"), site.folder("root/films/")])
      let word = library.commonWord
      let matching = library.entries.filter { $0.words.contains { $0.hasPrefix(word) } }
      try await WebServer.run(site.folder("root"), port: try await WebServer.freePort()) { server in
        let seen = try await Tool.script(
          "search.py", "use", browser, server.base + "films/", word, Library.onlySpoken, seconds: 300
        ).json()
        let message = Comment(rawValue: String(decoding: seen.bytes, as: UTF8.self))
        func told(_ step: String) -> String? { seen[step]?["status"]?.text }
        #expect(seen["slash"]?["focus"] == "query", message)
        #expect(seen["found"]?["path"] == "/films/search/", message)
        #expect(seen["found"]?["address"]?.text == "?q=\(word)" && seen["found"]?["isShown"] == true, message)
        #expect(told("found") == "\(matching.count) videos found", message)
        #expect(seen["found"]?["results"]?.array?.count == 12 && seen["found"]?["transcripts"] == 0, message)
        let first = seen["found"]?["results"]?.array?.first
        #expect(seen["down"]?["focus"] == first && seen["up"]?["focus"] == first, message)
        #expect(seen["down"]?["outline"] == "solid", message)
        #expect(seen["upToField"]?["focus"] == "query", message)
        let year = matching.map(\.year).max() ?? 0
        #expect(library.entries.map(\.year).max() == year, "the first year of the list has no match")
        let inYear = matching.count { $0.year == year }
        #expect(told("year") == (inYear == 1 ? "1 video found" : "\(inYear) videos found"), message)
        #expect(seen["year"]?["address"]?.text == "?q=\(word)&year=\(year)", message)
        #expect(told("allYears") == told("found"), message)
        #expect((seen["more"]?["results"]?.array?.count ?? 0) > 12, message)
        #expect(told("unsaid")?.hasPrefix("No video found") == true && seen["unsaid"]?["transcripts"] == 0, message)
        #expect(told("said") == "1 video found" && seen["said"]?["results"]?.array?.count == 1, message)
        #expect(seen["opened"]?["path"]?.text == "/films/videos/\(library.entries[0].slug)/", message)
        #expect(seen["empty"]?["results"]?.array == [], message)
        #expect(seen["off"]?["focus"]?.text != "query", message)
        #expect(seen["errors"]?.array == [], message)
      }
    }

    @Test func `says without JavaScript where all videos are listed`() async throws {
      let site = try Site()
      try await Library(20).write(site)
      try await site.built("--quiet")
      try await WebServer.run(site.folder("public"), port: try await WebServer.freePort()) { server in
        let seen = try await Tool.script("search.py", "plain", server.base).json()
        #expect(seen["text"]?.text?.contains("Searching needs JavaScript") == true, "\(seen)")
        #expect(seen["text"]?.text?.contains("All years") == false, "\(seen)")
        let links = (seen["links"]?.array ?? []).compactMap(\.text)
        #expect(links.contains(server.base) && links.contains(server.base + "channels/debats/"), "\(seen)")
      }
    }

    @Test func `the script and the index make the same words of every text`() async throws {
      let folder = try Folder()
      let rules = JSON.object(["text": SearchDocuments.rules])
      // Every character between letters, and the texts that are hard to read.
      let scalars = (0x20...0x323AF).compactMap { Unicode.Scalar($0) }.filter { scalar in
        let category = scalar.properties.generalCategory
        return category != .unassigned && category != .privateUse
      }
      let texts = scalars.map { "x\(Character($0))y \(Character($0))" } + Self.hardTexts
      try folder.put(String(decoding: rules.bytes, as: UTF8.self), "rules.json")
      try folder.put(String(decoding: JSON.strings(texts).bytes, as: UTF8.self), "texts.json")
      let script = PathRules.join(Programs.checkout, "templates/assets/search.js")
      let seen = try await Tool.script(
        "search.py", "words", script, folder("rules.json"), folder("texts.json"), folder("words.json"), seconds: 300
      ).json()
      try #require(seen["texts"]?.integer == Int64(texts.count), "\(seen)")
      let found = try #require(try JSON(try Files.read(folder("words.json"), limit: 1 << 27)).array)
      var different: [String] = []
      for (text, words) in zip(texts, found) where words.bytes != JSON.strings(SearchWords.of(text)).bytes {
        let codes = text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
        different.append("\(text) (\(codes)): \(SearchWords.of(text)), in the page \(words)")
      }
      #expect(different.count == 0, "\(different.count): \(different.prefix(40).joined(separator: "\n"))")
    }

    private static let hardTexts = [
      "L’Été à Saint-Brieuc : “Œuvres complètes” — 2ᵉ partie", "e\u{301}te\u{301} / E\u{301}TE\u{301}",
      "STRASSE Straße STRAẞE",
      "ﬁn ﬄ ﬆ Ǆ ǅ ǆ ĳ", "İstanbul ISPARTA ısırgan", "ΟΔΟΣ οδός Ὀδυσσεύς ᾯδή", "Ёлка ёлка ЙОД \u{0418}\u{0306}од",
      "Tiếng Việt ĐƯỜNG",
      "東京タワーとカフェ", "か\u{3099}くせい がくせい ｶﾞｸｾｲ", "ภาษาไทยเขียนติดกัน", "한국어 검색 \u{1112}\u{1161}\u{11AB}글", "ＦＵＬＬ　ｗｉｄｔｈ １２３",
      "שָׁלוֹם עולם ‏\u{FB2A}\u{FB4B}", "السَّلَامُ عَلَيْكُم إلى آخر مؤسسة ـــ", "می\u{200C}خواهم کتاب ك", "हिन्दी क़िताब \u{0958}",
      "naïve co\u{AD}operate",
      "C++ C# .NET 3,14 1/2 ½ ² ₂", String(repeating: "longword", count: 9), "👩‍🚀 emoji👍🏽s", "𝐁𝐨𝐥𝐝 𝟙𝟚 𐐀𐐨",
      "a\u{0301}\u{0323}b ạ\u{0301}",
      "\u{06C2} \u{06C1}\u{0654} \u{06D3} \u{06D2}\u{0654} \u{0627}\u{0653}",
      "o\u{31B}\u{323} ợ a\u{30A} å \u{418}\u{306} Й",
      "\u{3C9}\u{313}\u{301}\u{345} ᾤ \u{928}\u{93C} \u{929} \u{9C7}\u{9BE} \u{9CB}", "constructor __proto__ toString",
      "rock'n'roll don't aujourd'hui", "東京2024年abc", "",
    ]

    private static func sums(_ site: Site) async throws -> [String: String] {
      var sums: [String: String] = [:]
      for path in try await site.folder.files("public") where path.hasPrefix("search/") {
        sums[path] = try site.folder.text("public/\(path)")
      }
      return sums
    }

    private static func printSizes(_ site: Site) async throws {
      var sizes: [String: (files: Int, bytes: Int64, largest: Int64)] = [:]
      for path in try await site.folder.files("public/search") {
        let kind = String(path.prefix { $0 != "-" && $0 != "." })
        let size = try #require(try Files.status(site.folder("public/search/\(path)"))).size
        let before = sizes[kind] ?? (0, 0, 0)
        sizes[kind] = (before.files + 1, before.bytes + size, max(before.largest, size))
      }
      for (kind, size) in sizes.sorted(by: { $0.key.precedesByBytes($1.key) }) {
        print("search: \(kind): \(size.files) files, \(size.bytes) bytes, the largest \(size.largest)")
      }
    }

    private static func printQueries(_ what: String, _ seen: [JSON]) {
      func line(_ name: String, _ value: (JSON) -> Double) {
        let sorted = seen.map(value).sorted()
        print("search: \(what): \(name): median \(Int(sorted[sorted.count / 2])), largest \(Int(sorted.last ?? 0))")
      }
      line("bytes of the index") { $0["bytes"]?["search"]?.double ?? 0 }
      line("bytes of page, style and scripts") { $0["bytes"]?["other"]?.double ?? 0 }
      line("requests") { $0["requests"]?.double ?? 0 }
      line("ms") { $0["ms"]?.double ?? 0 }
    }
  }
}

extension Library {
  /// In the most titles, and more results than are shown at once.
  fileprivate var commonWord: String {
    var counts: [String: Int] = [:]
    for entry in entries {
      for word in Set(Self.plainWords(entry.title)) where word.count >= 5 { counts[word, default: 0] += 1 }
    }
    return counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.first?.key ?? ""
  }
}
