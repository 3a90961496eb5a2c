import JSON

/// The HLS entry of a Video's `url`, with the files it plays.
public struct PlaylistLink: Sendable, Hashable {
  /// One file: a video and its torrent. PeerTube matches them by equal height.
  public struct File: Sendable, Hashable {
    public var href: String
    public var width: Int
    public var height: Int
    /// In bytes.
    public var size: Int64
    /// Frames a second, rounded.
    public var fps: Int
    public var hasAudio: Bool
    /// Without it width, height and rate are 0.
    public var hasPicture: Bool
    /// URL of the `.torrent` file.
    public var torrent: String?
    /// With `xt=urn:btih:`: PeerTube fails on a magnet link without it.
    public var magnet: String?

    public init(
      href: String, width: Int, height: Int, size: Int64, fps: Int, hasAudio: Bool, hasPicture: Bool = true,
      torrent: String?, magnet: String?
    ) {
      self.href = href
      self.width = width
      self.height = height
      self.size = size
      self.fps = fps
      self.hasAudio = hasAudio
      self.hasPicture = hasPicture
      self.torrent = torrent
      self.magnet = magnet
    }
  }

  public var href: String
  /// URL of `segments-sha256.json`; without it PeerTube's player shares nothing between viewers.
  public var segmentHashes: String?
  public var files: [File]

  public init(href: String, segmentHashes: String?, files: [File]) {
    self.href = href
    self.segmentHashes = segmentHashes
    self.files = files
  }

  /// PeerTube knows `application/x-mpegURL` alone.
  var json: JSON {
    var tag: [JSON] = []
    if let segmentHashes {
      tag.append([
        "type": "Link", "name": "sha256", "mediaType": "application/json", "href": .string(segmentHashes),
      ])
    }
    for file in files { tag += file.links }
    return ["type": "Link", "mediaType": "application/x-mpegURL", "href": .string(href), "tag": .array(tag)]
  }
}

extension PlaylistLink.File {
  fileprivate var links: [JSON] {
    var video = link(hasPicture ? "video/mp4" : "audio/mp4", href)
    video["size"] = .integer(size)
    let kinds = (hasAudio ? ["audio"] : []) + (hasPicture ? ["video"] : [])
    video["attachment"] = .array(
      kinds.map { Self.property("ffprobe_codec_type", $0) } + [Self.property("peertube_format_flag", "fragmented")])
    var links = [video]
    if let torrent { links.append(link("application/x-bittorrent", torrent)) }
    if let magnet { links.append(link("application/x-bittorrent;x-scheme-handler/magnet", magnet)) }
    return links.map(JSON.object)
  }

  private func link(_ mediaType: String, _ href: String) -> [String: JSON] {
    [
      "type": "Link", "mediaType": .string(mediaType), "href": .string(href), "width": .integer(Int64(width)),
      "height": .integer(Int64(height)), "fps": .integer(Int64(fps)),
    ]
  }

  private static func property(_ name: String, _ value: String) -> JSON {
    ["type": "PropertyValue", "name": .string(name), "value": .string(value)]
  }
}
