public import Catalog
import Facts

/// Where everything lies, and how one place names another. The only file that joins URLs.
public struct Addresses: Sendable, Hashable {
  public var baseURL: String?
  public var mediaBaseURL: String?

  public init(_ site: SiteConfig) {
    baseURL = site.baseURL
    mediaBaseURL = site.mediaBaseURL
  }

  // MARK: Paths below the site's root

  public func videoFolder(_ video: Video) -> String { "videos/\(video.slug)/" }
  public func channelFolder(_ name: String) -> String { "channels/\(name)/" }
  public func accountFolder(_ name: String) -> String { "accounts/\(name)/" }
  public var playlistsFolder: String { "playlists/" }
  public func playlistFolder(_ slug: String) -> String { "\(playlistsFolder)\(slug)/" }
  /// `media/<20 hex>/`
  public func mediaFolder(_ video: Video) -> String { "media/\(video.facts.folder)/" }

  // MARK: Links

  /// Absolute URL of a page or document; nil without a base URL. `index.html` at the end is left out.
  public func absolute(_ path: String) -> String? {
    guard let baseURL else { return nil }
    return baseURL + Self.clean(path)
  }

  /// Absolute URL of a file under `media/`; nil without a base URL and a media base URL.
  public func absoluteMedia(_ path: String) -> String? {
    if let mediaBaseURL { return mediaBaseURL + path.dropFirst("media/".count) }
    return absolute(path)
  }

  /// Relative reference from the document at `from` to the page or file at `to`, both below the root.
  public func relative(from: String, to: String) -> String {
    let folder = Self.parts(from).dropLast()
    let target = Self.parts(Self.clean(to))
    var common = 0
    while common < folder.count, common < target.count - 1, folder[common] == target[common] { common += 1 }
    let path = String(repeating: "../", count: folder.count - common) + target.dropFirst(common).joined(separator: "/")
    return path.isEmpty ? "./" : path
  }

  /// From a document to a file under `media/`: relative, or absolute where media live on another host.
  public func media(from: String, to: String) -> String {
    if mediaIsBesidePages { return relative(from: from, to: to) }
    return absoluteMedia(to) ?? relative(from: from, to: to)
  }

  /// Do media lie below the pages, where relative links reach them?
  public var mediaIsBesidePages: Bool {
    guard let mediaBaseURL else { return true }
    guard let baseURL else { return false }
    return mediaBaseURL == baseURL + "media/"
  }

  /// By bytes, as browsers do it: a name may begin with a mark that makes one character with the slash before it.
  private static func parts(_ path: String) -> [Substring] {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
  }

  private static func clean(_ path: String) -> String {
    path == "index.html" ? "" : path.hasSuffix("/index.html") ? String(path.dropLast("index.html".count)) : path
  }
}
