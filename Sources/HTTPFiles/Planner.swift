import Files

/// Decides what a request is answered, without touching the network: a function of the request and of what lies where.
struct Planner<File> {
  /// Opens a path below the root; nil where nothing is published there.
  let find: (String) -> Found<File>?
  /// The site is worked on: its pages follow it.
  let isLive: Bool

  func plan(_ request: FileRequest) -> ResponsePlan<File> {
    switch request.method {
    case "GET": return answer(request)
    case "HEAD":
      var plan = answer(request)
      plan.body = .none
      return plan
    case "OPTIONS":
      // The preflight of a page on another host that asks for ranges.
      return ResponsePlan(
        status: 204,
        headers: [
          ("Allow", methods), ("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", methods),
          ("Access-Control-Allow-Headers", "Range, If-Range"), ("Access-Control-Max-Age", "86400"),
        ])
    default: return message(405, "This server only hands out files.", [("Allow", methods)])
    }
  }

  private let methods = "GET, HEAD, OPTIONS"

  init(isLive: Bool = false, find: @escaping (String) -> Found<File>?) {
    self.isLive = isLive
    self.find = find
  }

  private func answer(_ request: FileRequest) -> ResponsePlan<File> {
    if isLive, let plan = liveAnswer(request) { return plan }
    let target: RequestTarget
    do {
      target = try RequestTarget(request.target)
    } catch .malformed {
      return message(400, "The address cannot be read.")
    } catch {
      return notFound(request)
    }
    if target.path == ".well-known/webfinger" { return webFinger(target, request) }
    switch find(target.path) {
    case .file(let status, let file) where !target.endsWithSlash:
      return serve(target.path, status, file, request)
    case .folder where target.endsWithSlash:
      let index = PathRules.join(target.path, "index.html")
      if case .file(let status, let file)? = find(index) { return serve(index, status, file, request) }
      return gone(below: target.path) ?? notFound(request)
    case .folder:
      let query = target.query.map { "?" + $0 } ?? ""
      return message(301, "The folder is at \(target.written)/.", [("Location", target.written + "/" + query)])
    default:
      return gone(below: PathRules.parent(target.path), asked: target.path) ?? notFound(request)
    }
  }

  /// The addresses that only a site that is worked on has.
  private func liveAnswer(_ request: FileRequest) -> ResponsePlan<File>? {
    switch request.target {
    case LivePage.script:
      return ResponsePlan(
        status: 200, headers: [("Cache-Control", "no-cache"), ("Content-Type", MediaType.of("serve.js"))],
        contentLength: Int64(LivePage.scriptText.utf8.count), body: .text(LivePage.scriptText))
    case LivePage.events:
      return ResponsePlan(
        status: 200, headers: [("Cache-Control", "no-store"), ("Content-Type", "text/event-stream")], body: .events)
    default: return nil
    }
  }

  /// RFC 7033: the account is in the query, where a server of files alone does not look.
  private func webFinger(_ target: RequestTarget, _ request: FileRequest) -> ResponsePlan<File> {
    guard let resource = target.parameter("resource") else {
      return message(400, "WebFinger needs ?resource=acct:name@host.")
    }
    let path = ".well-known/wf/\(resource).json"
    guard !resource.contains("/"), PathRules.isPublishable(path), case .file(let status, let file)? = find(path) else {
      return notFound(request)
    }
    return serve(path, status, file, request)
  }

  private func serve(_ path: String, _ status: FileStatus, _ file: File, _ request: FileRequest) -> ResponsePlan<File> {
    let validators = Validators(status)
    var plan = ResponsePlan<File>(status: 200, headers: common(path))
    // What stands behind a page is no part of its file: no range of it, and no `If-None-Match` for both.
    let isFollowing = isLive && PathRules.extension(path) == "html"
    let etag = isFollowing ? "\(validators.etag.dropLast())-live\"" : validators.etag
    plan.headers += [("ETag", etag), ("Last-Modified", validators.lastModified)]
    if isFollowing {
      if request.headers["if-none-match"] == etag {
        plan.status = 304
        return plan
      }
      return following(plan, path, status, file)
    }
    plan.headers.append(("Accept-Ranges", "bytes"))
    if validators.isKnown(
      ifNoneMatch: request.headers["if-none-match"], ifModifiedSince: request.headers["if-modified-since"])
    {
      plan.status = 304
      return plan
    }
    // A range is defined for GET alone (RFC 9110, section 14.2).
    let usesRange = request.method == "GET" && validators.allowsRange(ifRange: request.headers["if-range"])
    var bytes = 0..<status.size
    switch ByteRange(usesRange ? request.headers["range"] : nil, size: status.size) {
    case .everything: break
    case .part(let range):
      bytes = range
      plan.status = 206
      plan.headers.append(("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(status.size)"))
    case .unsatisfiable:
      return message(
        416, "The file has \(status.size) bytes.", [("Content-Range", "bytes */\(status.size)")] + common(path).cors)
    }
    plan.headers.append(("Content-Type", MediaType.of(path)))
    plan.contentLength = Int64(bytes.count)
    plan.body = .file(file, bytes)
    return plan
  }

  /// What was removed on purpose leaves a Tombstone beside its old id (ActivityPub, section 6.4): said with 410.
  private func gone(below folder: String, asked path: String? = nil) -> ResponsePlan<File>? {
    guard path.map({ $0.hasSuffix(".jsonld") || PathRules.extension($0).isEmpty }) ?? true else { return nil }
    let tombstone = PathRules.join(folder, "tombstone.jsonld")
    guard !folder.isEmpty, case .file(let status, let file)? = find(tombstone) else { return nil }
    return whole(410, tombstone, status, file)
  }

  private func following(
    _ plan: ResponsePlan<File>, _ path: String, _ status: FileStatus, _ file: File
  ) -> ResponsePlan<File> {
    var plan = plan
    plan.headers.append(("Content-Type", MediaType.of(path)))
    plan.contentLength = status.size + Int64(LivePage.tail.utf8.count)
    plan.body = .page(file, size: status.size, tail: LivePage.tail)
    return plan
  }

  private func notFound(_ request: FileRequest) -> ResponsePlan<File> {
    guard case .file(let status, let file)? = find("404.html") else {
      if isLive, find("index.html") == nil {
        return ResponsePlan(
          status: 503, headers: common("index.html") + [("Content-Type", MediaType.of("index.html"))],
          contentLength: Int64(LivePage.waiting.utf8.count), body: .text(LivePage.waiting))
      }
      return message(404, "Nothing is published here.")
    }
    return whole(404, "404.html", status, file)
  }

  private func whole(_ code: Int, _ path: String, _ status: FileStatus, _ file: File) -> ResponsePlan<File> {
    if isLive, PathRules.extension(path) == "html" {
      return following(ResponsePlan(status: code, headers: common(path)), path, status, file)
    }
    return ResponsePlan(
      status: code, headers: common(path) + [("Content-Type", MediaType.of(path))], contentLength: status.size,
      body: .file(file, 0..<status.size))
  }

  private func message(_ code: Int, _ text: String, _ headers: [(name: String, value: String)] = []) -> ResponsePlan<
    File
  > {
    ResponsePlan(
      status: code, headers: headers + [("Content-Type", "text/plain; charset=utf-8")],
      contentLength: Int64(text.utf8.count + 1), body: .text(text + "\n"))
  }

  /// Headers that a path has whatever is asked of it.
  private func common(_ path: String) -> [(name: String, value: String)] {
    [("Cache-Control", CacheRule.of(path)), ("X-Content-Type-Options", "nosniff")]
      + (PathRules.extension(path) == "html"
        ? []
        : [
          ("Access-Control-Allow-Origin", "*"),
          ("Access-Control-Expose-Headers", "Accept-Ranges, Content-Length, Content-Range, ETag"),
        ])
  }
}

extension [(name: String, value: String)] {
  fileprivate var cors: Self { filter { $0.name.hasPrefix("Access-Control-") } }
}

/// How long a client may use what it has without asking again.
enum CacheRule {
  /// A year where the name holds a hash of the bytes: our media, pictures, styles and scripts. Else it asks every time,
  /// and 304 answers it.
  static func of(_ path: String) -> String {
    let hashed = path.hasPrefix("media/") || path.contains("/media/") || path.hasPrefix("assets/")
    let immutable = ["mp4", "m4s", "jpg", "png", "webp", "avif", "css", "js", "woff2", "svg"]
    // An init section's folder tells the hash of the file that it was cut out of.
    let name = PathRules.lastComponent(path) == "init.mp4" ? PathRules.parent(path) : PathRules.stem(path)
    guard hashed, immutable.contains(PathRules.extension(path)), endsInHash(name) else {
      return "no-cache"
    }
    return "public, max-age=31536000, immutable"
  }

  /// `1080p-0123abcd`, `style.0123abcd`: eight hexadecimal digits or more after a mark.
  private static func endsInHash(_ stem: String) -> Bool {
    guard let last = stem.split(whereSeparator: { $0 == "-" || $0 == "." }).last, last.utf8.count < stem.utf8.count
    else {
      return false
    }
    return last.utf8.count >= 8 && last.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
