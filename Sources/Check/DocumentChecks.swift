import ActivityPub
import Build
import Diagnostics
import Files
import JSON

/// Documents of JSON: their form, the contract with other servers, and the addresses in them.
struct DocumentChecks {
  let site: CheckedSite

  func run() -> (findings: [Diagnostic], documents: Int) {
    var findings: [Diagnostic] = []
    var uuids: [String: String] = [:]
    let paths = site.tree.paths.filter { site.tree.found[$0] != nil && isJSON($0) }
    for path in paths {
      guard let bytes = site.tree.read(path) else { continue }
      let json: JSON
      do { json = try JSON(bytes) } catch {
        findings.append(
          site.finding(.jsonForm, "it is no JSON: \(error.reason.rawValue)", path, TextPosition(bytes, error.offset)))
        continue
      }
      findings += dead(json, path)
      guard path.hasSuffix(".jsonld"), let base = site.addresses.base else { continue }
      // A title that PeerTube does not take is its author's, who is told where it is written (`title-peertube`).
      findings += ContractRule.diagnostics(of: json, at: base + path, path: site.location(path).path).filter {
        $0.id != "contract-video-name" || (json["name"]?.text ?? "").isEmpty
      }
      if path.hasSuffix("/tombstone.jsonld") {
        if site.tree.stands(PathRules.join(PathRules.parent(path), "video.jsonld")) {
          findings.append(site.finding(.tombstoneAlive, "it stands beside a video that is there", path))
        }
      } else if json["type"] == "Video", let uuid = json["uuid"]?.text {
        if let other = uuids.updateValue(path, forKey: uuid) {
          findings.append(site.finding(.uuidTwice, "the uuid \(uuid) is that of \(other) too", path))
        }
      }
    }
    return (findings, paths.count)
  }

  private func isJSON(_ path: String) -> Bool {
    path.hasSuffix(".jsonld") || path == ".well-known/nodeinfo"
      // What the manifest does not know may be anything.
      || (path.hasSuffix(".json") && site.tree.manifest.entries[path] != nil)
  }

  /// Addresses of this site that lead to nothing. The catalog, feeds, names and the search are judged by rules of their own.
  private func dead(_ json: JSON, _ path: String) -> [Diagnostic] {
    // A Tombstone's id is meant to be dead.
    if path.hasSuffix("/tombstone.jsonld") || path.hasPrefix("catalog") || path.hasSuffix("/segments-sha256.json")
      || path.hasPrefix("search/")
    {
      return []
    }
    let rule: CheckRule = path.hasSuffix("feed.json") || path.hasSuffix("/oembed.json") ? .feedLink : .documentLink
    var told: Set<String> = []
    return addresses(json, isName: path.hasPrefix(".well-known/wf/")).compactMap { url in
      guard let target = site.deadPath(url, from: path), told.insert(target).inserted else { return nil }
      return site.finding(rule, "\(url) leads to nothing", path)
    }
  }

  /// Texts that people read may begin with an address and be none.
  private static let texts: Set = [
    "content", "summary", "name", "title", "description", "content_html", "html", "support", "keywords",
  ]

  /// Those of this site, but for those in texts.
  func addresses(_ json: JSON, isName: Bool = false) -> [String] {
    switch json {
    case .string(let text):
      return site.addresses.path(of: text) == nil ? [] : [text]
    case .array(let values): return values.flatMap { addresses($0, isName: isName) }
    case .object(let fields):
      if isName, fields["rel"] == "self" { return [] }
      // In an outbox it keeps the place of an activity that is gone.
      if fields["type"] == "Tombstone" { return [] }
      return fields.sorted { $0.key.precedesByBytes($1.key) }.filter { !Self.texts.contains($0.key) }
        .flatMap { addresses($0.value, isName: isName) }
    default: return []
    }
  }
}
