import JSON

/// One JPEG with many small pictures of a video, as an entry of `preview` (contracts/activitypub.md 1.1). PeerTube reckons
/// the tile of an instant from these numbers.
public struct Storyboard: Sendable, Hashable {
  public var url: String
  /// Of the whole, in pixels.
  public var width: Int
  public var height: Int
  public var tileWidth: Int
  public var tileHeight: Int
  /// That one tile stands for.
  public var tileSeconds: Int64

  public init(url: String, width: Int, height: Int, tileWidth: Int, tileHeight: Int, tileSeconds: Int64) {
    self.url = url
    self.width = width
    self.height = height
    self.tileWidth = tileWidth
    self.tileHeight = tileHeight
    self.tileSeconds = tileSeconds
  }

  var json: JSON {
    [
      "type": "Image", "rel": ["storyboard"],
      "url": [
        [
          "mediaType": "image/jpeg", "href": .string(url), "width": .integer(Int64(width)),
          "height": .integer(Int64(height)), "tileWidth": .integer(Int64(tileWidth)),
          "tileHeight": .integer(Int64(tileHeight)), "tileDuration": .string("PT\(tileSeconds)S"),
        ]
      ],
    ]
  }
}
