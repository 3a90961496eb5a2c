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
  let languages: SiteLanguages
  /// Of what pages and feeds show: as the site's first language has it, or the one that this context was `localized` to.
  public private(set) var catalog: Catalog
  /// What stands before the paths of pages and feeds in that language: empty, or `fr/`.
  private(set) var root = ""

  public var site: SiteConfig { catalog.site }

  public init(_ input: SiteInput) {
    self.input = input
    catalog = input.catalog
    languages = SiteLanguages(input.catalog)
    addresses = Addresses(input.catalog.site)
    siteDigest = Self.digest("site", "\(input.catalog.site)")
    videoDigests = input.catalog.videos.map { Self.digest("video", "\($0)") }
    channelDigests = Dictionary(
      uniqueKeysWithValues: input.catalog.channels.map { ($0.name, Self.digest("channel", "\($0)")) })
  }

  /// - Parameter index: of `languages.entries`.
  func localized(_ index: Int) -> SiteContext {
    var out = self
    out.catalog = languages.entries[index].catalog
    out.root = languages.entries[index].root
    return out
  }

  /// A value's own description names every field in the order of its declaration, and holds no unordered collection.
  private static func digest(_ kind: String, _ description: String) -> Digest256 {
    var digest = InputDigest(kind)
    digest.add(description)
    return digest.finish()
  }
}
