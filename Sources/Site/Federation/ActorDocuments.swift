import ActivityPub
import Catalog
import Diagnostics

/// The account (a Person), the channels (Groups) and the site itself (an Application), each with its collections.
enum ActorDocuments {
  static func documents(_ site: FederatedSite) -> (documents: [Document], diagnostics: [Diagnostic]) {
    var documents = person(site) + site.channels.flatMap { group($0, site) } + application(site)
    var diagnostics: [Diagnostic] = []
    let names = [site.identities.account] + site.channels.map(\.name)
    for name in names + (site.hasApplication ? [Identities.application] : [])
    where site.context.input.publicKeys[name] == nil {
      diagnostics.append(.actorWithoutKey(name))
    }
    for channel in site.channels {
      for picture in [channel.avatar, channel.banner] {
        if let picture, picture.mediaType != "image/jpeg" {
          diagnostics.append(.actorPictureNotJPEG(channel: channel.name, picture.contentPath))
        }
      }
    }
    for path in [site.identities.likes, site.identities.dislikes] {
      documents.append(empty(String(path.dropFirst(site.identities.base.count)), site))
    }
    return (documents, diagnostics)
  }

  private static func person(_ site: FederatedSite) -> [Document] {
    let ids = site.identities
    let account = site.context.site.account
    let folder = ids.accountFolder
    return collections(folder, site)
      + actor(folder, account.username, site) { key in
        Actor(
          kind: .person, id: ids.person, userName: account.username, name: account.name, summary: account.description,
          page: ids.base, inbox: ids.url(folder + "inbox.jsonld"), outbox: ids.url(folder + "outbox.jsonld"),
          followers: ids.followers(in: folder), following: ids.url(folder + "following.jsonld"),
          playlists: site.playlists.isEmpty ? nil : ids.url(ids.playlists), publicKeyPEM: key)
      }
  }

  /// Found by the link in NodeInfo (FEP-2677): who follows it follows every video of the site.
  private static func application(_ site: FederatedSite) -> [Document] {
    guard site.hasApplication else { return [] }
    let ids = site.identities
    let folder = Identities.applicationFolder
    let title = site.context.site.title
    return collections(folder, site)
      + actor(folder, Identities.application, site) { key in
        Actor(
          kind: .application, id: ids.actor(in: folder), userName: Identities.application, name: title, page: ids.base,
          inbox: ids.url(folder + "inbox.jsonld"), outbox: ids.url(folder + "outbox.jsonld"),
          followers: ids.followers(in: folder), following: ids.url(folder + "following.jsonld"), publicKeyPEM: key)
      }
  }

  private static func group(_ channel: Channel, _ site: FederatedSite) -> [Document] {
    let ids = site.identities
    let folder = Identities.channel(channel.name)
    let newest = site.videos.lazy.filter { $0.video.channel == channel.name }.prefix(Limits.featured)
      .map { ids.url($0.video.idPath) }
    let featured = Array(newest)
    let featuredDocument = site.document(folder + "featured.jsonld", "featured 1", { $0.add(featured) }) {
      FlatCollection(id: ids.url(folder + "featured.jsonld"), items: featured).json
    }
    return collections(folder, site) + [featuredDocument]
      + actor(folder, channel.name, site) { key in
        Actor(
          kind: .group, id: ids.group(channel.name), userName: channel.name, name: channel.title,
          summary: channel.summary, page: ids.url(folder), inbox: ids.url(folder + "inbox.jsonld"),
          outbox: ids.url(folder + "outbox.jsonld"), followers: ids.followers(in: folder),
          following: ids.url(folder + "following.jsonld"), featured: ids.url(folder + "featured.jsonld"),
          support: channel.support, owner: ids.person, publicKeyPEM: key, icon: image(channel.avatar, ids),
          image: image(channel.banner, ids))
      }
  }

  /// Nothing without its key: PeerTube refuses an actor that has none, and a key that changes makes it another actor.
  private static func actor(
    _ folder: String, _ name: String, _ site: FederatedSite, _ value: @escaping @Sendable (String) -> Actor
  ) -> [Document] {
    guard let key = site.context.input.publicKeys[name] else { return [] }
    let channel = site.context.channelDigests[name]
    return [
      site.document(
        folder + "actor.jsonld", "actor 3",
        { digest in
          digest.add(key)
          digest.add(folder == site.identities.accountFolder && !site.playlists.isEmpty)
          if let channel { digest.add(channel) }
        }
      ) { value(key).json }
    ]
  }

  private static func collections(_ folder: String, _ site: FederatedSite) -> [Document] {
    ["followers", "following", "inbox"].map { empty("\(folder)\($0).jsonld", site) }
  }

  private static func empty(_ path: String, _ site: FederatedSite) -> Document {
    let id = site.identities.url(path)
    return site.document(path, "empty collection 1") { FlatCollection(id: id).json }
  }

  /// JPEG alone: what another form is, a diagnostic has said.
  private static func image(_ picture: Channel.Picture?, _ ids: Identities) -> [Image] {
    guard let picture, picture.mediaType == "image/jpeg" else { return [] }
    return [Image(url: ids.url(picture.publishedPath), width: picture.width, height: picture.height)]
  }
}
