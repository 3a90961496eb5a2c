import Hashing

/// The text form of ``VideoFacts``: `facts/<content path>.txt`, at most 4,096 bytes (design, "What goes in").
public enum FactsText {
  public static let limit = 4096
  private static let version = "1"

  public struct Encoded: Sendable, Hashable {
    public var text: String
    /// Did the description or chapters of the container not fit?
    public var isShortened: Bool
  }

  public enum Damage: Error, Sendable, Hashable, CustomStringConvertible {
    case notFacts
    case missing(String)

    public var description: String {
      switch self {
      case .notFacts: "the file is not in the form of facts"
      case .missing(let key): "`\(key)` is missing or no value of its kind"
      }
    }
  }

  public static func encode(_ facts: VideoFacts) -> Encoded {
    var facts = facts
    var isShortened = false
    while true {
      let text = record(facts).text
      if text.utf8.count <= limit { return Encoded(text: text, isShortened: isShortened) }
      isShortened = true
      // Chapters can be written by hand as the description can; what is rarest goes first.
      if let description = facts.source.description, description.utf8.count > 200 {
        facts.source.description = String(description.prefix(max(100, description.count / 2)))
      } else if !facts.source.chapters.isEmpty {
        facts.source.chapters.removeLast()
      } else if facts.source.description != nil {
        facts.source.description = nil
      } else if let title = facts.source.title, title.utf8.count > 200 {
        facts.source.title = String(title.prefix(title.count / 2))
      } else {
        return Encoded(text: text, isShortened: true)
      }
    }
  }

  public static func decode(_ text: String) throws(Damage) -> VideoFacts {
    guard let record = Record(text: text), record["bobine-facts"] == version else { throw .notFacts }
    let source = try source(record)
    guard let policy = record["policy"] else { throw .missing("policy") }
    var renditions: [RenditionFacts] = []
    for part in parts(record, "rendition") { renditions.append(try rendition(part)) }
    return VideoFacts(source: source, policy: policy, renditions: renditions, pictures: try pictures(record))
  }

  // MARK: Writing

  private static func record(_ facts: VideoFacts) -> Record {
    var record = Record()
    record.add("bobine-facts", version)
    record.add("source-sha256", facts.source.sha256.hex)
    record.add("source-size", facts.source.size)
    record.add("duration", facts.source.duration)
    record.add("container", facts.source.container)
    record.add("codecs", facts.source.codecs.joined(separator: " "))
    for (key, value) in [
      ("title", facts.source.title), ("description", facts.source.description), ("created", facts.source.created),
      ("language", facts.source.language),
    ] {
      if let value { record.add(key, value) }
    }
    for chapter in facts.source.chapters { record.add("chapter", "\(chapter.start) \(chapter.title)") }
    record.add("policy", facts.policy)
    if let pictures = facts.pictures {
      record.add("picture-origin", pictures.origin)
      record.add("poster", text(pictures.poster))
      for thumbnail in pictures.thumbnails { record.add("thumbnail", text(thumbnail)) }
    }
    for rendition in facts.renditions {
      record.add("rendition", rendition.name)
      record.add("r.codec", rendition.codec.rawValue)
      record.add("r.codecs", rendition.codecs)
      record.add("r.width", rendition.width)
      record.add("r.height", rendition.height)
      record.add("r.frame-rate", rendition.frameRate.text)
      record.add("r.audio", rendition.hasAudio ? "yes" : "no")
      record.add("r.copy", rendition.isCopy ? "yes" : "no")
      record.add("r.size", rendition.size)
      record.add("r.sha256", rendition.sha256.hex)
      record.add("r.duration", rendition.duration)
      record.add("r.peak", rendition.peakBandwidth)
      record.add("r.average", rendition.averageBandwidth)
      record.add("r.init", "\(rendition.initLength)@\(rendition.initOffset)")
      record.add("r.segments", rendition.segmentCount)
      record.add("r.torrent-name", rendition.torrentName)
      record.add("r.piece-length", rendition.pieceLength)
      record.add("r.pieces-root", rendition.piecesRoot.hex)
      record.add("r.recipe", rendition.recipe)
    }
    return record
  }

  private static func text(_ picture: PictureFacts) -> String {
    "\(picture.width)x\(picture.height) \(picture.size) \(picture.sha256.hex)"
  }

  // MARK: Reading

  /// The fields from each `key` line to the next.
  private static func parts(_ record: Record, _ key: String) -> [Record] {
    var parts: [Record] = []
    for field in record.fields {
      if field.key == key { parts.append(Record()) }
      if !parts.isEmpty { parts[parts.count - 1].fields.append(field) }
    }
    return parts
  }

  private static func source(_ record: Record) throws(Damage) -> SourceFacts {
    SourceFacts(
      sha256: try need(record, "source-sha256", Digest256.init(hex:)), size: try need(record, "source-size", { Int64($0) }),
      duration: try need(record, "duration", { Int64($0) }), container: try need(record, "container", { $0 }),
      codecs: try need(record, "codecs", { $0.split(separator: " ").map(String.init) }), title: record["title"],
      description: record["description"], created: record["created"], language: record["language"],
      chapters: record.all("chapter").compactMap(ChapterFacts.init(text:)))
  }

  private static func rendition(_ record: Record) throws(Damage) -> RenditionFacts {
    let head = try need(record, "r.init") { text -> (Int64, Int64)? in
      let parts = text.split(separator: "@")
      guard parts.count == 2, let length = Int64(parts[0]), let offset = Int64(parts[1]) else { return nil }
      return (length, offset)
    }
    return RenditionFacts(
      name: try need(record, "rendition", { $0 }), codec: try need(record, "r.codec", RenditionFacts.Codec.init(rawValue:)),
      codecs: try need(record, "r.codecs", { $0 }), width: try need(record, "r.width", { Int($0) }),
      height: try need(record, "r.height", { Int($0) }), frameRate: try need(record, "r.frame-rate", { Rate(text: $0) }),
      hasAudio: try need(record, "r.audio", yes), isCopy: try need(record, "r.copy", yes),
      size: try need(record, "r.size", { Int64($0) }), sha256: try need(record, "r.sha256", Digest256.init(hex:)),
      duration: try need(record, "r.duration", { Int64($0) }), peakBandwidth: try need(record, "r.peak", { Int64($0) }),
      averageBandwidth: try need(record, "r.average", { Int64($0) }), initOffset: head.1, initLength: head.0,
      segmentCount: try need(record, "r.segments", { Int($0) }), torrentName: try need(record, "r.torrent-name", { $0 }),
      pieceLength: try need(record, "r.piece-length", { Int64($0) }),
      piecesRoot: try need(record, "r.pieces-root", Digest256.init(hex:)), recipe: try need(record, "r.recipe", { $0 }))
  }

  private static func pictures(_ record: Record) throws(Damage) -> PictureSet? {
    guard let origin = record["picture-origin"] else { return nil }
    var thumbnails: [PictureFacts] = []
    for text in record.all("thumbnail") {
      guard let picture = picture(text) else { throw .missing("thumbnail") }
      thumbnails.append(picture)
    }
    return PictureSet(origin: origin, poster: try need(record, "poster", picture), thumbnails: thumbnails)
  }

  private static func picture(_ text: String) -> PictureFacts? {
    let parts = text.split(separator: " ")
    guard parts.count == 3, let size = Int64(parts[1]), let sha256 = Digest256(hex: parts[2]) else { return nil }
    let sides = parts[0].split(separator: "x").compactMap { Int($0) }
    guard sides.count == 2 else { return nil }
    return PictureFacts(width: sides[0], height: sides[1], size: size, sha256: sha256)
  }

  private static func yes(_ text: String) -> Bool? { text == "yes" ? true : text == "no" ? false : nil }

  private static func need<Value>(
    _ record: Record, _ key: String, _ read: (String) -> Value?
  ) throws(Damage) -> Value {
    guard let value = record[key].flatMap(read) else { throw .missing(key) }
    return value
  }
}
