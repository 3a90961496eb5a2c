import ActivityPub
public import Catalog
public import Diagnostics
import Hashing
import JSON

/// What other servers read: actors, outboxes, videos, WebFinger, NodeInfo (contracts/activitypub.md part 4).
public enum Federation {
  /// The user name of the actor that stands for the site itself.
  public static var applicationName: String { Identities.application }

  /// The user names whose keys the documents need, sorted: the account's, every channel's and the site's own; none without a base URL.
  public static func actorNames(_ catalog: Catalog) -> [String] {
    guard let identities = Identities(catalog.site) else { return [] }
    return Set(catalog.channels.map(\.name) + [identities.account, applicationName]).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  }

  public static func documents(_ context: SiteContext) -> (documents: [Document], diagnostics: [Diagnostic]) {
    guard let identities = Identities(context.site) else { return ([], []) }
    let site = FederatedSite(context, identities)
    var diagnostics = site.diagnostics
    var documents = HostDocuments.documents(site)
    let actors = ActorDocuments.documents(site)
    documents += actors.documents + OutboxDocuments.documents(site) + PlaylistDocuments.documents(site)
    diagnostics += actors.diagnostics
    for (index, video) in site.videos {
      let part = VideoDocuments.documents(video, context.videoDigests[index], site)
      documents += part.documents
      diagnostics += part.diagnostics
    }
    documents += context.input.tombstones.map { TombstoneDocuments.document($0, site) }
    return (documents, diagnostics)
  }
}

/// The part of the catalog that other servers may see: public videos of channels that can be actors.
struct FederatedSite: Sendable {
  let context: SiteContext
  let identities: Identities
  /// In the order of the catalog.
  let channels: [Channel]
  /// Newest first, each with its place in `catalog.videos`.
  let videos: [(index: Int, video: Video)]
  let playlists: [List]
  /// Is there an actor for the site itself? Not where a channel or the account has its name.
  let hasApplication: Bool
  let diagnostics: [Diagnostic]

  init(_ context: SiteContext, _ identities: Identities) {
    self.context = context
    self.identities = identities
    var diagnostics: [Diagnostic] = []
    if !identities.isHTTPS || !identities.isPublicHost { diagnostics.append(.baseURLNotFederated(identities.base)) }
    if identities.basePath != "/" {
      diagnostics.append(.hostRootFiles(HostDocuments.rootFiles, root: identities.origin, base: identities.base))
    }
    channels = context.catalog.channels.filter { channel in
      // Accounts and channels share one name space in PeerTube, without regard to case.
      if channel.name.lowercased() == identities.account.lowercased() {
        diagnostics.append(.channelNamedAsAccount(channel.name))
        return false
      }
      if !Limits.isUserName(channel.name) { diagnostics.append(.userNameRefused(channel.name)) }
      return true
    }
    if !Limits.isUserName(identities.account) { diagnostics.append(.userNameRefused(identities.account)) }
    let names = Set(channels.map(\.name))
    videos = context.catalog.videos.enumerated().filter { $1.privacy == .public && names.contains($1.channel) }
      .map { (index: $0, video: $1) }
    playlists = Self.lists(context.catalog, videos.map(\.video), channels: names)
    let isTaken = names.union([identities.account]).contains { $0.lowercased() == Identities.application }
    if isTaken { diagnostics.append(.applicationNameTaken(Identities.application)) }
    hasApplication = !isTaken
    self.diagnostics = diagnostics
  }

  /// A document that is a function of the site's configuration and of what `add` puts into the digest.
  func document(
    _ path: String, _ kind: String, _ add: (inout InputDigest) -> Void = { _ in },
    json: @escaping @Sendable () -> JSON
  ) -> Document {
    var digest = InputDigest(kind)
    digest.add(context.siteDigest)
    digest.add(path)
    add(&digest)
    return Document(path: path, inputs: digest.finish()) { json().bytes }
  }
}
