import Catalog

/// Every word of the listed videos and the videos that it stands in. A video's number counts from the oldest, so that a new
/// one leaves the others' as they are.
struct SearchIndex {
  /// By their bytes.
  private(set) var words: [Term] = []
  private(set) var transcripts: [Term] = []

  struct Term {
    var word: [UInt8]
    /// ``Postings``.
    var videos: [UInt8]
  }

  /// - Parameters:
  ///   - videos: the oldest first.
  ///   - channelTitle: of a channel's name.
  init(_ videos: [Video], channelTitle: (String) -> String) {
    var words = Collected()
    var spoken = Collected()
    for (number, video) in videos.enumerated() {
      for (word, entry) in Self.entries(video, channelTitle(video.channel)) {
        words.change(word) { $0.add(number, entry.places, position: entry.position, of: entry.count) }
      }
      for word in Self.spoken(video) { spoken.change(word) { $0.add(number) } }
    }
    self.words = words.terms
    transcripts = spoken.terms
  }

  private struct Entry {
    var places: SearchPlaces = []
    /// Of its first appearance among the words of the title.
    var position = 0
    /// How many words the title has.
    var count = 0
  }

  private static func entries(_ video: Video, _ channel: String) -> [String: Entry] {
    var entries: [String: Entry] = [:]
    func add(_ text: String, _ place: SearchPlaces) {
      let words = SearchWords.of(text)
      for (position, word) in words.enumerated() {
        if place == .title, entries[word] == nil { entries[word] = Entry(position: position, count: words.count) }
        entries[word, default: Entry()].places.insert(place)
      }
    }
    add(video.title, .title)
    for tag in video.tags { add(tag.name, .names) }
    for author in video.authors { add(author, .names) }
    add(channel, .names)
    if let series = video.series { add(series.name, .names) }
    for chapter in video.chapters { add(chapter.title, .chapters) }
    add(video.summary, .description)
    if !video.bodyHTML.isEmpty { add(MarkedText.plain(video.bodyHTML), .description) }
    return entries
  }

  private static func spoken(_ video: Video) -> Set<String> {
    var words: Set<String> = []
    for caption in video.captions where caption.kind == .captions {
      words.formUnion(SearchWords.of(MarkedText.spoken(caption.webVTT)))
    }
    return words
  }

  /// Postings by word, in two arrays: a dictionary of arrays is copied at every change.
  private struct Collected {
    private var places: [String: Int] = [:]
    private var all: [Postings] = []

    mutating func change(_ word: String, _ change: (inout Postings) -> Void) {
      let place = places[word] ?? all.count
      if place == all.count {
        places[word] = place
        all.append(Postings())
      }
      change(&all[place])
    }

    var terms: [Term] {
      places.map { Term(word: Array($0.key.utf8), videos: all[$0.value].text) }
        .sorted { $0.word.lexicographicallyPrecedes($1.word) }
    }
  }
}
