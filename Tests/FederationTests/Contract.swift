import ActivityPub
import Diagnostics
import JSON

/// What PeerTube and Mastodon do with our documents, as far as it is fatal: contracts/activitypub.md 1.0 to 1.4 and part 4.
///
/// It reads the output of a build as other servers do: by address alone. `problems` is empty if all of them take all of it.
struct Contract {
  let base: String
  let files: [String: [UInt8]]
  private(set) var problems: [String] = []

  init(base: String, files: [String: [UInt8]]) {
    self.base = base
    self.files = files
    for path in files.keys.sorted() where path.hasSuffix(".jsonld") { check(path) }
    for path in files.keys where path.split(separator: "/").contains("webfinger") { fail(path, "is called webfinger") }
    checkNames()
  }

  private mutating func fail(_ path: String, _ text: String) { problems.append("\(path): \(text)") }

  private mutating func require(_ condition: Bool, _ path: String, _ text: @autoclosure () -> String) {
    if !condition { fail(path, text()) }
  }

  func json(_ path: String) -> JSON? { files[path].flatMap { try? JSON($0, limit: 1 << 20) } }

  /// The document behind an address of ours.
  private func fetch(_ url: JSON?) -> JSON? {
    guard let url = url?.text, url.hasPrefix(base) else { return nil }
    return json(String(url.dropFirst(base.count)))
  }

  private mutating func check(_ path: String) {
    guard let json = json(path) else { return fail(path, "is no JSON below 1 MB, Mastodon's limit") }
    let contexts = json["@context"]?.array ?? [json["@context"] ?? .null]
    problems += ContractRule.diagnostics(of: json, at: base + path, path: path).map { "\(path): \($0.id)" }
    require(contexts.contains("https://www.w3.org/ns/activitystreams"), path, "has no ActivityStreams context")
    if !path.hasSuffix("tombstone.jsonld") {
      require(json["id"]?.text == base + path, path, "its id is not its address")
    }
    switch json["type"]?.text {
    case "Video": video(path, json)
    case "Person", "Group", "Application": actor(path, json)
    case "OrderedCollection": collection(path, json)
    case "OrderedCollectionPage": page(path, json)
    case "Playlist": playlist(path, json)
    case "PlaylistElement": require(fetch(json["url"])?["type"] == "Video", path, "its video is not there")
    case "Create", "Announce": require(fetch(json["object"])?["type"] == "Video", path, "its video is not there")
    case "Tombstone":
      require(files[path.replacing("tombstone", with: "video")] == nil, path, "stands beside a living id")
    case nil: chapters(path, json)
    case let other?: fail(path, "nobody reads the type \(other)")
    }
  }

  // MARK: 1.1

  private mutating func video(_ path: String, _ json: JSON) {
    let name = json["name"]?.text?.unicodeScalars.count ?? 0
    require((3...120).contains(name), path, "name of \(name) characters")
    require(json["duration"]?.text?.wholeMatch(of: /PT[0-9]+S/) != nil, path, "duration")
    let uuid = json["uuid"]?.text ?? ""
    require(
      uuid.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil, path, "uuid")
    require((json["views"]?.integer ?? -1) >= 0, path, "views")
    for key in ["published", "updated"] { require(isDate(json[key]), path, key) }
    if let original = json["originallyPublishedAt"] { require(isDate(original), path, "originallyPublishedAt") }
    for key in ["audience", "embedUrl", "likes", "dislikes"] { require(isURL(json[key]), path, key) }
    for key in ["likes", "dislikes"] {
      require(fetch(json[key])?["totalItems"]?.integer != nil, path, "\(key): no count")
    }
    require(json["commentsPolicy"] == 2, path, "commentsPolicy")
    require(json["to"]?.array?.contains("https://www.w3.org/ns/activitystreams#Public") == true, path, "is not public")
    if let content = json["content"] {
      require((3...10_000).contains(content.text?.unicodeScalars.count ?? 0), path, "content")
      require(json["mediaType"] == "text/markdown", path, "mediaType of content")
    }
    for key in ["category", "licence", "language"] where json[key] != nil {
      require(json[key]?["identifier"]?.text?.isEmpty == false, path, "\(key): the identifier is no string")
      require((json[key]?["identifier"]?.text?.count ?? 0) <= 10, path, "\(key): long identifier")
    }
    for tag in json["tag"]?.array ?? [] {
      require((2...30).contains(tag["name"]?.text?.unicodeScalars.count ?? 0), path, "tag \(tag)")
    }
    owners(path, json)
    icons(path, json)
    storyboards(path, json)
    subtitles(path, json)
    links(path, json)
  }

  /// The Group first, for Mastodon; on the same host as the video, for PeerTube.
  private mutating func owners(_ path: String, _ json: JSON) {
    let owners = json["attributedTo"]?.array ?? []
    require(owners.map { $0["type"] } == ["Group", "Person"], path, "attributedTo")
    require(owners.first?["id"] == json["audience"], path, "audience is not the Group")
    for owner in owners { require(fetch(owner["id"])?["type"] == owner["type"], path, "an owner is not there") }
  }

  private mutating func icons(_ path: String, _ json: JSON) {
    let icons = json["icon"]?.array ?? []
    require(!icons.isEmpty, path, "no icon")
    require(Set(icons.map { [$0["width"], $0["height"]] }).count == icons.count, path, "two icons of one size")
    for icon in icons { image(path, icon) }
  }

  private mutating func storyboards(_ path: String, _ json: JSON) {
    guard let previews = json["preview"] else { return }
    guard let previews = previews.array else { return fail(path, "preview is no array") }
    for preview in previews {
      require(preview["type"] == "Image" && preview["rel"] == ["storyboard"], path, "preview \(preview)")
      for url in preview["url"]?.array ?? [.null] {
        require(url["mediaType"] == "image/jpeg" && isURL(url["href"]), path, "storyboard \(url)")
        for key in ["width", "height", "tileWidth", "tileHeight"] {
          require((url[key]?.integer ?? 0) > 0, path, "storyboard \(key)")
        }
        require(url["tileDuration"]?.text?.wholeMatch(of: /PT[0-9]+S/) != nil, path, "tileDuration")
      }
    }
  }

  private mutating func image(_ path: String, _ image: JSON) {
    require(
      image["type"] == "Image" && image["mediaType"] == "image/jpeg" && isURL(image["url"]), path, "image \(image)")
    for key in ["width", "height"] { require((image[key]?.integer ?? -1) >= 0, path, "image \(key)") }
  }

  private mutating func subtitles(_ path: String, _ json: JSON) {
    for subtitle in json["subtitleLanguage"]?.array ?? [] {
      require(isURL(subtitle["url"]) && subtitle["url"]?.text?.hasSuffix(".vtt") == true, path, "caption \(subtitle)")
      require((1...10).contains(subtitle["identifier"]?.text?.count ?? 0), path, "language of a caption")
    }
    if let chapters = json["hasParts"] {
      require(fetch(chapters)?["hasPart"]?.array?.isEmpty == false, path, "chapters")
    }
  }

  private mutating func links(_ path: String, _ json: JSON) {
    guard let links = json["url"]?.array, let first = links.first else { return fail(path, "url is no array") }
    require(first["mediaType"] == "text/html" && isURL(first["href"]), path, "the first address is not the page")
    let playlists = links.filter { $0["mediaType"] == "application/x-mpegURL" }
    require(playlists.count == 1, path, "\(playlists.count) playlists")
    for playlist in playlists {
      guard let tags = playlist["tag"]?.array else { return fail(path, "the playlist has no tag array") }
      require(tags.contains { $0["name"] == "sha256" && isURL($0["href"]) }, path, "no segment hashes")
      let files = tags.filter { $0["mediaType"] == "video/mp4" }
      let heights = files.compactMap { $0["height"]?.integer }
      require(!files.isEmpty && Set(heights).count == files.count, path, "heights \(heights)")
      for file in files {
        require((file["size"]?.integer ?? -1) >= 0 && isURL(file["href"]), path, "file \(file)")
        require((file["fps"]?.integer ?? -2) >= -1, path, "fps")
      }
      for magnet in tags where magnet["mediaType"] == "application/x-bittorrent;x-scheme-handler/magnet" {
        let href = magnet["href"]?.text ?? ""
        require(href.contains(/xt=urn:btih:[0-9a-f]{40}(&|$)/) && href.contains("xs=http"), path, "magnet \(href)")
        require(heights.contains(magnet["height"]?.integer ?? -1), path, "a magnet of no file")
      }
    }
  }

  private mutating func chapters(_ path: String, _ json: JSON) {
    for part in json["hasPart"]?.array ?? [.null] {
      require((1...100).contains(part["name"]?.text?.unicodeScalars.count ?? 0), path, "chapter name")
      let start = part["startOffset"]?.integer ?? -1
      require(start >= 0 && (part["endOffset"]?.integer ?? -1) >= start, path, "chapter offsets")
    }
  }

  // MARK: 1.2

  private mutating func actor(_ path: String, _ json: JSON) {
    require(json["preferredUsername"]?.text?.wholeMatch(of: /[a-z0-9_]+([.\-]+[a-z0-9_]+)*/) != nil, path, "user name")
    for key in ["inbox", "outbox", "followers", "following"] { require(isURL(json[key]), path, key) }
    require(isURL(json["url"]), path, "url is no string")
    let key = json["publicKey"]
    require(key?["owner"] == json["id"] && isURL(key?["id"]), path, "owner of the key")
    let pem = key?["publicKeyPem"]?.text ?? ""
    require(
      pem.hasPrefix("-----BEGIN PUBLIC KEY-----") && pem.contains("-----END PUBLIC KEY-----")
        && (10...5000).contains(pem.count), path, "public key")
    for picture in (json["icon"]?.array ?? []) + (json["image"]?.array ?? []) { image(path, picture) }
    require(fetch(json["outbox"])?["first"] != nil, path, "its outbox has no first page")
    require(json["pollOnly"] == true, path, "pollOnly")
    for collection in ["followers", "following", "inbox"] {
      require(fetch(json[collection])?["totalItems"]?.integer != nil, path, collection)
    }
    if json["type"] == "Group" {
      require(fetch(json["attributedTo"]?.array?.first?["id"])?["type"] == "Person", path, "a Group without its Person")
      require(fetch(json["featured"])?["orderedItems"]?.array != nil, path, "featured")
    }
  }

  /// One name space for accounts and channels, and each name leads to its actor.
  private mutating func checkNames() {
    let actors = files.keys.filter { $0.hasSuffix("/actor.jsonld") }.compactMap { json($0) }
    let names = actors.compactMap { $0["preferredUsername"]?.text?.lowercased() }
    if Set(names).count != names.count { fail("actors", "two have one name") }
    guard let host = base.split(separator: "/").dropFirst().first else { return }
    for actor in actors {
      let path = ".well-known/wf/acct:\(actor["preferredUsername"]?.text ?? "")@\(host).json"
      guard let answer = json(path) else {
        fail(path, "is not there")
        continue
      }
      require(answer["subject"]?.text == "acct:\(actor["preferredUsername"]?.text ?? "")@\(host)", path, "subject")
      let link = answer["links"]?.array?.first { $0["rel"] == "self" }
      require(link?["href"] == actor["id"] && link?["type"] == "application/activity+json", path, "does not loop back")
    }
  }

  // MARK: 1.3, 1.4

  private mutating func collection(_ path: String, _ json: JSON) {
    require((json["totalItems"]?.integer ?? -1) >= 0, path, "totalItems")
    if path.hasSuffix("playlists.jsonld") {
      let lists = crawl(json).compactMap(\.text)
      require(lists.allSatisfy { fetch(.string($0))?["type"] == "Playlist" }, path, "a playlist is not there")
      require(Int64(Set(lists).count) == json["totalItems"]?.integer, path, "\(lists.count) playlists were found")
      return
    }
    guard path.hasSuffix("outbox.jsonld") else {
      for item in json["orderedItems"]?.array ?? [] { require(fetch(item)?["type"] == "Video", path, "item \(item)") }
      return
    }
    let items = crawl(json)
    let objects = items.compactMap { $0["object"]?.text ?? $0["id"]?.text }
    require(Int64(items.count) == json["totalItems"]?.integer, path, "\(items.count) items were found")
    require(Set(objects).count == objects.count, path, "an item comes twice")
  }

  /// As PeerTube does: from `first` by `next`, at most 2,000 pages.
  private func crawl(_ root: JSON) -> [JSON] {
    var next = root["first"]
    var items: [JSON] = []
    for _ in 0..<2000 {
      guard let url = next, let page = fetch(url) else { break }
      items += page["orderedItems"]?.array ?? []
      next = page["next"]
    }
    return items
  }

  // MARK: 1.5

  private mutating func playlist(_ path: String, _ json: JSON) {
    let elements = crawl(json).map { fetch($0) }
    require(elements.allSatisfy { $0?["type"] == "PlaylistElement" }, path, "an element is not there")
    require(Int64(elements.count) == json["totalItems"]?.integer, path, "\(elements.count) elements were found")
    require(elements.map { $0?["position"]?.integer } == (0..<elements.count).map { Int64($0 + 1) }, path, "positions")
    require(fetch(json["attributedTo"]?.array?.first)?["type"] == "Group", path, "its channel is not there")
  }

  private mutating func page(_ path: String, _ json: JSON) {
    for item in json["orderedItems"]?.array ?? [] where item.text == nil {
      if item["type"] == "Tombstone" {
        require(isURL(item["id"]) && fetch(item["id"]) == nil, path, "what is gone is there: \(item)")
        require(isDate(item["deleted"]) && isDate(item["published"]), path, "dates of \(item)")
        continue
      }
      require(fetch(item["id"])?["object"] == item["object"], path, "the activity is not at its address: \(item)")
      let kind = fetch(item["actor"])?["type"] == "Person" ? "Create" : "Announce"
      require(item["type"]?.text == kind, path, "a \(item["type"]?.text ?? "?") here is not read")
      require(isURL(item["id"]) && isURL(item["actor"]), path, "activity \(item)")
      require(fetch(item["actor"]) != nil, path, "its actor is not there")
      require(fetch(item["object"])?["type"] == "Video", path, "object \(item["object"] ?? .null)")
    }
  }

  // MARK: 1.0

  private func isURL(_ value: JSON?) -> Bool {
    guard let text = value?.text else { return false }
    return text.contains(/^https?:\/\/[^\/]+\.[^\/]+\//) && (3...2000).contains(text.count) && !text.contains(" ")
  }

  private func isDate(_ value: JSON?) -> Bool {
    value?.text?.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z/) != nil
  }

  /// Addresses of ours that a document names and that lead to no file: only for a whole output, with pages and media.
  var deadAddresses: [String] {
    let documents = files.keys.sorted().filter { path in
      // A Tombstone's id is meant to be dead.
      !path.hasSuffix("tombstone.jsonld") && [".jsonld", ".json", "nodeinfo"].contains { path.hasSuffix($0) }
    }
    return documents.flatMap { path in
      addresses(json(path) ?? .null).filter { isDead($0) }.map { "\(path): \($0)" }
    }
  }

  private func addresses(_ json: JSON) -> [String] {
    switch json {
    case .string(let text): text.hasPrefix(base) ? [text] : []
    case .array(let values): values.flatMap(addresses)
    // In an outbox it keeps the place of an activity that is gone.
    case .object(let fields) where fields["type"] == "Tombstone": []
    case .object(let fields): fields.sorted { $0.key < $1.key }.flatMap { addresses($0.value) }
    default: []
    }
  }

  private func isDead(_ url: String) -> Bool {
    var path = String(url.dropFirst(base.count).prefix { $0 != "#" })
    if path.isEmpty || path.hasSuffix("/") { path += "index.html" }
    return files[path] == nil
  }
}
