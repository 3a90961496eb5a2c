import Catalog
import Hashing

/// What videos are grouped by beside their channel: each group has pages of its own (design, "What comes out").
enum Taxonomy: String, Sendable, Hashable, CaseIterable {
  case tags, series, authors, categories, languages, licences

  /// One group that a video belongs to.
  struct Term: Sendable, Hashable {
    var taxonomy: Taxonomy
    var slug: String
    /// As it is written; of categories and languages the number or code, which each language of a site names by itself.
    var name: String

    /// Below the site's root: `tags/open-access/`.
    var folder: String { "\(taxonomy.rawValue)/\(slug)/" }
  }

  /// Below the site's root: `tags/`.
  var folder: String { rawValue + "/" }

  /// The groups of a video, each once, in the order written.
  func terms(of video: Video) -> [Term] {
    let named: [(slug: String, name: String)] =
      switch self {
      case .tags: video.tags.map { ($0.slug, $0.name) }
      case .series: video.series.map { [(Slug.make($0.name), $0.name)] } ?? []
      case .authors: video.authors.map { (Slug.make($0), $0) }
      case .categories: video.category.map { [(String($0), String($0))] } ?? []
      case .languages: video.language.map { [($0.lowercased(), $0)] } ?? []
      case .licences: video.licence.map { [(Slug.make($0.spdx ?? $0.name), $0.name)] } ?? []
      }
    var seen: Set<String> = []
    return named.filter { seen.insert($0.slug).inserted }.map { Term(taxonomy: self, slug: $0.slug, name: $0.name) }
  }
}

/// A term with its videos.
struct TermList: Sendable {
  /// As the newest video writes it.
  var term: Taxonomy.Term
  /// Indices into `catalog.videos`, newest first; of a series in the order of its episodes.
  var videos: [Int]
}

/// Every term of the videos that lists show.
struct Terms: Sendable {
  /// By taxonomy in the order of its cases, then by slug.
  let lists: [TermList]
  private let byTerm: [String: Int]

  init(_ videos: [Video]) {
    var found: [String: TermList] = [:]
    for (index, video) in videos.enumerated() where video.privacy == .public {
      for term in Taxonomy.allCases.flatMap({ $0.terms(of: video) }) {
        found[term.folder, default: TermList(term: term, videos: [])].videos.append(index)
      }
    }
    let order = Dictionary(uniqueKeysWithValues: Taxonomy.allCases.enumerated().map { ($1, $0) })
    var lists = found.values.sorted { a, b in
      let (first, second) = (order[a.term.taxonomy] ?? 0, order[b.term.taxonomy] ?? 0)
      return first == second ? a.term.slug.utf8.lexicographicallyPrecedes(b.term.slug.utf8) : first < second
    }
    for index in lists.indices where lists[index].term.taxonomy == .series {
      lists[index].videos = Self.episodes(lists[index].videos, videos)
    }
    self.lists = lists
    byTerm = Dictionary(uniqueKeysWithValues: lists.enumerated().map { ($1.term.folder, $0) })
  }

  /// nil where no video that lists show has it.
  func list(_ term: Taxonomy.Term) -> TermList? { byTerm[term.folder].map { lists[$0] } }

  func lists(_ taxonomy: Taxonomy) -> [TermList] { lists.filter { $0.term.taxonomy == taxonomy } }

  /// By season and episode; what has no number comes after, the oldest first.
  private static func episodes(_ indices: [Int], _ videos: [Video]) -> [Int] {
    func key(_ index: Int) -> [Int] {
      let series = videos[index].series
      return [series?.season ?? .max, series?.episode ?? .max, -index]
    }
    return indices.sorted { key($0).lexicographicallyPrecedes(key($1)) }
  }
}
