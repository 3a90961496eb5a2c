import Build
import Diagnostics
import Files
import Hashing
import JSON

/// RSS, Atom, sitemap, OPML, host-meta and JSON feeds.
struct FeedChecks {
  let site: CheckedSite

  func run() -> [Diagnostic] {
    let xml = site.tree.paths.filter { $0.hasSuffix(".xml") || $0 == ".well-known/host-meta" }
      .filter { site.tree.found[$0] != nil && site.tree.manifest.entries[$0] != nil }
    return xml.flatMap(check)
      + site.tree.paths.filter { $0.hasSuffix("feed.json") || $0.hasSuffix("/oembed.json") }.flatMap(fields)
  }

  private func check(_ path: String) -> [Diagnostic] {
    guard let bytes = site.tree.read(path) else { return [] }
    let root: XMLElement
    do { root = try XMLScanner.read(bytes) } catch {
      return [site.finding(.xmlForm, "it is no XML: \(error.reason)", path, TextPosition(bytes, error.offset))]
    }
    var findings: [Diagnostic] = []
    for (parent, needed) in required(root) {
      for name in needed where parent.first(name) == nil {
        findings.append(
          site.finding(.feedElement, "<\(parent.name)> has no <\(name)>", path, TextPosition(bytes, parent.offset)))
      }
    }
    for element in root.tree {
      // Counting lines reads the file, and a sitemap is long: only for what is told.
      lazy var position = TextPosition(bytes, element.offset)
      if element.name == "Link", let template = element.attributes["template"] {
        findings += names(template, path, bytes, element.offset)
        continue
      }
      for url in urls(element) {
        if let target = site.deadPath(url, from: path) {
          findings.append(site.finding(.feedLink, "\(url) leads to \(target), which is not there", path, position))
        }
      }
      findings += length(element, path, bytes) + integrity(element, path, bytes)
    }
    return findings + twice(root, path, bytes)
  }

  private func required(_ root: XMLElement) -> [(XMLElement, [String])] {
    switch root.name {
    case "rss":
      let channel = root.first("channel")
      return [(root, ["channel"])] + (channel.map { [($0, ["title", "link", "description"])] } ?? [])
        + (channel?.all("item").map { ($0, ["title", "link", "guid", "pubDate"]) } ?? [])
    case "feed":
      return [(root, ["id", "title", "updated"])] + root.all("entry").map { ($0, ["id", "title", "updated", "link"]) }
    case "urlset": return root.all("url").map { ($0, ["loc"]) }
    case "sitemapindex": return root.all("sitemap").map { ($0, ["loc"]) }
    case "opml": return [(root, ["head", "body"])]
    case "XRD": return [(root, ["Link"])]
    default: return []
    }
  }

  private func urls(_ element: XMLElement) -> [String] {
    let attributes = ["url", "href", "uri", "xmlUrl", "htmlUrl"].compactMap { element.attributes[$0] }
    let isAddress = ["loc", "link", "video:thumbnail_loc", "video:content_loc", "video:player_loc"].contains(
      element.name)
    return (attributes + (isAddress ? [element.text] : [])).filter { site.addresses.path(of: $0) != nil }
  }

  /// The sizes that enclosures promise; of a playlist 0, since its own bytes are not what is fetched.
  private func length(_ element: XMLElement, _ path: String, _ bytes: [UInt8]) -> [Diagnostic] {
    let url =
      element.attributes["url"] ?? element.attributes["href"] ?? element.first("podcast:source")?.attributes["uri"]
    guard let text = element.attributes["length"] ?? element.attributes["fileSize"], let url,
      let target = site.addresses.path(of: url), let size = site.tree.size(target), Int64(text) != size,
      !(text == "0" && target.hasSuffix(".m3u8"))
    else { return [] }
    return [
      site.finding(.feedLength, "\(target) has \(size) bytes, not \(text)", path, TextPosition(bytes, element.offset))
    ]
  }

  /// Of Podcasting 2.0: what the whole file has to hash to (W3C's Subresource Integrity).
  private func integrity(_ element: XMLElement, _ path: String, _ bytes: [UInt8]) -> [Diagnostic] {
    guard let told = element.first("podcast:integrity")?.attributes["value"],
      let url = element.first("podcast:source")?.attributes["uri"], let target = site.addresses.path(of: url),
      let listed = site.tree.manifest.entries[target]
    else { return [] }
    // The manifest's own hash is compared with the bytes by ``FileChecks``.
    let expected = "sha256-" + Base64.encode(listed.sha256.bytes)
    return told == expected
      ? []
      : [
        site.finding(
          .feedIntegrity, "\(target) has the integrity \(expected), not \(told)", path,
          TextPosition(bytes, element.offset))
      ]
  }

  private func twice(_ root: XMLElement, _ path: String, _ bytes: [UInt8]) -> [Diagnostic] {
    let entries = root.name == "feed" ? root.all("entry") : root.first("channel")?.all("item") ?? []
    var seen: Set<String> = []
    return entries.compactMap { entry in
      guard let id = entry.first("guid") ?? entry.first("id"), !seen.insert(id.text).inserted else { return nil }
      return site.finding(.feedIDTwice, "two entries are called \(id.text)", path, TextPosition(bytes, id.offset))
    }
  }

  private func names(_ template: String, _ path: String, _ bytes: [UInt8], _ offset: Int) -> [Diagnostic] {
    for file in site.tree.paths where file.hasPrefix(".well-known/wf/") {
      let name = PathRules.lastComponent(file).dropLast(".json".count)
      let url = template.replacing("{uri}", with: name)
      if case .elsewhere = site.addresses.target(of: url, from: path) { continue }
      if site.addresses.path(of: url) != file {
        return [
          site.finding(.hostMetaTemplate, "the template does not lead to \(file)", path, TextPosition(bytes, offset))
        ]
      }
    }
    return []
  }

  private func fields(_ path: String) -> [Diagnostic] {
    guard let json = site.json(path) else { return [] }
    let isFeed = path.hasSuffix("feed.json")
    let missing = (isFeed ? ["version", "title", "items"] : ["version", "type", "html", "width", "height"]).filter {
      json[$0] == nil
    }
    var findings = missing.map { site.finding(.feedElement, "the key \"\($0)\" is missing", path) }
    for tag in json["html"]?.text.map({ HTMLScanner.tags(Array($0.utf8)) }) ?? [] {
      if let url = tag["src"]?.value, let target = site.deadPath(url, from: path) {
        findings.append(site.finding(.feedLink, "its frame shows \(target), which is not there", path))
      }
    }
    var seen: Set<String> = []
    for item in json["items"]?.array ?? [] {
      if let id = item["id"]?.text {
        if !seen.insert(id).inserted {
          findings.append(site.finding(.feedIDTwice, "two items are called \(id)", path))
        }
      } else {
        findings.append(site.finding(.feedElement, "an item has no id", path))
      }
      for file in item["attachments"]?.array ?? [] {
        guard let target = file["url"]?.text.flatMap(site.addresses.path), let size = site.tree.size(target),
          let told = file["size_in_bytes"]?.integer, told != size
        else { continue }
        findings.append(site.finding(.feedLength, "\(target) has \(size) bytes, not \(told)", path))
      }
    }
    return findings
  }
}
