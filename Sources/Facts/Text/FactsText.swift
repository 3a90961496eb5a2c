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

  /// Where the container's own texts make it too long, its description is halved and then its last chapters, the
  /// description and half of the title are left out; renditions and pictures never are.
  public static func encode(_ facts: VideoFacts) -> Encoded {
    var facts = facts
    var isShortened = false
    while true {
      let text = record(facts).text
      if text.utf8.count <= limit { return Encoded(text: text, isShortened: isShortened) }
      isShortened = true
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

  /// Facts with very many renditions may be longer than `limit`; nothing is ever longer than this, in bytes.
  private static let readingLimit = 1 << 16

  public static func decode(_ text: String) throws(Damage) -> VideoFacts {
    guard text.utf8.count <= readingLimit, let record = Record(text: text), record["bobine-facts"] == version else {
      throw .notFacts
    }
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
    for chapter in facts.source.chapters { record.add("chapter", chapter.text) }
    if !facts.source.captions.isEmpty { record.add("captions", facts.source.captions.joined(separator: " ")) }
    record.add("policy", facts.policy)
    if let pictures = facts.pictures {
      record.add("picture-origin", pictures.origin)
      record.add("poster", text(pictures.poster))
      for thumbnail in pictures.thumbnails { record.add("thumbnail", text(thumbnail)) }
    }
    for rendition in facts.renditions {
      add(rendition, to: &record)
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
      sha256: try need(record, "source-sha256", Digest256.init(hex:)),
      size: try need(record, "source-size", { Int64($0) }),
      duration: try need(record, "duration", { Int64($0) }), container: try need(record, "container", { $0 }),
      codecs: try need(record, "codecs", { $0.split(separator: " ").map(String.init) }), title: record["title"],
      description: record["description"], created: record["created"], language: record["language"],
      chapters: record.all("chapter").compactMap(ChapterFacts.init(text:)), captions: try captions(record))
  }

  /// Each is part of a file's name.
  private static func captions(_ record: Record) throws(Damage) -> [String] {
    let names = (record["captions"] ?? "").split(separator: " ").map(String.init)
    let isPlain = names.allSatisfy { name in
      name.utf8.count <= 35
        && name.utf8.allSatisfy {
          (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
        }
    }
    guard isPlain else { throw .missing("captions") }
    return names
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

  static func need<Value>(
    _ record: Record, _ key: String, _ read: (String) -> Value?
  ) throws(Damage) -> Value {
    guard let value = record[key].flatMap(read) else { throw .missing(key) }
    return value
  }
}
