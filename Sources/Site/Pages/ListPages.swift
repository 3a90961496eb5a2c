import Catalog
import Templates

/// `index.html`, `page/2/` ...: every listed video, newest first.
enum HomePages {
  static func documents(_ site: PageSite) -> [Document] {
    ListPage.pages(of: site.listed, perPage: site.site.perPage, folder: site.root).map { page in
      var inputs = site.inputs("home 3")
      page.addInputs(to: &inputs, site)
      if page.number == 1 {
        for list in site.playlists {
          inputs.add([list.playlist.slug, list.playlist.title, list.playlist.written.title ?? ""])
          inputs.add(list.videos.count)
        }
      }
      return site.document(page.path, template: "home", inputs: inputs.finish()) { value(page, $0) }
    }
  }

  private static func value(_ page: ListPage, _ site: PageSite) -> Value {
    let links = site.links(from: page.path)
    var frame = Frame(site, links, title: page.title(site.words["latest"], site), path: page.path)
    frame.isHome = page.number == 1
    frame.description = site.site.description
    frame.metadata = page.number == 1 ? .home(page.videos, site) : .list(page.videos, site)
    frame.previous = page.link(page.number - 1, links)
    frame.next = page.link(page.number + 1, links)
    // The newest video of all stands out.
    var rest = page
    let spotlight = page.number == 1 && !page.videos.isEmpty ? rest.videos.removeFirst() : nil
    return frame.value([
      "heading": .text(page.title(site.words["latest"], site)),
      "spotlight": spotlight.map { Card.value(site.catalog.videos[$0], site, links) } ?? .absent,
      "cards": rest.cards(site, links),
      "hasCards": .bool(!rest.videos.isEmpty),
      "isEmpty": .bool(page.total == 0),
      "hasPlaylists": .bool(page.number == 1 && !site.playlists.isEmpty),
      "playlists": PlaylistPages.links(site, links),
      "pagination": page.pagination(site, links),
    ])
  }
}

/// `channels/<name>/`, `channels/<name>/page/2/` ...
enum ChannelPages {
  static func documents(_ site: PageSite) -> [Document] {
    site.catalog.channels.flatMap { channel in
      let videos = site.listedByChannel[channel.name] ?? []
      let folder = site.root + site.addresses.channelFolder(channel.name)
      return ListPage.pages(of: videos, perPage: site.site.perPage, folder: folder).map { page in
        var inputs = site.inputs("channel 2")
        if let digest = site.context.channelDigests[channel.name] { inputs.add(digest) }
        page.addInputs(to: &inputs, site)
        return site.document(page.path, template: "channel", inputs: inputs.finish()) { value(channel, page, $0) }
      }
    }
  }

  private static func value(_ channel: Channel, _ page: ListPage, _ site: PageSite) -> Value {
    let links = site.links(from: page.path)
    var frame = Frame(site, links, title: page.title(channel.title, site), path: page.path)
    frame.description = channel.summary.isEmpty ? nil : channel.summary
    frame.currentChannel = channel.name
    frame.previous = page.link(page.number - 1, links)
    frame.next = page.link(page.number + 1, links)
    frame.metadata = Metadata.channel(channel, site)
    let own: [String: Value] = [
      "title": .text(channel.title),
      "lang": site.foreign(channel.written.title),
      "textLang": site.foreign(channel.written.text),
      "text": page.number == 1 && !channel.bodyHTML.isEmpty ? .html(channel.bodyHTML) : .absent,
      "summary": .text(channel.summary),
      "support": .optional(channel.support),
      "banner": channel.banner.map {
        [
          "src": .text(links.to($0.publishedPath)), "width": .number(Int64($0.width)),
          "height": .number(Int64($0.height)),
        ]
      } ?? .absent,
      "badge": ChannelBadge.value(channel.name, site, links),
      "count": .text(site.words.count("videos", page.total)),
      "handle": .optional(site.host.map { "@\(channel.name)@\($0)" }),
      "first": .bool(page.number == 1),
    ]
    return frame.value([
      "channel": .object(own), "cards": page.cards(site, links), "isEmpty": .bool(page.total == 0),
      "pagination": page.pagination(site, links),
    ])
  }
}

/// `404.html`: what servers send where nothing lies.
enum NotFoundPage {
  static func document(_ site: PageSite) -> Document {
    var inputs = site.inputs("not-found 1")
    let newest = Array(site.listed.prefix(4))
    for video in newest { inputs.add(site.cardDigests[video]) }
    return site.document("404.html", template: "404", inputs: inputs.finish()) { site in
      let links = PageLinks(from: "404.html", site.addresses, isRooted: true)
      var frame = Frame(site, links, title: site.words["not-found"], path: nil)
      frame.isIndexed = false
      return frame.value([
        "cards": .list(newest.map { Card.value(site.catalog.videos[$0], site, links) }),
        "isEmpty": .bool(newest.isEmpty),
      ])
    }
  }
}

extension PageSite {
  /// `videos.example.org`, what stands behind the second `@` of a fediverse handle; nil without a base URL.
  var host: String? {
    guard let base = site.baseURL, let scheme = base.firstRange(of: "://") else { return nil }
    return base[scheme.upperBound...].prefix { $0 != "/" }.lowercased()
  }
}
