import ActivityPub
import JSON

/// One document of each kind that every server takes.
enum Valid {
  static let base = "https://v.example/"
  static let pem = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqh\n-----END PUBLIC KEY-----\n"

  static func document(_ kind: DocumentKind) -> JSON {
    switch kind {
    case .video: video
    case .actor: actor
    case .crawled:
      OrderedCollection(
        id: base + "outbox.jsonld", totalItems: 1, first: base + "outbox-1.jsonld", last: base + "outbox-1.jsonld"
      ).json
    case .flat: FlatCollection(id: base + "featured.jsonld", items: [base + "video.jsonld"]).json
    case .page: page
    case .activity: announce.json
    case .chapters:
      ChapterList(
        id: base + "chapters.jsonld",
        parts: [.init(name: "One", start: 0, end: 5), .init(name: "Two", start: 5, end: 9)]
      ).json
    case .playlist: playlist
    case .element:
      PlaylistElementObject(
        id: base + "playlists/a/1.jsonld", video: base + "video.jsonld", position: 1, start: 3, stop: 9
      ).json
    case .tombstone: Tombstone(id: base + "video.jsonld", deleted: "2026-01-01T00:00:00.000Z").json
    }
  }

  private static let video = VideoObject(
    id: base + "video.jsonld", uuid: "3f2a9c1e-5b7d-4e8a-9c0f-2d1b6a7e8f90", name: "The lighthouse", duration: 754_000,
    published: "2026-03-01T10:00:00.000Z", updated: "2026-03-02T10:00:00.000Z",
    originallyPublished: "2019-06-01T00:00:00.000Z", group: base + "channel.jsonld",
    groupFollowers: base + "followers.jsonld", person: base + "person.jsonld", summary: "A walk",
    content: "A *walk* around it", category: .init(identifier: "6", name: "Travels"),
    licence: .init(identifier: "1", name: "Attribution"), language: .init(identifier: "fr", name: "French"),
    support: "https://example.org/donate", tags: [.init(name: "lighthouse", href: base + "tags/lighthouse/")],
    width: 1280, height: 720, embed: base + "embed/",
    icon: [
      .init(url: base + "280.jpg", width: 280, height: 157), .init(url: base + "850.jpg", width: 850, height: 480),
    ],
    storyboard: .init(
      url: base + "board.jpg", width: 2112, height: 1080, tileWidth: 192, tileHeight: 108, tileSeconds: 7),
    subtitles: [.init(identifier: "fr", name: "French", url: base + "fr.vtt", isAutomatic: true)],
    chapters: base + "chapters.jsonld", likes: base + "likes.jsonld", dislikes: base + "dislikes.jsonld",
    page: base + "page/",
    playlist: PlaylistLink(
      href: base + "h264.m3u8", segmentHashes: base + "segments-sha256.json",
      files: [
        .init(
          href: base + "720p.mp4", width: 1280, height: 720, size: 181_234_567, fps: 25, hasAudio: true,
          torrent: base + "720p.torrent",
          magnet:
            "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&xs=https%3A%2F%2Fv.example%2F720p.torrent"
        )
      ])
  ).json

  private static let actor = Actor(
    kind: .group, id: base + "channel.jsonld", userName: "lighthouses", name: "Lighthouses", summary: "Short films",
    page: base + "channel/", inbox: base + "inbox.jsonld", outbox: base + "outbox.jsonld",
    followers: base + "followers.jsonld",
    following: base + "following.jsonld", featured: base + "featured.jsonld", owner: base + "person.jsonld",
    publicKeyPEM: pem, icon: [.init(url: base + "avatar.jpg", width: 600, height: 600)]
  ).json

  private static let page = OrderedCollectionPage(
    id: base + "outbox-2.jsonld", partOf: base + "outbox.jsonld", next: base + "outbox-1.jsonld",
    items: [
      .activity(announce),
      .gone(
        Tombstone(
          id: base + "gone/announce.jsonld", formerType: "Announce", published: "2026-02-01T10:00:00.000Z",
          deleted: "2026-03-01T10:00:00.000Z")),
    ]
  ).json

  private static let announce = Activity(
    kind: .announce, id: base + "announce.jsonld", actor: base + "channel.jsonld",
    followers: base + "followers.jsonld", object: base + "video.jsonld", published: "2026-03-01T10:00:00.000Z")

  private static let playlist = PlaylistObject(
    id: base + "playlists/a/playlist.jsonld", uuid: "3f2a9c1e-5b7d-4e8a-9c0f-2d1b6a7e8f91", name: "Best of",
    content: "What we like", published: "2026-03-01T10:00:00.000Z", updated: "2026-03-02T10:00:00.000Z",
    group: base + "channel.jsonld", followers: base + "followers.jsonld", totalItems: 1,
    first: base + "playlists/a/elements-1.jsonld", page: base + "playlists/a/", icon: base + "850.jpg"
  ).json
}
