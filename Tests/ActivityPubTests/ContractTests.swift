import ActivityPub
import Diagnostics
import JSON
import Testing

/// A change to a valid document, and the rule that it breaks.
struct Breach: Sendable, CustomTestStringConvertible {
  var rule: String
  var kind: DocumentKind
  var path: String
  var value: JSON?

  init(_ rule: String, _ kind: DocumentKind, _ path: String, _ value: JSON?) {
    (self.rule, self.kind, self.path, self.value) = (rule, kind, path, value)
  }

  var testDescription: String { "\(rule): \(path) of a \(kind.rawValue)" }
}

@Suite struct `The contract with other servers` {
  private static let long = JSON.string(String(repeating: "x", count: 10_001))
  private static let elsewhere: JSON = "https://elsewhere.example/x.jsonld"

  private static let breaches: [Breach] =
    documentBreaches + videoBreaches + linkBreaches + actorBreaches + collectionBreaches + playlistBreaches

  private static let documentBreaches: [Breach] = [
    Breach("document-context", .video, "@context", ["https://w3id.org/security/v1"]),
    Breach("document-context", .tombstone, "@context", nil),
    Breach("document-id", .video, "id", elsewhere),
    Breach("document-id", .actor, "id", "http://v.example/channel.jsonld"),
    Breach("document-id", .playlist, "id", nil),
    Breach("document-id", .element, "id", 7),
    Breach("document-id", .chapters, "id", nil),
    Breach("document-size", .video, "x", .string(String(repeating: "x", count: 1_000_000))),
  ]

  private static let videoBreaches: [Breach] = [
    Breach("video-type", .video, "type", ["Video"]),
    Breach("video-name", .video, "name", "ab"),
    Breach("video-name", .video, "name", .string(String(repeating: "é", count: 121))),
    Breach("video-duration", .video, "duration", "PT1H2M3S"),
    Breach("video-duration", .video, "duration", 754),
    Breach("video-uuid", .video, "uuid", "3f2a9c1e-5b7d-1e8a-9c0f-2d1b6a7e8f90"),
    Breach("video-views", .video, "views", -1),
    Breach("video-views", .video, "views", nil),
    Breach("video-published", .video, "published", "yesterday"),
    Breach("video-updated", .video, "updated", 1_700_000_000),
    Breach("video-icon", .video, "icon", []),
    Breach("video-icon", .video, "icon", nil),
    Breach("video-icon-forms", .video, "icon.0.mediaType", "image/webp"),
    Breach("video-icon-forms", .video, "icon.1.width", "850"),
    Breach(
      "video-icon-sizes", .video, "icon.1",
      .object([
        "type": "Image", "mediaType": "image/jpeg", "url": "https://v.example/b.jpg", "width": 280, "height": 157,
      ])),
    Breach("video-attributed-to", .video, "attributedTo.0.id", elsewhere),
    Breach("video-attributed-to", .video, "attributedTo.0.type", "Person"),
    Breach("video-attributed-to", .video, "attributedTo", "https://v.example/channel.jsonld"),
    Breach("video-author", .video, "attributedTo.0", .object(["type": "Group", "id": elsewhere])),
    Breach("video-url", .video, "url", "https://v.example/page/"),
    Breach("video-content", .video, "content", long),
    Breach("video-content", .video, "content", "ab"),
    Breach("video-media-type", .video, "mediaType", "text/plain"),
    Breach("video-category", .video, "category.identifier", 6),
    Breach("video-category", .video, "category.identifier", "19"),
    Breach("video-licence", .video, "licence.identifier", 1),
    Breach("video-licence", .video, "licence.identifier", "GPL-3.0"),
    Breach("video-language", .video, "language.identifier", 5),
    Breach("video-language", .video, "language.identifier", "french, mostly"),
    Breach("video-originally-published", .video, "originallyPublishedAt", "2019"),
    Breach("video-upload-date", .video, "uploadDate", "2019"),
    Breach("video-audience", .video, "audience", "the channel"),
    Breach("video-embed-url", .video, "embedUrl", nil),
    Breach("video-to", .video, "to", "https://www.w3.org/ns/activitystreams#Public"),
    Breach("video-to", .video, "to", []),
    Breach("video-flags", .video, "sensitive", "no"),
    Breach("video-flags", .video, "downloadEnabled", 1),
    Breach("video-state", .video, "state", 13),
    Breach("video-comments-policy", .video, "commentsPolicy", 1),
    Breach("video-texts", .video, "support", 5),
    Breach("video-aspect-ratio", .video, "aspectRatio", "16:9"),
    Breach("video-likes", .video, "likes", nil),
    Breach("video-dislikes", .video, "dislikes", 0),
    Breach("video-crawled", .video, "shares", "none"),
    Breach("video-tags", .video, "tag.0.name", "x"),
    Breach("video-tags", .video, "tag", "lighthouse"),
    Breach("video-subtitles", .video, "subtitleLanguage.0.url", ["https://v.example/fr.vtt"]),
    Breach("video-subtitles", .video, "subtitleLanguage", .object([:])),
    Breach("video-storyboard", .video, "preview.0.url.0.tileDuration", 7),
    Breach("video-storyboard", .video, "preview.0.rel", ["preview"]),
    Breach("video-storyboard", .video, "preview", .object([:])),
    Breach("video-chapters", .video, "hasParts", ["https://v.example/chapters.jsonld"]),
    Breach("chapters-parts", .chapters, "hasPart.0.name", ""),
    Breach("chapters-parts", .chapters, "hasPart.1.startOffset", "5"),
    Breach("chapters-parts", .chapters, "hasPart.1.endOffset", 1),
  ]

  private static let linkBreaches: [Breach] = [
    Breach("link-page", .video, "url.0.mediaType", "video/mp4"),
    Breach("link-playlist", .video, "url.1.mediaType", "application/vnd.apple.mpegurl"),
    Breach("link-playlist", .video, "url.1.tag", nil),
    Breach("link-file", .video, "url.1.tag.1.size", nil),
    Breach("link-file", .video, "url.1.tag.1.height", "720"),
    Breach("link-file", .video, "url.1.tag.1.fps", .double(29.97)),
    Breach(
      "link-heights", .video, "url.1.tag.4",
      [
        "type": "Link", "mediaType": "video/mp4", "href": "https://v.example/b.mp4", "width": 720, "height": 1280,
        "size": 1,
      ]),
    Breach("link-segments", .video, "url.1.tag.0.name", "sha1"),
    Breach("link-torrent", .video, "url.1.tag.2.height", nil),
    Breach("link-magnet", .video, "url.1.tag.3.href", "magnet:?xt=urn:btmh:1220ab&xs=https%3A%2F%2Fv.example%2Fa"),
    Breach("link-magnet", .video, "url.1.tag.3.height", 480),
    Breach(
      "link-tracker", .video, "url.2",
      [
        "type": "Link", "rel": ["tracker", "websocket"], "href": "wss://v.example/tracker/socket",
      ]),
  ]

  private static let actorBreaches: [Breach] = [
    Breach("actor-type", .actor, "type", "Channel"),
    Breach("actor-inbox", .actor, "inbox", nil),
    Breach("actor-user-name", .actor, "preferredUsername", "Light houses"),
    Breach("actor-public-key", .actor, "publicKey", nil),
    Breach("actor-public-key", .actor, "publicKey.publicKeyPem", "-----BEGIN RSA PUBLIC KEY-----"),
    Breach("actor-key-owner", .actor, "publicKey.owner", elsewhere),
    Breach("actor-url", .actor, "url", [["type": "Link", "href": "https://v.example/channel/"]]),
    Breach("actor-collections", .actor, "followers", 5),
    Breach("actor-shared-inbox", .actor, "endpoints", ["sharedInbox": "inbox"]),
    Breach("actor-owner", .actor, "attributedTo", nil),
    Breach("actor-owner", .actor, "attributedTo.0.id", elsewhere),
    Breach("actor-summary", .actor, "summary", "ab"),
    Breach("actor-pictures", .actor, "icon.0.mediaType", "image/png"),
    Breach("actor-published", .actor, "published", "2026"),
    Breach("actor-featured", .actor, "featured", elsewhere),
  ]

  private static let collectionBreaches: [Breach] = [
    Breach("collection-type", .crawled, "type", "Collection"),
    Breach("collection-type", .page, "type", "OrderedCollection"),
    Breach("collection-total", .flat, "totalItems", nil),
    Breach("collection-total", .crawled, "totalItems", "1"),
    Breach("collection-first", .crawled, "first", nil),
    Breach("collection-items", .flat, "orderedItems.0", ["type": "Video"]),
    Breach("page-items", .page, "orderedItems", nil),
    Breach("page-next", .page, "next", "https://v.example/outbox-2.jsonld"),
    Breach("activity-type", .page, "orderedItems.0.type", "Update"),
    Breach("activity-id", .page, "orderedItems.0.id", nil),
    Breach("activity-actor", .page, "orderedItems.0.actor", elsewhere),
    Breach("activity-object", .page, "orderedItems.0.object", ["type": "Video"]),
    Breach("activity-audience", .page, "orderedItems.0.to", "https://www.w3.org/ns/activitystreams#Public"),
    Breach("activity-type", .activity, "type", "Update"),
    Breach("activity-id", .activity, "id", "announce"),
    Breach("activity-actor", .activity, "actor", elsewhere),
    Breach("activity-object", .activity, "object", nil),
    Breach("activity-audience", .activity, "cc", "https://v.example/followers.jsonld"),
  ]

  private static let playlistBreaches: [Breach] = [
    Breach("playlist-type", .playlist, "type", "OrderedCollection"),
    Breach("playlist-name", .playlist, "name", ""),
    Breach("playlist-uuid", .playlist, "uuid", "best-of"),
    Breach("playlist-total", .playlist, "totalItems", nil),
    Breach("playlist-published", .playlist, "published", nil),
    Breach("playlist-updated", .playlist, "updated", "now"),
    Breach("playlist-to", .playlist, "to", "https://www.w3.org/ns/activitystreams#Public"),
    Breach("playlist-attributed-to", .playlist, "attributedTo.1", "https://v.example/other.jsonld"),
    Breach("playlist-attributed-to", .playlist, "attributedTo", [elsewhere]),
    Breach("playlist-first", .playlist, "first", nil),
    Breach("playlist-content", .playlist, "mediaType", nil),
    Breach("playlist-icon", .playlist, "icon.url", nil),
    Breach("element-type", .element, "type", "Video"),
    Breach("element-url", .element, "url", nil),
    Breach("element-position", .element, "position", 0),
    Breach("element-times", .element, "stopTimestamp", "PT9S"),
  ]

  @Test(arguments: DocumentKind.allCases)
  func `a valid document of each kind breaks no rule`(kind: DocumentKind) {
    let json = Valid.document(kind)
    let address = json["id"]?.text ?? ""
    #expect(DocumentKind(json, address: address) == kind)
    #expect(ContractRule.diagnostics(of: json, at: address, path: "a.jsonld") == [])
  }

  @Test(arguments: breaches)
  func `a document that breaks a rule is told so, with who refuses it and why`(breach: Breach) throws {
    let valid = Valid.document(breach.kind)
    let json = valid.with(breach.path, breach.value)
    #expect(json != valid)
    let told = ContractRule.diagnostics(of: json, as: breach.kind, at: valid["id"]?.text ?? "", path: "a.jsonld")
    let diagnostic = try #require(told.first { $0.id == "contract-\(breach.rule)" }, "\(told.map(\.id))")
    let rule = try #require(ContractRule.all.first { $0.id == breach.rule })
    #expect(diagnostic.severity == .error && diagnostic.location == Location("a.jsonld"))
    #expect(rule.refusedBy.allSatisfy { diagnostic.message.contains($0.rawValue) })
    #expect(diagnostic.message.hasSuffix(rule.text))
    if let field = rule.field { #expect(diagnostic.note?.hasPrefix("Here \(field) is ") == true) }
    // One change breaks one rule, and with it at most one that asks for the same.
    #expect(told.count <= 2, "\(told.map(\.id))")
  }

  @Test func `every rule has a breach in this table, and a name of its own`() {
    #expect(Set(ContractRule.all.map(\.id)) == Set(Self.breaches.map(\.rule)))
    #expect(Set(ContractRule.all.map(\.id)).count == ContractRule.all.count)
    // Every kind that a rule is for is a kind that the table changes.
    #expect(Set(ContractRule.all.flatMap(\.kinds)) == Set(Self.breaches.map(\.kind)))
  }

  @Test func `a document that nobody reads is told by its type`() {
    let told = ContractRule.diagnostics(of: ["type": "Recipe"], at: "https://v.example/a", path: "a.jsonld")
    #expect(told.map(\.id) == ["contract-document-type"])
    #expect(told.first?.message.contains("\"Recipe\"") == true)
  }
}
