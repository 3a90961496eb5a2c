import JSON

/// One MP4 of a video with everything that finds, plays and seeds it.
public struct CatalogRendition: Sendable, Hashable {
  /// `1080p`, `480p`, `1080p-av1`; of sound alone `audio`, `audio-fr`.
  public var name: String
  public var file: CatalogFileEntry
  /// RFC 6381.
  public var codecs: String
  /// As shown, in pixels; 0 of sound alone.
  public var width: Int64
  public var height: Int64
  /// What is heard; nil where there is a picture.
  public var track: CatalogTrack?
  /// In milliseconds.
  public var duration: Int64
  /// In bits a second, the mean.
  public var bandwidth: Int64
  /// Its media playlist.
  public var playlist: String
  /// Its `.torrent` file.
  public var torrent: String
  /// `info.name` of the torrent: what BitTorrent clients call the file.
  public var torrentName: String
  public var magnet: String
  public var infohashes: CatalogInfohashes
  /// nil where the playlist names byte ranges of the MP4.
  public var segments: CatalogSegments?

  public init(
    name: String, file: CatalogFileEntry, codecs: String, width: Int64, height: Int64, track: CatalogTrack? = nil,
    duration: Int64, bandwidth: Int64, playlist: String, torrent: String, torrentName: String, magnet: String,
    infohashes: CatalogInfohashes, segments: CatalogSegments? = nil
  ) {
    self.name = name
    self.file = file
    self.codecs = codecs
    self.width = width
    self.height = height
    self.track = track
    self.duration = duration
    self.bandwidth = bandwidth
    self.playlist = playlist
    self.torrent = torrent
    self.torrentName = torrentName
    self.magnet = magnet
    self.infohashes = infohashes
    self.segments = segments
  }

  var json: JSON {
    .object(present: [
      "name": .string(name), "file": file.json, "codecs": .string(codecs), "width": .integer(width),
      "height": .integer(height), "track": track?.json, "duration": .integer(duration),
      "bandwidth": .integer(bandwidth), "playlist": .string(playlist), "torrent": .string(torrent),
      "torrentName": .string(torrentName), "magnet": .string(magnet), "infohashes": infohashes.json,
      "segments": segments?.json,
    ])
  }

  init(_ fields: CatalogFields) throws(CatalogDamage) {
    name = try fields.text("name")
    file = try CatalogFileEntry(fields.object("file"))
    codecs = try fields.text("codecs")
    width = try fields.count("width")
    height = try fields.count("height")
    track = try fields.optionalObject("track").map { fields throws(CatalogDamage) in try CatalogTrack(fields) }
    duration = try fields.count("duration")
    bandwidth = try fields.count("bandwidth")
    playlist = try fields.text("playlist")
    torrent = try fields.text("torrent")
    torrentName = try fields.text("torrentName")
    magnet = try fields.text("magnet")
    infohashes = try CatalogInfohashes(fields.object("infohashes"))
    segments = try fields.optionalObject("segments").map { fields throws(CatalogDamage) in try CatalogSegments(fields) }
  }
}

/// Captions or descriptions in one language.
public struct CatalogCaption: Sendable, Hashable {
  /// BCP 47.
  public var language: String
  /// As players show it.
  public var label: String
  /// `captions` or `descriptions`.
  public var kind: String
  public var isAutomatic: Bool
  public var file: CatalogFileEntry

  public init(language: String, label: String, kind: String, isAutomatic: Bool, file: CatalogFileEntry) {
    self.language = language
    self.label = label
    self.kind = kind
    self.isAutomatic = isAutomatic
    self.file = file
  }

  var json: JSON {
    [
      "language": .string(language), "label": .string(label), "kind": .string(kind), "automatic": .bool(isAutomatic),
      "file": file.json,
    ]
  }

  init(_ fields: CatalogFields) throws(CatalogDamage) {
    language = try fields.text("language")
    label = try fields.text("label")
    kind = try fields.text("kind")
    isAutomatic = try fields.flag("automatic")
    file = try CatalogFileEntry(fields.object("file"))
  }
}
