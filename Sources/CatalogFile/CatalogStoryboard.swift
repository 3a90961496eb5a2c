import JSON

/// One picture with many small ones in it, row by row: tile `i` shows the video at `i * interval` seconds.
public struct CatalogStoryboard: Sendable, Hashable {
  /// One of the video's pictures.
  public var url: String
  /// Of the whole, in pixels.
  public var width: Int64
  public var height: Int64
  public var tileWidth: Int64
  public var tileHeight: Int64
  /// How many tiles show something.
  public var tiles: Int64
  /// In seconds.
  public var interval: Int64

  public init(
    url: String, width: Int64, height: Int64, tileWidth: Int64, tileHeight: Int64, tiles: Int64, interval: Int64
  ) {
    self.url = url
    self.width = width
    self.height = height
    self.tileWidth = tileWidth
    self.tileHeight = tileHeight
    self.tiles = tiles
    self.interval = interval
  }

  var json: JSON {
    [
      "url": .string(url), "width": .integer(width), "height": .integer(height), "tileWidth": .integer(tileWidth),
      "tileHeight": .integer(tileHeight), "tiles": .integer(tiles), "interval": .integer(interval),
    ]
  }

  init(_ fields: CatalogFields) throws(CatalogDamage) {
    url = try fields.text("url")
    width = try fields.count("width")
    height = try fields.count("height")
    tileWidth = try fields.count("tileWidth")
    tileHeight = try fields.count("tileHeight")
    tiles = try fields.count("tiles")
    interval = try fields.count("interval")
  }
}
