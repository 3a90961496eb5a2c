import JSON

/// How the segments of a rendition are had as files of their own, from their host or out of the MP4 (docs/catalog.md).
public struct CatalogSegments: Sendable, Hashable {
  /// Ends with `/`: holds `init.mp4` and the segments.
  public var folder: String
  /// Segments, without the init section.
  public var count: Int64
  /// Where the init section lies in the MP4, in bytes; the first segment follows it.
  public var initOffset: Int64
  public var initLength: Int64

  public init(folder: String, count: Int64, initOffset: Int64, initLength: Int64) {
    self.folder = folder
    self.count = count
    self.initOffset = initOffset
    self.initLength = initLength
  }

  var json: JSON {
    [
      "folder": .string(folder), "count": .integer(count), "initOffset": .integer(initOffset),
      "initLength": .integer(initLength),
    ]
  }

  init(_ fields: CatalogFields) throws(CatalogDamage) {
    folder = try fields.text("folder")
    count = try fields.count("count")
    initOffset = try fields.count("initOffset")
    initLength = try fields.count("initLength")
  }
}
