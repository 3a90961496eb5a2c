import Diagnostics

/// Links between pages, and the ids that they lead to.
struct PageChecks {
  let site: CheckedSite

  func run() -> (findings: [Diagnostic], pages: Int) {
    var findings: [Diagnostic] = []
    var fragments: [(page: String, id: String, at: Location)] = []
    let pages = site.tree.paths(ending: ".html")
    for path in pages {
      guard let bytes = site.tree.read(path) else { continue }
      var ids: Set<String> = []
      for tag in HTMLScanner.tags(bytes) {
        if let id = tag["id"], !ids.insert(id.value).inserted {
          findings.append(
            site.finding(
              .pageIDTwice, "the id \"\(id.value)\" stands twice in this page", path, TextPosition(bytes, id.offset)))
        }
        for (reference, offset) in references(tag) {
          // Counting lines reads the page: only for what is told.
          lazy var position = TextPosition(bytes, offset)
          switch site.addresses.target(of: reference, from: path) {
          case .elsewhere: continue
          case .malformed:
            findings.append(site.finding(.linkMalformed, "\"\(reference)\" is no address", path, position))
          case .outside:
            findings.append(site.finding(.pageLinkOutside, "\"\(reference)\" leads out of the site", path, position))
          case .file(let target, let fragment):
            guard let standing = site.standing(target) else {
              findings.append(
                site.finding(.pageLink, "\"\(reference)\" leads to \(target), which is not there", path, position))
              continue
            }
            if let fragment, !fragment.isEmpty, standing.hasSuffix(".html"), !fragment.hasPrefix("t=") {
              fragments.append((standing, fragment, site.location(path, position)))
            }
          }
        }
      }
    }
    return (findings + dead(fragments), pages.count)
  }

  private func dead(_ fragments: [(page: String, id: String, at: Location)]) -> [Diagnostic] {
    var ids: [String: Set<String>] = [:]
    return fragments.compactMap { page, id, location in
      if ids[page] == nil {
        guard let bytes = site.tree.read(page) else { return nil }
        ids[page] = Set(HTMLScanner.tags(bytes).flatMap { [$0["id"], $0["name"]].compactMap { $0?.value } })
      }
      // `#top` is the top of every page (HTML, "find a potential indicated element").
      if id == "top" || ids[page]?.contains(id) == true { return nil }
      return CheckRule.pageFragment.finding("\(page) has no id \"\(id)\"", at: location)
    }
  }

  /// Every address that a tag names.
  private func references(_ tag: HTMLScanner.Tag) -> [(String, Int)] {
    var found = tag.attributes.filter { ["href", "src", "poster", "action"].contains($0.name) }
      .map { ($0.value, $0.offset) }
    if let set = tag["srcset"] {
      found += set.value.split(separator: ",").compactMap { part in
        part.split(separator: " ").first.map { (String($0), set.offset) }
      }
    }
    if tag.name == "meta", let content = tag["content"] {
      if tag["http-equiv"]?.value.lowercased() == "refresh", let url = content.value.firstRange(of: "url=") {
        found.append((String(content.value[url.upperBound...]), content.offset))
      } else if let name = (tag["property"] ?? tag["name"])?.value, Self.addresses.contains(name) {
        found.append((content.value, content.offset))
      }
    }
    return found
  }

  private static let addresses: Set = [
    "og:url", "og:image", "og:video", "og:video:secure_url", "twitter:image", "twitter:player",
  ]
}
