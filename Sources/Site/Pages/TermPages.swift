import Catalog
import Templates

/// `tags/<slug>/`, `tags/<slug>/page/2/` ..., and the same of series, authors, categories, languages and licences.
enum TermPages {
  static func documents(_ site: PageSite) -> [Document] {
    site.terms.lists.flatMap { list in
      ListPage.pages(of: list.videos, perPage: site.site.perPage, folder: site.root + list.term.folder).map { page in
        var inputs = site.inputs("term 2")
        inputs.add([list.term.taxonomy.rawValue, list.term.name])
        page.addInputs(to: &inputs, site)
        return site.document(page.path, template: "term", inputs: inputs.finish()) { value(list.term, page, $0) }
      }
    }
  }

  private static func value(_ term: Taxonomy.Term, _ page: ListPage, _ site: PageSite) -> Value {
    let links = site.links(from: page.path)
    let name = site.name(of: term)
    var frame = Frame(site, links, title: page.title(name, site), path: page.path)
    frame.previous = page.link(page.number - 1, links)
    frame.next = page.link(page.number + 1, links)
    frame.metadata = .list(page.videos, site)
    let own: [String: Value] = [
      "name": .text(name), "count": .text(site.words.count("videos", page.total)),
      "isTag": .bool(term.taxonomy == .tags), "kind": .text(site.words["taxonomy-\(term.taxonomy.rawValue)"]),
      "kindURL": .text(links.page(term.taxonomy.folder)),
    ]
    return frame.value([
      "term": .object(own), "cards": page.cards(site, links), "isEmpty": .bool(page.total == 0),
      "pagination": page.pagination(site, links),
    ])
  }
}

/// `tags/`, `series/` ...: every term of a taxonomy with the number of its videos.
enum TaxonomyPages {
  static func documents(_ site: PageSite) -> [Document] {
    site.taxonomies.map { taxonomy in
      let lists = site.terms.lists(taxonomy)
      var inputs = site.inputs("taxonomy 1")
      for list in lists {
        inputs.add([list.term.slug, list.term.name])
        inputs.add(list.videos.count)
      }
      let path = site.root + taxonomy.folder + "index.html"
      return site.document(path, template: "taxonomy", inputs: inputs.finish()) { site in
        let links = site.links(from: path)
        let title = site.words["taxonomy-\(taxonomy.rawValue)"]
        return Frame(site, links, title: title, path: path).value([
          "heading": .text(title),
          "terms": .list(
            lists.map { list in
              [
                "name": .text(site.name(of: list.term)), "url": .text(links.page(list.term.folder)),
                "count": .text(site.words.count("videos", list.videos.count)),
              ]
            }),
        ])
      }
    }
  }
}

extension PageSite {
  /// Those that have terms.
  var taxonomies: [Taxonomy] {
    Taxonomy.allCases.filter { taxonomy in terms.lists.contains { $0.term.taxonomy == taxonomy } }
  }

  /// In the language of the site.
  func name(of term: Taxonomy.Term) -> String {
    switch term.taxonomy {
    case .categories: Int(term.slug).map { words.categoryName($0) } ?? term.name
    case .languages: words.languageName(term.name)
    default: term.name
    }
  }

  /// A term as a page names it: a link where it has pages.
  func value(_ term: Taxonomy.Term, _ links: PageLinks) -> Value {
    [
      "name": .text(name(of: term)),
      "url": terms.list(term) == nil ? .absent : .text(links.page(term.folder)),
    ]
  }
}
