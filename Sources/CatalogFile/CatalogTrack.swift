import JSON

/// What is heard in a rendition of sound alone.
public struct CatalogTrack: Sendable, Hashable {
  public var channels: Int64
  /// BCP 47; nil where unknown.
  public var language: String?
  /// What is seen, told to those who do not see it.
  public var isDescription: Bool
  /// What its author calls it.
  public var title: String?

  public init(channels: Int64, language: String?, isDescription: Bool, title: String?) {
    self.channels = channels
    self.language = language
    self.isDescription = isDescription
    self.title = title
  }

  var json: JSON {
    .object(present: [
      "channels": .integer(channels), "language": language.map(JSON.string), "description": .bool(isDescription),
      "title": title.map(JSON.string),
    ])
  }

  init(_ fields: CatalogFields) throws(CatalogDamage) {
    channels = try fields.count("channels")
    language = fields.optionalText("language")
    isDescription = try fields.flag("description")
    title = fields.optionalText("title")
  }
}
