import Files
import Hashing
import JSON
import Testing

/// A catalog of any size as texts and facts, without media: what a machine that only renders pages has.
///
/// Titles are of made-up words that behave as real ones do: a few dozen small words everywhere, then a long tail (Zipf), common
/// beginnings (con-, pro-, inter-), accents, names of places, years. The same seed gives the same library.
struct Library {
  struct Entry {
    var slug: String
    var title: String
    var description: String
    var tags: [String]
    var channel: String
    var chapters: [String]
    var spoken: String
    var year: Int
    var day: Int
    /// In seconds.
    var duration: Int
    var language: String

    /// As somebody without accents on the keyboard types them: of everything but what is said.
    var words: [String] {
      Library.plainWords(
        ([title, description, Library.channels[channel] ?? ""] + tags + chapters).joined(separator: " "))
    }
  }

  private(set) var entries: [Entry] = []
  /// Spoken in the first video, and nowhere else.
  static let onlySpoken = "Pamplemousse"
  static let channels = [
    "ateliers": "Les ateliers", "conferences": "Conférences du soir", "debats": "Débats", "ecole": "L'école",
    "festival": "Le festival", "harbour": "Harbour talks", "memoires": "Mémoires", "musique": "Musique & danse",
  ]

  init(_ count: Int, seed: UInt64 = 2009) {
    var random = Seeded(seed)
    let vocabulary = Vocabulary(&random)
    let names = Self.channels.keys.sorted()
    for number in 0..<count {
      var title: [String] = []
      for position in 0..<random.next(in: 3...6) {
        if position > 0, random.next(in: 0...9) < 6 { title.append(random.pick(Vocabulary.small)) }
        title.append(random.next(in: 0...9) == 0 ? random.pick(vocabulary.places) : vocabulary.word(&random))
      }
      if random.next(in: 0...5) == 0 { title.append(String(random.next(in: 1950...2026))) }
      let text = title.joined(separator: " ")
      entries.append(
        Entry(
          slug: Self.plainWords(text).joined(separator: "-").prefix(60) + "-\(number)",
          title: text.prefix(1).uppercased() + text.dropFirst(),
          description: vocabulary.sentence(random.next(in: 15...60), &random),
          tags: (0..<random.next(in: 2...5)).map { _ in vocabulary.subject(&random) },
          channel: random.pick(names),
          chapters: random.next(in: 0...2) > 0
            ? [] : (0..<random.next(in: 3...8)).map { _ in vocabulary.sentence(random.next(in: 2...4), &random) },
          spoken: vocabulary.sentence(random.next(in: 300...900), &random)
            + (number == 0 ? " \(Self.onlySpoken.lowercased())" : ""), year: 2012 + number * 14 / count,
          day: random.next(in: 1...28), duration: random.next(in: 40...4000), language: random.pick(["fr", "fr", "en"]))
      )
    }
  }

  /// Writes the project: a text, captions and facts a video.
  func write(_ site: Site) async throws {
    try site.folder.put("title: The library\nlanguage: en\n", "bobine.yml")
    try Files.makeFolder(site.folder("public/media"))
    let picture = site.folder("picture.jpg")
    try await Tool.check(
      "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "color=c=teal:s=280x158", "-frames:v", "1", "-bitexact", picture])
    let bytes = try Files.read(picture, limit: 1 << 20)
    try Files.remove(picture)
    let hash = SHA256.hash(bytes)
    // One source for all: so one folder holds the one picture that all of them show.
    let source = SHA256.hash(Array("library".utf8)).hex
    for name in ["poster-\(hash.hex.prefix(8)).jpg", "thumbnail-280-\(hash.hex.prefix(8)).jpg"] {
      try Files.write(bytes, to: site.folder("public/media/\(source.prefix(20))/\(name)"))
    }
    for (name, title) in Self.channels {
      try site.folder.put("---\ntitle: \"\(title)\"\n---\n", "content/\(name)/channel.md")
    }
    for entry in entries {
      let path = "\(entry.channel)/\(entry.slug)"
      var front = "title: \"\(entry.title)\"\nslug: \(entry.slug)\nlanguage: \(entry.language)\n"
      front += "date: \(entry.year)-0\(entry.day % 9 + 1)-\(entry.day < 10 ? "0" : "")\(entry.day)\n"
      front += "tags: [\(entry.tags.map { "\"\($0)\"" }.joined(separator: ", "))]\n"
      if !entry.chapters.isEmpty {
        front += "chapters:\n"
        for (index, chapter) in entry.chapters.enumerated() {
          front += "  - {at: \(index * 4), title: \"\(chapter)\"}\n"
        }
      }
      try site.folder.put("---\n\(front)---\n\(entry.description)\n", "content/\(path).md")
      try site.folder.put(
        "WEBVTT\n\n00:00.000 --> 00:20.000\n\(entry.spoken)\n", "content/\(path).\(entry.language).vtt")
      try site.folder.put(
        """
        bobine-facts: 1
        source-sha256: \(source)
        source-size: 1000000
        duration: \(entry.duration * 1000)
        container: mov
        codecs: h264 aac
        policy: auto
        picture-origin: frame 0
        picture-form: 2
        poster: 280x158 \(bytes.count) \(hash.hex)
        thumbnail: 280x158 \(bytes.count) \(hash.hex)

        """, ".bobine/facts/\(path).md.txt")
    }
  }

  /// Queries as people type them while they look for a video that they half remember: two words of its title, in its order,
  /// no small ones, the last one cut to three letters, no accent.
  func queries(_ count: Int, seed: UInt64 = 7) -> [(query: String, slug: String)] {
    var random = Seeded(seed)
    var queries: [(query: String, slug: String)] = []
    while queries.count < count {
      let entry = random.pick(entries)
      let words = Self.plainWords(entry.title).filter { $0.count >= 4 && !Vocabulary.small.contains($0) }
      guard words.count >= 2 else { continue }
      let first = random.next(in: 0...(words.count - 2))
      let second = random.next(in: (first + 1)...(words.count - 1))
      queries.append(("\(words[first]) \(words[second].prefix(3))", entry.slug))
    }
    return queries
  }

  private static let accents: [Character: String] = [
    "à": "a", "â": "a", "ç": "c", "è": "e", "é": "e", "ê": "e", "ë": "e", "î": "i", "ï": "i", "ô": "o", "ö": "o",
    "œ": "oe", "ù": "u", "û": "u", "ü": "u", "ñ": "n",
  ]

  static func plainWords(_ text: String) -> [String] {
    let plain = text.lowercased().map { accents[$0] ?? String($0) }.joined()
    return plain.split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}

/// Words of no language, made as those of French and English are.
private struct Vocabulary {
  static let small = [
    "de", "la", "le", "les", "du", "des", "et", "à", "en", "un", "une", "sur", "pour", "dans", "avec", "au", "the",
    "of", "and",
    "in", "to", "for", "how", "from",
  ]
  /// Every third word has one of them: each begins one word of sixty, as con-, pro- and inter- do in both languages.
  private static let starts = [
    "re", "dé", "con", "pro", "inter", "trans", "sur", "sous", "im", "ex", "sub", "par", "anti", "auto", "com", "pré",
    "dis", "over",
    "under", "micro",
  ]
  /// Half of the stems are real ones, half are made of these.
  private static let onsets = [
    "b", "bl", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "fr", "g", "gl", "gr", "h", "j", "k", "l", "m", "n",
    "p", "pl", "pr", "r",
    "s", "sc", "sp", "st", "t", "th", "tr", "v", "w", "",
  ]
  private static let vowels = ["a", "e", "é", "i", "o", "u", "ou", "ai", "au", "oi", "â", "ê", "ô", "ea", "oo", "œu"]
  private static let codas = [
    "b", "c", "d", "g", "l", "m", "n", "p", "r", "s", "t", "v", "ll", "nt", "nd", "rt", "st", "ss", "nn", "ch", "gn",
    "rd", "lt", "ct",
  ]
  private static let roots = [
    "port", "form", "struct", "press", "duct", "vers", "script", "mar", "terr", "lumin", "navig", "cultur", "viv",
    "histor", "pêch",
    "bât", "chant", "forêt", "météo", "écolog", "jardin", "cuisin", "peint", "vélo", "march", "fest", "riv", "mont",
    "lac", "vent",
    "sabl", "pierr", "bois", "ferr", "verr", "tiss", "papier", "encr", "voil", "phar", "quai", "grèv", "dun", "falais",
    "marais", "étang",
    "sourc", "moul", "four", "ferm", "vill", "bourg", "ru", "plac", "pont", "gar", "train", "métr", "light", "tower",
    "stone", "water",
    "bird", "fish", "bread", "clock", "gard", "work", "play", "mend", "sail", "row", "weav", "print", "draw", "teach",
    "learn",
    "cœur", "sœur", "garçon", "façad", "hôpit", "île", "août", "noël", "maïs", "canoë", "piñat", "über", "flot",
    "grain", "bras",
  ]
  private static let ends = [
    "", "e", "es", "er", "age", "ation", "ateur", "eur", "euse", "ement", "ité", "iste", "ique", "al", "aux", "ier",
    "ière", "ine", "ette",
    "on", "ure", "ance", "ant", "ée", "és", "ing", "ed", "ers", "ness", "ful",
  ]

  /// The most frequent first.
  private var words: [String] = []
  /// Sums of the weights before each word.
  private var weights: [Double] = []
  private(set) var places: [String] = []

  init(_ random: inout Seeded) {
    var seen: Set<String> = []
    while words.count < 14_000 {
      let start = random.next(in: 0...2) == 0 ? random.pick(Self.starts) : ""
      let made = random.pick(Self.onsets) + random.pick(Self.vowels) + random.pick(Self.codas)
      let word = start + (random.next(in: 0...1) == 0 ? random.pick(Self.roots) : made) + random.pick(Self.ends)
      if word.count >= 4, seen.insert(word).inserted { words.append(word) }
    }
    let heads = [
      "Ker", "Plou", "Lan", "Tré", "Pen", "Loc", "Saint-", "Ville", "Mont", "Château", "Beau", "Roche", "Fort", "Gué",
      "Bré", "Cham",
      "Mar", "Quim", "Cour", "Val",
    ]
    let tails = [
      "érouan", "gastel", "davel", "zhirio", "marc", "hervé", "brieuc", "malo", "neuve", "rieux", "ambert", "igny",
      "oët", "avel", "mont",
      "bourg", "ville", "per", "dec", "seul", "fort", "lieu", "ançon", "oges",
    ]
    for head in heads { for tail in tails { places.append(head + tail) } }
    // Zipf's law, in which the small words come first.
    var sum = 0.0
    for rank in words.indices {
      weights.append(sum)
      sum += 1 / Double(Self.small.count + 1 + rank)
    }
    weights = weights.map { $0 / sum }
  }

  func word(_ random: inout Seeded) -> String {
    let point = Double(random.next() >> 11) / Double(1 << 53)
    var (low, high) = (0, weights.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if weights[middle] <= point { low = middle } else { high = middle }
    }
    return words[low]
  }

  /// One of a few hundred words that a site has for its tags.
  func subject(_ random: inout Seeded) -> String { words[Int(random.next() % 400)] }

  func sentence(_ count: Int, _ random: inout Seeded) -> String {
    (0..<count).map { _ in random.next(in: 0...9) < 4 ? random.pick(Self.small) : word(&random) }.joined(separator: " ")
  }
}

/// SplitMix64: numbers that look drawn and are the same everywhere.
private struct Seeded {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func next(in range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[Int(next() % UInt64(elements.count))] }
}
