import Catalog
import Facts
import Hashing
import JSON
import Templates

/// `search/`: the index in shards, lists to narrow a search by, and what results show of each video (docs/search.md).
/// Listed videos only.
enum SearchDocuments {
  /// Raised when the form of the files changes.
  static let form: Int64 = 1
  /// A result needs the file that its video stands in: small ones, so that twelve results are few bytes.
  static let videosPerFile = 10

  static func documents(_ site: PageSite) -> [Document] {
    let videos = Array(site.listed.reversed())
    let index = SearchIndex(videos.map { site.catalog.videos[$0] }, channelTitle: site.channelTitle)
    let facets = SearchFacets(videos.map { site.catalog.videos[$0] })
    var documents: [Document] = []
    var root: [String: JSON] = [
      "form": .integer(form), "videos": .integer(Int64(videos.count)), "videosPerFile": .integer(Int64(videosPerFile)),
      "text": rules,
    ]
    /// Adds a file and gives its revision, by which the script asks for it: what browsers keep is never of another build.
    func add(_ name: String, _ bytes: [UInt8]) -> JSON {
      let hash = SHA256.hash(bytes)
      documents.append(Document(path: "\(site.root)search/\(name).json", inputs: hash) { bytes })
      return .string(String(hash.hex.prefix(8)))
    }
    for (kind, terms) in [("words", index.words), ("transcripts", index.transcripts)] {
      var shards: [String: JSON] = [:]
      for shard in SearchShard.cut(terms) { shards[shard.beginning] = add("\(kind)-\(shard.beginning)", shard.bytes) }
      root[kind] = .object(shards)
    }
    for (kind, values) in facets.kinds {
      let lists = values.mapValues { JSON.string(Postings.list($0)) }
      root[kind] = add(kind, JSON.object(lists).bytes)
    }
    root["files"] = .array(
      stride(from: 0, to: videos.count, by: videosPerFile).enumerated().map { number, start in
        let name = "videos-\(number + 1)"
        let part = videos[start..<min(start + videosPerFile, videos.count)]
        return add(name, shown(Array(part), in: "\(site.root)search/\(name).json", site).bytes)
      })
    _ = add("index", JSON.object(root).bytes)
    return documents
  }

  /// ``SearchAlphabet``, for the script in the page.
  static var rules: JSON {
    func ranges(_ ranges: [ClosedRange<UInt32>]) -> JSON {
      .array(ranges.map { [.integer(Int64($0.lowerBound)), .integer(Int64($0.upperBound))] })
    }
    return [
      "folds": .string(SearchAlphabet.table.split(whereSeparator: \.isWhitespace).joined(separator: " ")),
      "dropped": ranges(SearchAlphabet.dropped), "unspaced": ranges(SearchAlphabet.unspaced),
      "longest": .integer(Int64(SearchAlphabet.longestWord)),
    ]
  }

  /// What results show of these videos. Addresses are relative to the file.
  private static func shown(_ videos: [Int], in path: String, _ site: PageSite) -> JSON {
    let links = site.links(from: path)
    let names = Set(videos.map { site.catalog.videos[$0].channel }).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    return [
      "channels": .object(
        Dictionary(
          uniqueKeysWithValues: names.map { name in
            (
              name,
              .object(present: [
                "title": .string(site.channelTitle(name)), "lang": language(site.channels[name]?.written.title, site),
              ])
            )
          })),
      "videos": .array(
        videos.map { index in
          let video = site.catalog.videos[index]
          let picture = Card.smallPicture(video, site, links)
          return .object(present: [
            "title": .string(video.title), "lang": language(video.written.title, site),
            "url": .string(links.page(site.addresses.videoFolder(video))),
            "picture": picture.map(JSON.string), "channel": .string(video.channel),
            "date": .string(day(video.date)), "day": .string(site.words.date(video.date)),
            "length": .string(Clock.text(video.facts.source.duration)),
            "sensitive": video.sensitive == .no ? nil : true,
            "hue": picture == nil ? .integer(Int64(Card.hue(video.slug))) : nil,
          ])
        }),
    ]
  }

  /// `2026-03-01`, in the offset that the date was written with.
  private static func day(_ date: Instant) -> String {
    String(Instant(seconds: date.seconds + Int64(date.offset)).rfc3339.prefix(10))
  }

  /// Of a text that is not in the language of the page.
  private static func language(_ language: String?, _ site: PageSite) -> JSON? {
    language == site.words.language ? nil : language.map(JSON.string)
  }
}
