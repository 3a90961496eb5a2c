import Catalog

/// How one page names the others.
struct PageLinks: Sendable {
  private let addresses: Addresses
  private let page: String
  /// Starts and ends with `/`; nil: links are relative to the page.
  private let root: String?
  /// Before the paths of pages in the language of this one: empty, or `fr/`.
  private let language: String

  /// - Parameters:
  ///   - page: its path below the site's root.
  ///   - language: what stands before the paths of pages in its language: empty, or `fr/`.
  ///   - isRooted: for a page that servers send at any address: its links start at the host's root. Without a base
  ///     URL that is where the site is taken to lie.
  init(from page: String, _ addresses: Addresses, language: String = "", isRooted: Bool = false) {
    self.language = language
    self.page = page
    self.addresses = addresses
    root = isRooted ? Self.basePath(addresses.baseURL) : nil
  }

  /// To a page in the same language: `channels/main/`.
  func page(_ path: String) -> String { to(language + path) }

  /// To a file below the site's root, or a page in its first language: `assets/style-1a2b3c4d.css`.
  func to(_ path: String) -> String {
    guard let root else { return addresses.relative(from: page, to: path) }
    let link = addresses.relative(from: "", to: path)
    return root + (link == "./" ? "" : link)
  }

  func media(_ path: String) -> String {
    addresses.mediaIsBesidePages ? to(path) : addresses.media(from: page, to: path)
  }

  /// A link that a person wrote: as it is with a scheme, a `/` or a `#` at its start, else below the site's root.
  func written(_ link: String) -> String {
    let first = link.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return first.isEmpty || first.contains(":") ? link : to(link)
  }

  /// `/` or `/videos/` of `https://host/videos/`.
  private static func basePath(_ baseURL: String?) -> String {
    guard let baseURL, let scheme = baseURL.firstRange(of: "://") else { return "/" }
    let path = baseURL[scheme.upperBound...].drop { $0 != "/" }
    return path.isEmpty ? "/" : String(path)
  }
}
