import Catalog

/// The addresses that other servers know this site by. Only with a base URL.
///
/// An id is for life, so all of these are functions of the base URL and of names that never change.
struct Identities: Sendable {
  /// Ends with `/`.
  let base: String
  /// `videos.example.org`, with the port where one is written: what stands behind the `@`.
  let host: String
  /// `/` or `/videos/`: where the site lies on its host.
  let basePath: String
  let account: String

  init?(_ site: SiteConfig) {
    guard let base = site.baseURL, let scheme = base.firstRange(of: "://") else { return nil }
    let rest = base[scheme.upperBound...]
    host = String(rest.prefix { $0 != "/" }).lowercased()
    basePath = rest.contains("/") ? String(rest.drop { $0 != "/" }) : "/"
    self.base = base
    account = site.account.username
  }

  var isHTTPS: Bool { base.hasPrefix("https://") }
  /// PeerTube refuses hosts without a dot: `localhost`.
  var isPublicHost: Bool { host.prefix { $0 != ":" }.contains(".") && !host.hasPrefix("127.") }
  /// `https://videos.example.org/`
  var origin: String { String(base.dropLast(basePath.utf8.count)) + "/" }

  // MARK: Paths below the site's root

  static func account(_ name: String) -> String { "accounts/\(name)/" }
  static func channel(_ name: String) -> String { "channels/\(name)/" }
  var accountFolder: String { Self.account(account) }
  var playlists: String { accountFolder + "playlists.jsonld" }
  /// The user name of the Application that stands for the site itself, as PeerTube's is `peertube`.
  static let application = "bobine"
  static var applicationFolder: String { account(application) }
  static func playlist(_ slug: String) -> String { "playlists/\(slug)/playlist.jsonld" }
  /// The folder of the id of a video: it may be another than that of its present page.
  static func idFolder(_ idPath: String) -> String {
    idPath.lastIndex(of: "/").map { String(idPath[...$0]) } ?? ""
  }
  func webFinger(_ name: String) -> String { ".well-known/wf/acct:\(name)@\(host).json" }

  // MARK: URLs

  func url(_ path: String) -> String { base + path }
  func actor(in folder: String) -> String { url(folder + "actor.jsonld") }
  var person: String { actor(in: accountFolder) }
  func group(_ channel: String) -> String { actor(in: Self.channel(channel)) }
  func followers(in folder: String) -> String { url(folder + "followers.jsonld") }
  /// Of every video: a static site counts nobody.
  var likes: String { url(accountFolder + "empty-likes.jsonld") }
  var dislikes: String { url(accountFolder + "empty-dislikes.jsonld") }
}
