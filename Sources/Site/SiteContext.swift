public import Catalog
import Facts
public import Hashing

/// The input with what many documents need of it, computed once.
public struct SiteContext: Sendable {
  public let input: SiteInput
  public let addresses: Addresses
  /// Of `bobine.yml`'s values, which nearly every document shows.
  public let siteDigest: Digest256
  /// In the order of `catalog.videos`: everything of a video, its facts included.
  public let videoDigests: [Digest256]
  /// By channel name.
  public let channelDigests: [String: Digest256]

  public var catalog: Catalog { input.catalog }
  public var site: SiteConfig { input.catalog.site }

  public init(_ input: SiteInput) {
    self.input = input
    addresses = Addresses(input.catalog.site)
    siteDigest = Self.digest("site", "\(input.catalog.site)")
    videoDigests = input.catalog.videos.map { Self.digest("video", "\($0)") }
    channelDigests = Dictionary(
      uniqueKeysWithValues: input.catalog.channels.map { ($0.name, Self.digest("channel", "\($0)")) })
  }

  /// A value's own description names every field in the order of its declaration, and holds no unordered collection.
  private static func digest(_ kind: String, _ description: String) -> Digest256 {
    var digest = InputDigest(kind)
    digest.add(description)
    return digest.finish()
  }
}
