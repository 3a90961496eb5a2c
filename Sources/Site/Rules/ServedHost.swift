/// One host of a server's configuration: a name, an address to listen at, and folders below it.
struct ServedHost: Sendable {
  /// A folder of the disk at a path of the host.
  struct Mount: Sendable {
    enum Kind: Sendable { case pages, media }

    var kind: Kind
    /// Without a `/` at the end: empty, or `/videos`.
    var prefix: String
    var folder: String

    /// Where media lie below it, without a `/` at the start.
    var mediaFolder: String { kind == .pages ? "media/" : "" }
  }

  /// Without a port; nil where the site has no address.
  var name: String?
  /// An address of the network, or every interface.
  var listen: ListenAddress
  /// Did the command line say where to listen?
  var isListenGiven: Bool
  /// Is it the address of every site, port 80 or 443?
  var isUsual: Bool
  /// Does the address of the site begin with `https://`?
  var isSecure: Bool
  /// The more specific first.
  var mounts: [Mount]

  /// Does a plain address lead on to the secure one? Only where both are the usual ones.
  var redirectsFromPlain: Bool { isUsual && listen.port == 443 }

  var pages: Mount? { mounts.first { $0.kind == .pages } }

  /// The host of the pages, and that of the media if it is another.
  static func all(_ facts: RuleFacts, _ place: ServerPlace) -> [ServedHost] {
    let origin = facts.origin, prefix = String(facts.basePath.dropLast())
    let pages = Mount(kind: .pages, prefix: prefix, folder: place.root)
    var host = ServedHost(origin, place.listen, place, [pages])
    guard let media = facts.media else {
      // Beside the pages, but on another disk.
      if place.mediaRoot != place.root + "/media" {
        host.mounts.insert(Mount(kind: .media, prefix: prefix + "/media", folder: place.mediaRoot), at: 0)
      }
      return [host]
    }
    let mount = Mount(kind: .media, prefix: String(media.path.dropLast()), folder: place.mediaRoot)
    if let origin, origin.host == media.host, origin.port == media.port {
      // A place inside of the other comes first.
      host.mounts.insert(mount, at: mount.prefix.hasPrefix(prefix) ? 0 : 1)
      return [host]
    }
    return [host, ServedHost(media, place.mediaListen, place, [mount])]
  }

  private init(_ origin: WebOrigin?, _ listen: ListenAddress?, _ place: ServerPlace, _ mounts: [Mount]) {
    name = origin?.host
    isSecure = origin?.isSecure ?? false
    // Without a certificate a server that speaks TLS does not start: the plain one runs, and the other is prepared.
    let usual = isSecure && place.certificate != nil ? 443 : 80
    self.listen = listen ?? ListenAddress(port: origin?.port ?? usual)
    isListenGiven = listen != nil
    isUsual = listen == nil && origin?.port == nil
    self.mounts = mounts
  }
}

/// What an absolute address says of its server.
struct WebOrigin: Sendable, Hashable {
  var isSecure: Bool
  /// In lower case, without a port.
  var host: String
  /// Where one is written.
  var port: Int?
  /// `/`, or `/videos/`.
  var path: String

  init?(_ url: String) {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    isSecure = url.hasPrefix("https:")
    let rest = url[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" }.lowercased()
    path = rest.contains("/") ? String(rest.drop { $0 != "/" }) : "/"
    if let colon = authority.lastIndex(of: ":"), let number = Int(authority[authority.index(after: colon)...]) {
      host = String(authority[..<colon])
      port = number
    } else {
      host = authority
      port = nil
    }
  }
}
