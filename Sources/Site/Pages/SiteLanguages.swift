public import Catalog

/// The languages that a site's pages are in, and where the pages of each lie: those of the first at the root, those of any
/// other below a folder named by its tag.
public struct SiteLanguages: Sendable {
  struct Entry: Sendable {
    /// BCP 47.
    var tag: String
    /// Before every page's path: empty, or `fr/`.
    var root: String
    var catalog: Catalog
    var terms: Terms

    /// As its speakers call it: "Français".
    var name: String { LanguageTag.label(tag) }
  }

  /// The site's first one first.
  let entries: [Entry]

  init(_ catalog: Catalog) {
    let tags = catalog.site.languages
    entries = (tags.isEmpty ? [catalog.site.language] : tags).enumerated().map { index, tag in
      let localized = catalog.localized(to: tag)
      return Entry(
        tag: tag, root: Self.root(index, tag), catalog: localized, terms: Terms(localized.videos))
    }
  }

  /// Before the paths of pages in each language.
  public static func roots(_ site: SiteConfig) -> [(tag: String, root: String)] {
    site.languages.enumerated().map { ($1, root($0, $1)) }
  }

  private static func root(_ index: Int, _ tag: String) -> String { index == 0 ? "" : tag.lowercased() + "/" }

  /// Right to left: Arabic, Hebrew, Persian ... and what is written in their scripts (ISO 15924).
  static func isRightToLeft(_ tag: String) -> Bool {
    let parts = tag.split(separator: "-")
    if let script = parts.dropFirst().first(where: { $0.utf8.count == 4 }) {
      return ["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"].contains(String(script))
    }
    return ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(parts.first.map(String.init) ?? "")
  }
}

extension SiteLanguages.Entry {
  /// Is there a page at this path, without the language's folder, in this language too? All are, but of terms: tags may be
  /// translated.
  func has(_ path: String, perPage: Int) -> Bool {
    let parts = path.split(separator: "/").map(String.init)
    guard let first = parts.first, let taxonomy = Taxonomy(rawValue: first) else { return true }
    let lists = terms.lists(taxonomy)
    guard parts.count > 2 else { return !lists.isEmpty }
    guard let list = lists.first(where: { $0.term.slug == parts[1] }) else { return false }
    guard parts.count > 3, let number = Int(parts[3]) else { return true }
    return ListPage.pages(of: list.videos, perPage: perPage, folder: "").count >= number
  }
}
