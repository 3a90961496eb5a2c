/// What a rendition is called: `1080p`, of other codecs `1080p-av1` (design, "Renditions").
public struct RenditionName: Sendable, Hashable {
  /// In pixels.
  public var shortSide: Int
  /// Of the picture.
  public var codec: RenditionFacts.Codec

  public init(_ shortSide: Int, _ codec: RenditionFacts.Codec = .h264) {
    self.shortSide = shortSide
    self.codec = codec
  }

  public var text: String { codec == .h264 ? "\(shortSide)p" : "\(shortSide)p-\(codec.rawValue)" }

  /// `1080`, `1080p`, `1080p-av1`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let side = Int(parts[0].hasSuffix("p") ? parts[0].dropLast() : parts[0]), side > 0 else { return nil }
    guard parts.count == 2 else {
      self.init(side)
      return
    }
    guard let codec = RenditionFacts.Codec(rawValue: String(parts[1])) else { return nil }
    self.init(side, codec)
  }
}
