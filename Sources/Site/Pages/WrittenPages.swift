import Catalog
import Templates

/// `<slug>/`: what people write beside their videos, from `pages/<slug>.md`.
enum WrittenPages {
  static func documents(_ site: PageSite) -> [Document] {
    site.catalog.pages.filter { $0.slug != AboutPage.slug }.map { page in
      var inputs = site.inputs("page 1")
      inputs.add("\(page)")
      let path = site.root + page.slug + "/index.html"
      return site.document(path, template: "page", inputs: inputs.finish()) { site in
        var frame = Frame(site, site.links(from: path), title: page.title, path: path)
        frame.description = page.summary.isEmpty ? nil : page.summary
        return frame.value([
          "written": [
            "title": .text(page.title), "lang": site.foreign(page.written.title),
            "text": page.bodyHTML.isEmpty ? .absent : .html(page.bodyHTML),
            "textLang": site.foreign(page.written.text),
          ]
        ])
      }
    }
  }

  /// What the footer leads to: about, then the others by their addresses.
  static func links(_ site: PageSite, _ links: PageLinks) -> Value {
    let about = site.catalog.pages.first { $0.slug == AboutPage.slug }
    let first: Value = [
      "title": .text(about?.title ?? site.words["about"]), "lang": about.map { site.foreign($0.written.title) } ?? .absent,
      "url": .text(links.page(AboutPage.slug + "/")),
    ]
    let others = site.catalog.pages.filter { $0.slug != AboutPage.slug }.map { page -> Value in
      [
        "title": .text(page.title), "lang": site.foreign(page.written.title),
        "url": .text(links.page(page.slug + "/")),
      ]
    }
    return .list([first] + others)
  }
}

/// `about/`: what the site says of itself (`pages/about.md`, else its description), and every way to follow its channels.
enum AboutPage {
  static let slug = "about"

  static func document(_ site: PageSite) -> Document {
    let written = site.catalog.pages.first { $0.slug == slug }
    var inputs = site.inputs("about 1")
    inputs.add(written.map { "\($0)" })
    for channel in site.catalog.channels {
      inputs.add(channel.avatar?.publishedPath)
      inputs.add(site.listedByChannel[channel.name]?.count ?? 0)
    }
    let path = "\(site.root)\(slug)/index.html"
    return site.document(path, template: "about", inputs: inputs.finish()) { value(written, path, $0) }
  }

  private static func value(_ written: WrittenPage?, _ path: String, _ site: PageSite) -> Value {
    let links = site.links(from: path)
    var frame = Frame(site, links, title: written?.title ?? site.words["about"], path: path)
    frame.description = written.flatMap { $0.summary.isEmpty ? nil : $0.summary } ?? site.site.description
    let hasAddress = site.site.baseURL != nil
    let channels = site.catalog.channels.map { channel -> Value in
      let feeds: [Value] = hasAddress ? self.feeds(of: channel.name, site, links) : []
      return [
        "badge": ChannelBadge.value(channel.name, site, links),
        "count": .text(site.words.count("videos", site.listedByChannel[channel.name]?.count ?? 0)),
        "handle": .optional(site.host.map { "@\(channel.name)@\($0)" }),
        "feeds": .list(feeds), "hasFeeds": .bool(!feeds.isEmpty),
      ]
    }
    return frame.value([
      "about": [
        "title": .text(written?.title ?? site.words["about"]),
        "lang": written.map { site.foreign($0.written.title) } ?? .absent,
        "text": written.flatMap { $0.bodyHTML.isEmpty ? nil : .html($0.bodyHTML) } ?? .absent,
        "textLang": written.map { site.foreign($0.written.text) } ?? .absent,
        "channels": .list(channels), "canFollow": .bool(hasAddress && !channels.isEmpty),
        "opml": hasAddress ? .text(links.page("opml.xml")) : .absent,
      ]
    ])
  }

  private static func feeds(of channel: String, _ site: PageSite, _ links: PageLinks) -> [Value] {
    let folder = site.addresses.channelFolder(channel)
    let forms = [
      ("RSS", "feed.xml", "application/rss+xml"), ("Atom", "atom.xml", "application/atom+xml"),
      ("JSON", "feed.json", "application/feed+json"),
    ]
    return forms.map { label, name, type in
      ["label": .text(label), "url": .text(links.page(folder + name)), "type": .text(type)]
    }
  }
}
