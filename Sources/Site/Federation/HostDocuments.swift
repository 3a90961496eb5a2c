import Catalog
import JSON

/// What belongs to the host as a whole: WebFinger without a program, host-meta, NodeInfo.
///
/// Nothing here is called `webfinger`: Mastodon turns to host-meta after a 404 alone (contracts/activitypub.md part 4, point 7).
enum HostDocuments {
  /// What a host asks for at its own root, wherever the site lies. They name the site, so the rest may stay below it.
  static let rootFiles = [".well-known/host-meta", ".well-known/nodeinfo", "robots.txt"]

  static func documents(_ site: FederatedSite) -> [Document] {
    let ids = site.identities
    return [
      hostMeta(site), nodeInfoLinks(site), nodeInfo(site), name(ids.account, in: ids.accountFolder, page: "", site),
    ]
      + (site.hasApplication ? [name(Identities.application, in: Identities.applicationFolder, page: "", site)] : [])
      + site.channels.map { channel in
        let folder = Identities.channel(channel.name)
        return name(channel.name, in: folder, page: folder, site)
      }
  }

  /// A JRD (RFC 7033, section 4.4) for one name.
  private static func name(_ name: String, in folder: String, page: String, _ site: FederatedSite) -> Document {
    let ids = site.identities
    let actor = ids.actor(in: folder)
    return site.document(ids.webFinger(name), "webfinger 1") {
      [
        "subject": .string("acct:\(name)@\(ids.host)"),
        "aliases": [.string(actor), .string(ids.url(page))],
        "links": [
          ["rel": "self", "type": "application/activity+json", "href": .string(actor)],
          ["rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": .string(ids.url(page))],
        ],
      ]
    }
  }

  /// RFC 6415: its template leads Mastodon to one file a name.
  private static func hostMeta(_ site: FederatedSite) -> Document {
    let template = site.identities.url(".well-known/wf/{uri}.json")
    var digest = InputDigest("host-meta 1")
    digest.add(template)
    return Document(path: ".well-known/host-meta", inputs: digest.finish()) {
      XML("XRD", ["xmlns": "http://docs.oasis-open.org/ns/xri/xrd-1.0"]) {
        XML("Link", ["rel": "lrdd", "type": "application/jrd+json", "template": template])
      }.document
    }
  }

  private static func nodeInfoLinks(_ site: FederatedSite) -> Document {
    let href = site.identities.url("nodeinfo/2.1.json")
    let application = site.hasApplication ? site.identities.actor(in: Identities.applicationFolder) : nil
    return site.document(".well-known/nodeinfo", "nodeinfo links 2", { $0.add(application) }) {
      var links: [JSON] = [["rel": "http://nodeinfo.diaspora.software/ns/schema/2.1", "href": .string(href)]]
      // FEP-2677: where a server looks for whom to follow when it follows the site as a whole.
      if let application {
        links.append(["rel": "https://www.w3.org/ns/activitystreams#Application", "href": .string(application)])
      }
      return ["links": .array(links)]
    }
  }

  private static func nodeInfo(_ site: FederatedSite) -> Document {
    let posts = site.videos.count
    let title = site.context.site.title
    return site.document("nodeinfo/2.1.json", "nodeinfo 1", { $0.add(posts) }) {
      [
        "version": "2.1",
        "software": ["name": "bobine", "version": .string(Generator.version)],
        "protocols": ["activitypub"],
        "services": ["inbound": [], "outbound": ["atom1.0", "rss2.0"]],
        "openRegistrations": false,
        "usage": ["users": ["total": 1], "localPosts": .integer(Int64(posts))],
        "metadata": ["nodeName": .string(title)],
      ]
    }
  }
}

/// How a site names the program that made it.
enum Generator {
  static let name = "Bobine"
  /// Raised by hand with a release, so that an upgrade alone does not change every feed.
  static let version = "0.1.0"
}
