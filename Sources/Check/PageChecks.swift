import Diagnostics
import JSON

/// Links between pages, and the ids that they lead to.
struct PageChecks {
  let site: CheckedSite

  func run() -> (findings: [Diagnostic], pages: Int) {
    var findings: [Diagnostic] = []
    var fragments: [Fragment] = []
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
        findings += data(tag, path, bytes)
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
              fragments.append(Fragment(page: standing, id: fragment, path: path, offset: offset))
            }
          }
        }
      }
    }
    return (findings + dead(fragments), pages.count)
  }

  /// What a page tells search engines in a data block.
  private func data(_ tag: HTMLScanner.Tag, _ path: String, _ bytes: [UInt8]) -> [Diagnostic] {
    guard tag.name == "script", tag["type"]?.value.lowercased() == "application/ld+json" else { return [] }
    let position = TextPosition(bytes, tag.content.lowerBound)
    let json: JSON
    do { json = try JSON(Array(bytes[tag.content])) } catch {
      return [site.finding(.pageData, "its data block is no JSON: \(error.reason.rawValue)", path, position)]
    }
    return DocumentChecks(site: site).addresses(json).compactMap { url in
      site.deadPath(url, from: path).map {
        site.finding(.pageData, "its data block names \(url), and \($0) is not there", path, position)
      }
    }
  }

  /// A link into a page.
  private struct Fragment {
    var page: String
    var id: String
    /// Where the link stands.
    var path: String
    var offset: Int
  }

  private func dead(_ fragments: [Fragment]) -> [Diagnostic] {
    var ids: [String: Set<String>] = [:]
    return fragments.compactMap { fragment in
      let (page, id) = (fragment.page, fragment.id)
      if ids[page] == nil {
        guard let bytes = site.tree.read(page) else { return nil }
        ids[page] = Set(HTMLScanner.tags(bytes).flatMap { [$0["id"], $0["name"]].compactMap { $0?.value } })
      }
      // `#top` is the top of every page (HTML, "find a potential indicated element").
      if id == "top" || ids[page]?.contains(id) == true { return nil }
      let position = site.tree.read(fragment.path).map { TextPosition($0, fragment.offset) }
      return site.finding(.pageFragment, "\(page) has no id \"\(id)\"", fragment.path, position)
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
    "og:url", "og:image", "og:audio", "og:video", "og:video:secure_url", "twitter:image", "twitter:player",
    "video:series",
  ]
}
