import Hashing

/// The text form of ``VideoFacts``: `facts/<content path>.txt`, at most 4,096 bytes with up to four renditions (design, "What
/// goes in"), 600 more for each further one.
public enum FactsText {
  public static let limit = 4096
  /// What the container's own texts may take in any case, in bytes: with six renditions little of the limit is left.
  private static let textsAlways = 512
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

  /// Where the container's own texts make it longer than ``limit``, and longer than renditions, pictures and half a
  /// kilobyte, its description is halved and then its last chapters, the
  /// description and half of the title are left out; renditions and pictures never are.
  public static func encode(_ facts: VideoFacts) -> Encoded {
    var facts = facts
    var isShortened = false
    let limit = max(limit, record(facts.withoutTexts).text.utf8.count + textsAlways)
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
    if let pictures = facts.pictures { add(pictures, to: &record) }
    for rendition in facts.renditions {
      add(rendition, to: &record)
    }
    return record
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

  static func need<Value>(
    _ record: Record, _ key: String, _ read: (String) -> Value?
  ) throws(Damage) -> Value {
    guard let value = record[key].flatMap(read) else { throw .missing(key) }
    return value
  }
}

extension VideoFacts {
  /// What is known without what the container says of itself.
  fileprivate var withoutTexts: VideoFacts {
    var facts = self
    (facts.source.title, facts.source.description, facts.source.chapters) = (nil, nil, [])
    return facts
  }
}
