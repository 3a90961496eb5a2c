import JSON

/// The addresses of a Video: its page, its playlist and the files in it (contracts/activitypub.md 1.1, table of `url`).
extension ContractRule {
  private static func rule(
    _ name: String, _ text: String, _ holds: @escaping @Sendable (LintedDocument) -> Bool
  ) -> ContractRule { ContractRule("link-" + name, "1.1", [.video], .peerTube, field: "url", text, holds: holds) }

  static let videoLinks: [ContractRule] = [
    ContractRule(
      "link-page", "3", [.video], .mastodon, field: "url",
      "the first entry of url is the HTML page, which Mastodon takes"
    ) { $0["url"]?.array?.first.map { $0["mediaType"] == "text/html" && ContractValue.isURL($0["href"]) } ?? false },
    rule(
      "playlist", "the HLS playlist is a Link of the type application/x-mpegURL, with an address and an array of tags"
    ) {
      links($0, "application/x-mpegURL").allSatisfy { ContractValue.isURL($0["href"]) && $0["tag"]?.array != nil }
        && links($0, "application/vnd.apple.mpegurl").isEmpty
    },
    rule("file", "a file has an address, a height, a size in bytes and, if it has one, a whole number of fps") {
      files($0).allSatisfy { file in
        file["type"] == "Link" && ContractValue.isURL(file["href"]) && ContractValue.isCount(file["height"])
          && ContractValue.isCount(file["size"]) && (file["fps"] == nil || (file["fps"]?.integer ?? -2) >= -1)
      }
    },
    rule("heights", "one file a resolution: of two, PeerTube keeps one") { document in
      links(document, "application/x-mpegURL").allSatisfy { playlist in
        let sizes = (playlist["tag"]?.array ?? []).filter { $0["mediaType"] == "video/mp4" }.map(resolution)
        return Set(sizes).count == sizes.count
      }
    },
    rule("segments", "a playlist names its sha256: without it PeerTube's viewers share nothing") {
      links($0, "application/x-mpegURL").allSatisfy { playlist in
        playlist["tag"]?.array?.contains {
          $0["name"] == "sha256" && $0["mediaType"] == "application/json" && ContractValue.isURL($0["href"])
        } ?? false
      }
    },
    rule("torrent", "a torrent has an address and a height") {
      links($0, "application/x-bittorrent").allSatisfy {
        ContractValue.isURL($0["href"]) && ContractValue.isCount($0["height"])
      }
    },
    rule("magnet", "a magnet link has xt=urn:btih: with a hash, xs= with the torrent, and the height of a file") {
      document in
      let heights = Set(files(document).compactMap { $0["height"]?.integer })
      return links(document, "application/x-bittorrent;x-scheme-handler/magnet").allSatisfy { magnet in
        guard let href = magnet["href"]?.text, let height = magnet["height"]?.integer else { return false }
        return href.contains(/xt=urn:btih:[0-9A-Za-z]{10,100}(&|$)/) && href.contains("xs=http")
          && heights.contains(height)
      }
    },
    rule("tracker", "a tracker has an http or https address: PeerTube refuses wss") {
      all($0).filter { $0["rel"]?.array?.contains("tracker") == true }.allSatisfy { ContractValue.isURL($0["href"]) }
    },
  ]

  /// Of `url` and of the tags of its playlists.
  private static func all(_ document: LintedDocument) -> [JSON] {
    let links = document["url"]?.array ?? []
    return links + links.flatMap { $0["tag"]?.array ?? [] }
  }

  private static func links(_ document: LintedDocument, _ mediaType: String) -> [JSON] {
    all(document).filter { $0["mediaType"]?.text == mediaType }
  }

  private static func files(_ document: LintedDocument) -> [JSON] {
    ["video/mp4", "video/ogg", "video/webm", "audio/mp4"].flatMap { links(document, $0) }
  }

  /// PeerTube calls a file by its shorter side.
  private static func resolution(_ file: JSON) -> Int64 {
    let height = file["height"]?.integer ?? -1
    return min(file["width"]?.integer ?? height, height)
  }
}
