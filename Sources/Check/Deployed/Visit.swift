import ActivityPub
import JSON

/// A site as it is reached from outside, and the ways in which others ask it.
struct Visit: Sendable {
  let client: any WebClient
  /// Of the home page, with a `/` at its end.
  let base: String
  /// `https://host:port`, without a `/`.
  let origin: String
  /// Behind the `@` of names.
  let host: String
  /// `/`, or `/videos/`.
  let basePath: String

  /// nil where it is no address of http or https.
  init?(_ address: String, client: any WebClient) {
    guard let host = Self.host(of: address), let scheme = address.firstRange(of: "://") else { return nil }
    let rest = address[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
    self.host = host
    origin = address[..<scheme.upperBound] + host
    let path = rest.drop { $0 != "/" }
    basePath = path.hasSuffix("/") ? String(path) : path + "/"
    base = origin + basePath
    self.client = client
  }

  static func host(of address: String) -> String? {
    guard address.hasPrefix("https://") || address.hasPrefix("http://"), let scheme = address.firstRange(of: "://")
    else { return nil }
    let host = address[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
    return host.isEmpty || host.contains("@") ? nil : host
  }

  /// What PeerTube and Mastodon send for a document (contracts/activitypub.md 2.1).
  static let fediverse = "Accept: application/activity+json, application/ld+json"
  static let browser = "Accept: text/html,application/xhtml+xml,*/*;q=0.8"
  static let names = "Accept: application/jrd+json, application/json"
  /// Of a page on another site.
  static let elsewhere = "Origin: https://peertube.example"

  func get(_ url: String, _ headers: String...) async -> WebAnswer {
    await client.answer(WebRequest(url, headers: headers))
  }

  /// An address as the document at `page` writes it; nil where it is none.
  func absolute(_ reference: String, in page: String) -> String? {
    if reference.hasPrefix("https://") || reference.hasPrefix("http://") { return reference }
    if reference.contains("://") || reference.hasPrefix("//") { return nil }
    if reference.hasPrefix("/") { return origin + reference }
    var folder = page.split(separator: "/", omittingEmptySubsequences: false).dropLast().map(String.init)
    for part in reference.split(separator: "/", omittingEmptySubsequences: false) {
      switch part {
      case ".": continue
      // Scheme, nothing, host: nothing lies above them.
      case "..": if folder.count > 3 { folder.removeLast() }
      default: folder.append(String(part))
      }
    }
    return folder.joined(separator: "/")
  }

  /// A document for other servers, judged by itself.
  func document(_ url: String) async -> (json: JSON?, judgements: [Judgement]) {
    let answer = await get(url, Self.fediverse)
    guard answer.status == 200 else {
      let target = answer.headers["location"].map { " and leads to \($0)" } ?? ""
      return (nil, [Judgement(.document, url, false, answer.seen + target)])
    }
    guard !answer.isCut, let json = try? JSON(answer.body) else {
      let seen = answer.isCut ? "it has more than \(WebRequest.documentLimit) bytes" : "it is no JSON"
      return (nil, [Judgement(.document, url, false, seen)])
    }
    var judgements = [Judgement(.document, url, true, "200")]
    judgements.append(
      Judgement(
        .documentType, url, Self.isActivity(answer), "its type is \(answer.headers["content-type"] ?? "not said")"))
    let broken = ContractRule.diagnostics(of: json, at: url, path: url)
    judgements +=
      broken.isEmpty
      ? [Judgement(.contract, url, true, "as PeerTube and Mastodon take it")]
      : broken.map { Judgement(broken: $0, at: url) }
    return (json, judgements)
  }

  /// As Mastodon looks at a type (contracts/activitypub.md 2.2).
  private static func isActivity(_ answer: WebAnswer) -> Bool {
    switch answer.mediaType {
    case "application/activity+json": true
    case "application/ld+json": answer.headers["content-type"]?.contains(Vocabulary.activityStreams) ?? false
    default: false
    }
  }
}

/// Works on several at once and keeps their order. Six, as a browser has connections to one host.
func together<Input: Sendable, Output: Sendable>(
  _ inputs: [Input], _ work: @escaping @Sendable (Input) async -> Output
) async -> [Output] {
  await withTaskGroup(of: (Int, Output).self) { group in
    var results = [Output?](repeating: nil, count: inputs.count)
    var next = 0
    while next < min(6, inputs.count) {
      let index = next
      group.addTask { (index, await work(inputs[index])) }
      next += 1
    }
    while let (index, output) = await group.next() {
      results[index] = output
      if next < inputs.count {
        let index = next
        group.addTask { (index, await work(inputs[index])) }
        next += 1
      }
    }
    return results.compactMap { $0 }
  }
}
