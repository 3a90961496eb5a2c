import JSON

/// An actor with its collections, crawled as PeerTube does: root, `first`, `next` (contracts/activitypub.md 1.4).
struct ActorVisit: Sendable {
  let visit: Visit
  let id: String

  struct Found: Sendable {
    var judgements: [Judgement] = []
    var name: String?
    /// Of a Group, the id of the Person that owns it.
    var owner: String?
    var isChannel = false
    /// Ids of the objects that the outbox lists.
    var objects: [String] = []
  }

  /// As many pages of a collection as PeerTube follows.
  private static let pageLimit = 2000

  func run() async -> Found {
    var found = Found()
    let (document, judgements) = await visit.document(id)
    found.judgements = judgements
    guard let json = document else { return found }
    found.name = json["preferredUsername"]?.text
    found.isChannel = json["type"] == "Group"
    found.owner = json["attributedTo"]?.array?.first { $0["type"] == "Person" }?["id"]?.text
    if let outbox = json["outbox"]?.text {
      let crawled = await crawl(outbox)
      found.judgements += crawled.judgements
      found.objects = crawled.items.compactMap { $0["object"]?.text ?? $0["object"]?["id"]?.text }
      found.judgements += await gone(crawled.items)
    }
    let flat = ["followers", "following", "featured"].compactMap { json[$0]?.text }
    found.judgements += await together(flat) { await visit.document($0).judgements }.flatMap { $0 }
    if let playlists = json["playlists"]?.text { found.judgements += await lists(playlists) }
    if let inbox = json["inbox"]?.text { found.judgements.append(await post(inbox)) }
    if found.isChannel, let page = json["url"]?.text {
      found.judgements += await Negotiation(visit: visit, page: page, document: id).run()
    }
    return found
  }

  private func crawl(_ root: String) async -> (items: [JSON], judgements: [Judgement]) {
    var (document, judgements) = await visit.document(root)
    guard let json = document else { return ([], judgements) }
    var items: [JSON] = []
    var seen: Set<String> = []
    var next = json["first"]?.text
    while let url = next, seen.count < Self.pageLimit {
      if !seen.insert(url).inserted {
        judgements.append(Judgement(.outboxCrawl, root, false, "its pages lead in a circle at \(url)"))
        return (items, judgements)
      }
      let page = await visit.document(url)
      judgements += page.judgements
      guard let json = page.json else { return (items, judgements) }
      items += json["orderedItems"]?.array ?? []
      next = json["next"]?.text
    }
    let total = json["totalItems"]?.integer
    judgements.append(
      Judgement(
        .outboxTotal, root, total == Int64(items.count),
        "totalItems is \(total.map { "\($0)" } ?? "missing"), and its pages have \(items.count)"))
    return (items, judgements)
  }

  /// Beside a Tombstone in an outbox lies the id of what is gone.
  private func gone(_ items: [JSON]) async -> [Judgement] {
    let ids = items.filter { $0["type"] == "Tombstone" }.compactMap { $0["id"]?.text }.map { id in
      id.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/video.jsonld"
    }
    return await together(Array(ids.prefix(20))) { id in
      let answer = await visit.get(id, Visit.fediverse)
      return Judgement(.gone, id, answer.status == 410 || answer.status == 404, answer.seen)
    }
  }

  /// The playlists of an account, each with its first element.
  private func lists(_ root: String) async -> [Judgement] {
    let crawled = await crawl(root)
    let urls = crawled.items.compactMap(\.text).prefix(10)
    return crawled.judgements
      + (await together(Array(urls)) { url in
        var (document, judgements) = await visit.document(url)
        guard let first = document?["first"]?.text else { return judgements }
        let page = await visit.document(first)
        judgements += page.judgements
        if let element = page.json?["orderedItems"]?.array?.first?.text {
          judgements += await visit.document(element).judgements
        }
        return judgements
      }).flatMap { $0 }
  }

  /// Refused at once and for good (contracts/activitypub.md 2.3, FEP-b06c). A program that takes what is signed refuses it as well.
  private func post(_ inbox: String) async -> Judgement {
    let answer = await visit.client.answer(
      WebRequest(inbox, method: "POST", headers: ["Content-Type: application/activity+json", "Content-Length: 0"]))
    let isRefused = (400..<500).contains(answer.status) && ![408, 429].contains(answer.status)
    return Judgement(.inbox, inbox, isRefused, answer.seen)
  }
}

/// The document at the address of its page, for servers that ask for it.
struct Negotiation: Sendable {
  let visit: Visit
  let page: String
  let document: String
  /// What a browser got, where it has asked already.
  var html: WebAnswer?

  func run() async -> [Judgement] {
    let answer = await visit.get(page, Visit.fediverse)
    let json = answer.status == 200 ? try? JSON(answer.body) : nil
    guard json?["id"]?.text == document else {
      let type = answer.headers["content-type"] ?? "of no type"
      return [Judgement(.negotiation, page, false, answer.status == 200 ? "it gives the page (\(type))" : answer.seen)]
    }
    var html = self.html
    if html == nil { html = await visit.get(page, Visit.browser) }
    let vary = [answer, html].map { $0?.headers["vary"]?.lowercased() ?? "" }
    return [
      Judgement(.negotiation, page, true, "it gives the document"),
      Judgement(
        .vary, page, vary.allSatisfy { $0 == "*" || $0.split { $0 == "," || $0 == " " }.contains("accept") },
        "Vary is \(html?.headers["vary"] ?? "not sent") for the page, \(answer.headers["vary"] ?? "not sent") for the document"
      ),
    ]
  }
}
