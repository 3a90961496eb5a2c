import JSON

/// A file of a video or a feed, asked as players, programs and web seeds ask.
struct FileVisit: Sendable {
  struct File: Sendable, Hashable {
    var url: String
    /// What is promised, in bytes.
    var size: Int64?
  }

  let visit: Visit
  let file: File

  func run() async -> [Judgement] {
    let path = file.url.prefix { $0 != "?" && $0 != "#" }
    switch path.split(separator: ".").last {
    case "mp4": return await media()
    case "jsonld": return await visit.document(file.url).judgements
    case "m3u8":
      return await text(
        .playlistType, ["application/vnd.apple.mpegurl", "application/x-mpegurl", "audio/x-mpegurl", "audio/mpegurl"])
    case "vtt": return await text(.captionType, ["text/vtt"])
    case "torrent": return await text(.torrentType, ["application/x-bittorrent"], isShared: false)
    case "json": return await text(nil, [])
    case "jpg", "webp", "png": return await picture()
    default: return []
    }
  }

  /// A feed, at the address that programs are told.
  static func feed(_ visit: Visit, _ name: String, _ types: Set<String>) async -> [Judgement] {
    await FileVisit(visit: visit, file: File(url: visit.base + name, size: nil)).text(.feedType, types)
  }

  private func text(_ rule: ServerRule?, _ types: Set<String>, isShared: Bool = true) async -> [Judgement] {
    let answer = await visit.get(file.url, Visit.elsewhere)
    var judgements = [Judgement(.file, file.url, answer.status == 200, answer.seen)]
    guard answer.status == 200 else { return judgements }
    if let rule {
      let type = answer.mediaType
      judgements.append(
        Judgement(
          rule, file.url, type.map(types.contains) ?? false,
          "its type is \(answer.headers["content-type"] ?? "not said")"))
    }
    if isShared { judgements.append(shared(.fileCORS, answer)) }
    return judgements
  }

  private func picture() async -> [Judgement] {
    let answer = await visit.client.answer(WebRequest(file.url, method: "HEAD"))
    return [Judgement(.file, file.url, answer.status == 200, answer.seen)]
  }

  private func shared(_ rule: ServerRule, _ answer: WebAnswer) -> Judgement {
    let origin = answer.headers["access-control-allow-origin"]
    return Judgement(
      rule, file.url, origin == "*" || origin.map { Visit.elsewhere.hasSuffix(" " + $0) } == true,
      "Access-Control-Allow-Origin is \(origin ?? "not sent")")
  }

  /// Two bytes of it, by a range.
  private func media() async -> [Judgement] {
    let answer = await visit.client.answer(
      WebRequest(file.url, headers: ["Range: bytes=0-1", "Accept-Encoding: gzip", Visit.elsewhere], limit: 1 << 10))
    let isThere = answer.status == 200 || answer.status == 206
    var judgements = [Judgement(.media, file.url, isThere, answer.seen)]
    if !isThere { return judgements }
    let range = answer.headers["content-range"]
    let isPart = answer.status == 206 && range?.hasPrefix("bytes 0-1/") == true
    let encoding = answer.headers["content-encoding"]
    judgements.append(
      Judgement(.mediaEncoding, file.url, encoding == nil, encoding.map { "it comes as \($0)" } ?? "as it is"))
    if encoding == nil {
      judgements.append(
        Judgement(.mediaRange, file.url, isPart, isPart ? "206" : "two bytes were asked for, and \(answer.seen)"))
    }
    if let size = file.size, encoding == nil {
      let total =
        isPart
        ? range.flatMap { Int64($0.dropFirst("bytes 0-1/".count)) }
        : answer.headers["content-length"].flatMap { Int64($0) }
      if let total {
        judgements.append(Judgement(.mediaSize, file.url, total == size, "\(total) bytes, and \(size) were promised"))
      }
    }
    let cache = answer.headers["cache-control"]
    return judgements + [
      Judgement(
        .mediaType, file.url, ["video/mp4", "audio/mp4"].contains(answer.mediaType),
        "its type is \(answer.headers["content-type"] ?? "not said")"),
      shared(.mediaCORS, answer),
      Judgement(
        .mediaCache, file.url, (HomeVisit.age(cache) ?? 0) >= 86_400, "Cache-Control is \(cache ?? "not sent")"),
    ]
  }

  /// What a browser asks before it sends `Range` to another site, where it takes that for an unusual header.
  func preflight() async -> Judgement {
    let answer = await visit.client.answer(
      WebRequest(
        file.url, method: "OPTIONS",
        headers: [Visit.elsewhere, "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: range"]))
    let allowed = answer.headers["access-control-allow-headers"]
    let names = allowed?.lowercased().split { $0 == "," || $0 == " " } ?? []
    return Judgement(
      .preflight, file.url, (200..<300).contains(answer.status) && (names.contains("range") || names.contains("*")),
      "\(answer.seen), and Access-Control-Allow-Headers is \(allowed ?? "not sent")")
  }
}
