public import JSON

/// The JSON-LD context of a document: the base contexts, and a definition of every term beside them that the document uses,
/// and of no other. Mastodon wants the first string there (contracts/activitypub.md 2.2).
public enum Vocabulary {
  public static let activityStreams = "https://www.w3.org/ns/activitystreams"
  public static let security = "https://w3id.org/security/v1"
  /// The address that means "everybody".
  public static let everybody = "https://www.w3.org/ns/activitystreams#Public"

  /// The document with its `@context`.
  public static func document(_ fields: [String: JSON]) -> JSON {
    var used = Set<String>()
    collect(.object(fields), into: &used)
    var context: [JSON] = [.string(activityStreams)]
    if used.contains("publicKey") { context.append(.string(security)) }
    let definitions = used.reduce(into: [String: JSON]()) { found, term in
      if let extended = extensions[term] {
        found[term] = extended.json
        found[extended.prefix] = prefixes[extended.prefix].map(JSON.string)
        if let typePrefix = extended.typePrefix { found[typePrefix] = prefixes[typePrefix].map(JSON.string) }
      }
    }
    if !definitions.isEmpty { context.append(.object(definitions)) }
    var document = fields
    document["@context"] = context.count == 1 ? context[0] : .array(context)
    return .object(document)
  }

  /// Keys, and values of `type`, at any depth.
  private static func collect(_ value: JSON, into used: inout Set<String>) {
    switch value {
    case .array(let values):
      for value in values { collect(value, into: &used) }
    case .object(let fields):
      for (key, value) in fields {
        used.insert(key)
        if key == "type", let type = value.text { used.insert(type) }
        collect(value, into: &used)
      }
    default: break
    }
  }

  private static let prefixes = [
    "poll": "https://w3id.org/fep/b06c#", "pt": "https://joinpeertube.org/ns#", "sc": "http://schema.org/",
    "toot": "http://joinmastodon.org/ns#",
  ]

  private struct Extension {
    var id: String
    var type: String?

    init(_ id: String, _ type: String? = nil) {
      self.id = id
      self.type = type
    }

    var json: JSON { type.map { ["@id": .string(id), "@type": .string($0)] } ?? .string(id) }
    var prefix: String { Self.prefix(of: id) }
    var typePrefix: String? { type.map(Self.prefix) }
    private static func prefix(of name: String) -> String { String(name.prefix { $0 != ":" }) }
  }

  /// The terms that PeerTube and Mastodon added, as they define them.
  private static let extensions: [String: Extension] = [
    "Hashtag": Extension("as:Hashtag"),
    "Infohash": Extension("pt:Infohash"),
    "Playlist": Extension("pt:Playlist"),
    "PlaylistElement": Extension("pt:PlaylistElement"),
    "PropertyValue": Extension("sc:PropertyValue"),
    "aspectRatio": Extension("pt:aspectRatio", "sc:Float"),
    "automaticallyGenerated": Extension("pt:automaticallyGenerated", "sc:Boolean"),
    "category": Extension("sc:category"),
    "commentsPolicy": Extension("pt:commentsPolicy", "sc:Number"),
    "discoverable": Extension("toot:discoverable"),
    "dislikes": Extension("as:dislikes", "@id"),
    "downloadEnabled": Extension("pt:downloadEnabled", "sc:Boolean"),
    "embedUrl": Extension("sc:embedUrl", "@id"),
    "endOffset": Extension("sc:endOffset", "sc:Number"),
    "featured": Extension("toot:featured", "@id"),
    "fps": Extension("pt:fps", "sc:Number"),
    "hasPart": Extension("sc:hasPart"),
    "hasParts": Extension("sc:hasParts", "@id"),
    "identifier": Extension("sc:identifier"),
    "indexable": Extension("toot:indexable"),
    "language": Extension("sc:inLanguage"),
    "licence": Extension("sc:license"),
    "originallyPublishedAt": Extension("sc:datePublished"),
    "playlists": Extension("pt:playlists", "@id"),
    "pollOnly": Extension("poll:pollOnly"),
    "position": Extension("pt:position", "sc:Number"),
    "sensitive": Extension("as:sensitive"),
    "size": Extension("pt:size", "sc:Number"),
    "startOffset": Extension("sc:startOffset", "sc:Number"),
    "startTimestamp": Extension("pt:startTimestamp", "sc:Number"),
    "state": Extension("pt:state", "sc:Number"),
    "stopTimestamp": Extension("pt:stopTimestamp", "sc:Number"),
    "subtitleLanguage": Extension("sc:subtitleLanguage"),
    "support": Extension("pt:support", "sc:Text"),
    "tileDuration": Extension("pt:tileDuration", "sc:Number"),
    "tileHeight": Extension("pt:tileHeight", "sc:Number"),
    "tileWidth": Extension("pt:tileWidth", "sc:Number"),
    "uuid": Extension("pt:uuid", "sc:identifier"),
    "value": Extension("sc:value"),
    "views": Extension("pt:views", "sc:Number"),
    "waitTranscoding": Extension("pt:waitTranscoding", "sc:Boolean"),
  ]
}
