public import JSON

/// `catalog/<n>.json`: up to 500 videos, from the oldest to the newest, so that a new video touches the last page only.
public struct CatalogPage: Sendable, Hashable {
  public static let form: Int64 = 1
  /// Videos on a full page.
  public static let capacity = 500

  public var videos: [CatalogVideo]

  public init(videos: [CatalogVideo]) { self.videos = videos }

  public var json: JSON { ["form": .integer(Self.form), "videos": .array(videos.map(\.json))] }

  public init(_ json: JSON) throws(CatalogDamage) {
    videos = try CatalogFields(document: json, form: Self.form).list("videos") { fields throws(CatalogDamage) in
      try CatalogVideo(fields)
    }
  }
}

/// A video as mirrors, the daemon and other tools need it.
public struct CatalogVideo: Sendable, Hashable {
  /// Version 4 form, for life.
  public var uuid: String
  /// Of its page.
  public var url: String
  public var title: String
  /// One plain paragraph, may be empty.
  public var summary: String
  /// RFC 3339, UTC.
  public var date: String
  public var updated: String
  /// In milliseconds.
  public var duration: Int64
  public var channel: String
  /// BCP 47; nil where unknown.
  public var language: String?
  /// As people name it; nil where unknown.
  public var licence: String?
  public var tags: [String]
  public var isSensitive: Bool
  /// The multivariant playlist with all renditions.
  public var playlist: String
  /// What the ranges of each file hash to, for players.
  public var segmentHashes: String
  public var renditions: [CatalogRendition]
  public var captions: [CatalogCaption]
  /// The poster first, then its smaller forms, as JPEG and as WebP; last the storyboard.
  public var pictures: [CatalogFileEntry]
  /// nil where the video has none.
  public var storyboard: CatalogStoryboard?

  public init(
    uuid: String, url: String, title: String, summary: String, date: String, updated: String, duration: Int64,
    channel: String, language: String?, licence: String?, tags: [String], isSensitive: Bool, playlist: String,
    segmentHashes: String, renditions: [CatalogRendition], captions: [CatalogCaption], pictures: [CatalogFileEntry],
    storyboard: CatalogStoryboard? = nil
  ) {
    self.uuid = uuid
    self.url = url
    self.title = title
    self.summary = summary
    self.date = date
    self.updated = updated
    self.duration = duration
    self.channel = channel
    self.language = language
    self.licence = licence
    self.tags = tags
    self.isSensitive = isSensitive
    self.playlist = playlist
    self.segmentHashes = segmentHashes
    self.renditions = renditions
    self.captions = captions
    self.pictures = pictures
    self.storyboard = storyboard
  }

  /// Every file that a mirror has to hold.
  public var files: [CatalogFileEntry] { renditions.map(\.file) + captions.map(\.file) + pictures }

  var json: JSON {
    .object(present: [
      "uuid": .string(uuid), "url": .string(url), "title": .string(title), "summary": .string(summary),
      "date": .string(date), "updated": .string(updated), "duration": .integer(duration), "channel": .string(channel),
      "language": language.map(JSON.string), "licence": licence.map(JSON.string), "tags": .strings(tags),
      "sensitive": .bool(isSensitive), "playlist": .string(playlist), "segmentHashes": .string(segmentHashes),
      "renditions": .array(renditions.map(\.json)), "captions": .array(captions.map(\.json)),
      "pictures": .array(pictures.map(\.json)), "storyboard": storyboard?.json,
    ])
  }

  init(_ fields: CatalogFields) throws(CatalogDamage) {
    uuid = try fields.text("uuid")
    url = try fields.text("url")
    title = try fields.text("title")
    summary = try fields.text("summary")
    date = try fields.text("date")
    updated = try fields.text("updated")
    duration = try fields.count("duration")
    channel = try fields.text("channel")
    language = fields.optionalText("language")
    licence = fields.optionalText("licence")
    tags = try fields.texts("tags")
    isSensitive = try fields.flag("sensitive")
    playlist = try fields.text("playlist")
    segmentHashes = try fields.text("segmentHashes")
    renditions = try fields.list("renditions") { fields throws(CatalogDamage) in try CatalogRendition(fields) }
    captions = try fields.list("captions") { fields throws(CatalogDamage) in try CatalogCaption(fields) }
    pictures = try fields.list("pictures") { fields throws(CatalogDamage) in try CatalogFileEntry(fields) }
    storyboard = try fields.optionalObject("storyboard").map { fields throws(CatalogDamage) in
      try CatalogStoryboard(fields)
    }
  }
}
