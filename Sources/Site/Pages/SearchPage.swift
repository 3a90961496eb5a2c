import Catalog
import Hashing
import Templates

/// `search/`: the field stands in the header, what narrows a search here; a script fills in the results.
struct SearchPage {
  static let path = "search/index.html"

  private let site: PageSite
  private var path: String { site.root + Self.path }
  private let facets: SearchFacets
  private let hasTranscripts: Bool

  init(_ site: PageSite) {
    self.site = site
    let videos = site.listed.map { site.catalog.videos[$0] }
    facets = SearchFacets(videos)
    hasTranscripts = videos.contains { video in video.captions.contains { $0.kind == .captions } }
  }

  var document: Document {
    var inputs = site.inputs("search 2")
    for kind in facets.kinds {
      inputs.add(kind.name)
      inputs.add(sorted(kind.values))
    }
    inputs.add(hasTranscripts)
    for tag in commonTags { inputs.add([tag.slug, tag.name]) }
    return site.document(path, template: "search", inputs: inputs.finish()) { self.value($0) }
  }

  private func value(_ site: PageSite) -> Value {
    let links = site.links(from: path)
    var frame = Frame(site, links, title: site.words["search"], path: path)
    // It says nothing without a query.
    frame.isIndexed = false
    let languages = sorted(facets.languages).map { ($0, site.words.languageName($0)) }
    let years = sorted(facets.years).reversed().map { ($0, $0) }
    let lengths = SearchFacets.Length.allCases.map(\.rawValue).filter { facets.lengths[$0] != nil }
      .map { ($0, site.words["search-length-\($0)"]) }
    let channels = site.catalog.channels.filter { facets.channels[$0.name] != nil }.map { ($0.name, $0.title) }
    return frame.value([
      "filters": .list(
        [
          filter("channel", channels), filter("language", languages), filter("length", lengths), filter("year", years),
        ].compactMap { $0 }),
      // The script chooses by `Intl.PluralRules`, whose names of the forms are the same.
      "counts": .list(
        Plurals.forms.compactMap { form in
          site.words.written("search-\(form)").map { ["form": .text(form), "text": .text($0)] }
        }),
      "hasTranscripts": .bool(hasTranscripts),
      "home": .text(links.page("index.html")),
      "tags": .list(
        commonTags.map { ["name": .text($0.name), "url": .text(links.page($0.folder))] }),
      "hasTags": .bool(!commonTags.isEmpty),
    ])
  }

  /// nil where there is nothing to choose.
  private func filter(_ name: String, _ options: [(value: String, label: String)]) -> Value? {
    guard options.count > 1 else { return nil }
    return [
      "name": .text(name), "label": .text(site.words["search-\(name)"]), "any": .text(site.words["search-any-\(name)"]),
      "options": .list(options.map { ["value": .text($0.value), "text": .text($0.label)] }),
    ]
  }

  /// For readers without JavaScript: the tags of the most videos, by their slugs.
  private var commonTags: [Taxonomy.Term] {
    site.terms.lists(.tags).sorted { (-$0.videos.count, $0.term.slug) < (-$1.videos.count, $1.term.slug) }.prefix(30)
      .map(\.term).sorted { $0.slug.utf8.lexicographicallyPrecedes($1.slug.utf8) }
  }

  private func sorted(_ values: [String: [Int]]) -> [String] {
    values.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
