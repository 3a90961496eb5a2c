import Diagnostics
import Files
import JSON

/// What is true across documents: outboxes as PeerTube crawls them, names as Mastodon looks them up.
struct ActorChecks {
  let site: CheckedSite

  func run() -> [Diagnostic] {
    guard let base = site.addresses.base else { return [] }
    let host = base.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    return site.tree.paths(ending: "/outbox.jsonld").flatMap(crawl)
      + site.tree.paths(ending: "/actor.jsonld").compactMap { actor($0, host) }
      + site.tree.paths(ending: ".json").filter { $0.hasPrefix(".well-known/wf/") }.compactMap(name)
  }

  private func crawl(_ path: String) -> [Diagnostic] {
    guard let root = site.json(path), root["first"]?.text != nil else { return [] }
    var pages: [String] = []
    var items: Int64 = 0
    var next = root["first"]?.text
    while let url = next {
      guard let page = site.addresses.path(of: url), let json = site.json(page) else { return [] }
      if pages.contains(page) { return [site.finding(.outboxCrawl, "its pages lead in a circle at \(page)", path)] }
      pages.append(page)
      items += Int64(json["orderedItems"]?.array?.count ?? 0)
      next = json["next"]?.text
    }
    let own = site.tree.paths(ending: ".jsonld").filter {
      $0.hasPrefix(PathRules.join(PathRules.parent(path), "outbox-"))
    }
    if let missed = Set(own).symmetricDifference(pages).sortedByBytes().first {
      return [
        site.finding(.outboxCrawl, "from page to page a server does not come by its own pages alone: \(missed)", path)
      ]
    }
    let total = root["totalItems"]?.integer
    return total == items
      ? []
      : [
        site.finding(.outboxTotal, "totalItems is \(total.map(String.init) ?? "missing"), and \(items) are there", path)
      ]
  }

  private func actor(_ path: String, _ host: String) -> Diagnostic? {
    guard let name = site.json(path)?["preferredUsername"]?.text else { return nil }
    let file = ".well-known/wf/acct:\(name)@\(host).json"
    return site.tree.stands(file) ? nil : site.finding(.webFingerMissing, "\(file) is not there", path)
  }

  private func name(_ path: String) -> Diagnostic? {
    guard let json = site.json(path) else { return nil }
    let link = json["links"]?.array?.first { $0["rel"] == "self" }?["href"]?.text
    guard let link, let target = site.addresses.path(of: link), let actor = site.json(target),
      let user = actor["preferredUsername"]?.text, json["subject"]?.text?.hasPrefix("acct:\(user)@") == true,
      PathRules.lastComponent(path).hasPrefix("acct:\(user)@")
    else {
      return site.finding(.webFingerSelf, "its link `self` (\(link ?? "none")) is not the actor of this name", path)
    }
    return nil
  }
}
