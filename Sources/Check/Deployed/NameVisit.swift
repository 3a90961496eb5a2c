import JSON

/// Names, as PeerTube and Mastodon look them up (contracts/activitypub.md 2.1 and 2.3).
struct NameVisit: Sendable {
  let visit: Visit
  /// User names with the ids of their actors.
  let actors: [(name: String, id: String)]

  func run() async -> [Judgement] {
    var judgements = await together(actors) { await finger($0.name, $0.id) }.flatMap { $0 }
    let unknown = query("bobine-check-nobody")
    let answer = await visit.get(unknown, Visit.names)
    judgements.append(Judgement(.webFingerUnknown, unknown, answer.status != 200, answer.seen))
    if let actor = actors.first { judgements += await hostMeta(actor.name, actor.id) }
    return judgements
  }

  private func query(_ name: String) -> String {
    "\(visit.origin)/.well-known/webfinger?resource=acct:\(name)@\(visit.host)"
  }

  private func finger(_ name: String, _ id: String) async -> [Judgement] {
    let url = query(name)
    let answer = await visit.get(url, Visit.names)
    guard answer.status == 200, let json = try? JSON(answer.body) else {
      return [Judgement(.webFinger, url, false, answer.status == 200 ? "it is no JSON" : answer.seen)]
    }
    return [Judgement(.webFinger, url, true, "200")] + [own(json, url, name, id)]
  }

  private func own(_ json: JSON, _ url: String, _ name: String, _ id: String) -> Judgement {
    let link = json["links"]?.array?.first { $0["rel"] == "self" }
    let subject = json["subject"]?.text
    let holds =
      link?["href"]?.text == id && link?["type"] == "application/activity+json"
      && subject?.lowercased() == "acct:\(name)@\(visit.host)".lowercased()
    return Judgement(
      .webFingerSelf, url, holds,
      "\(subject ?? "no subject") leads to \(link?["href"]?.text ?? "nothing"), not to \(id)")
  }

  /// The way that Mastodon goes where WebFinger answers 404: a template in host-meta.
  private func hostMeta(_ name: String, _ id: String) async -> [Judgement] {
    let url = visit.origin + "/.well-known/host-meta"
    let answer = await visit.get(url)
    let text = String(decoding: answer.body, as: UTF8.self)
    guard answer.status == 200, let template = text.firstMatch(of: /template="([^"]*)"/)?.output.1,
      template.contains("{uri}")
    else {
      return [Judgement(.hostMeta, url, false, answer.status == 200 ? "it has no template with {uri}" : answer.seen)]
    }
    let target = HTMLScanner.decoded(String(template)).replacing("{uri}", with: "acct:\(name)@\(visit.host)")
    let named = await visit.get(target, Visit.names)
    guard named.status == 200, let json = try? JSON(named.body) else {
      return [Judgement(.hostMeta, url, false, "its template leads to \(target), and there \(named.seen)")]
    }
    return [Judgement(.hostMeta, url, true, "its template leads to \(target)"), own(json, target, name, id)]
  }

  /// The actor that stands for the site (FEP-2677): its id, if there is one.
  static func application(_ visit: Visit) async -> (id: String?, judgement: Judgement) {
    let url = visit.origin + "/.well-known/nodeinfo"
    let answer = await visit.get(url)
    guard answer.status == 200, let json = try? JSON(answer.body) else {
      return (nil, Judgement(.nodeInfo, url, false, answer.status == 200 ? "it is no JSON" : answer.seen))
    }
    let id = json["links"]?.array?.first { $0["rel"] == "https://www.w3.org/ns/activitystreams#Application" }?["href"]
    return (id?.text, Judgement(.nodeInfo, url, true, id?.text.map { "it names \($0)" } ?? "it names no actor"))
  }
}
