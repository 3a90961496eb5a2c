import Catalog
import Templates

/// `playlists/<slug>/`, `playlists/<slug>/page/2/` ...: written lists, in their own order.
enum PlaylistPages {
  static func documents(_ site: PageSite) -> [Document] {
    site.playlists.flatMap { list in
      let folder = site.root + site.addresses.playlistFolder(list.playlist.slug)
      return ListPage.pages(of: list.videos, perPage: site.site.perPage, folder: folder).map { page in
        var inputs = site.inputs("playlist 4")
        inputs.add([list.playlist.title, list.playlist.summary, list.playlist.bodyHTML, "\(list.playlist.written)"])
        page.addInputs(to: &inputs, site)
        let parts = page.part(of: list.entries).map(\.part)
        for part in parts { inputs.add("\(part)") }
        return site.document(page.path, template: "playlist", inputs: inputs.finish()) {
          value(list.playlist, page, parts, $0)
        }
      }
    }
  }

  private static func value(
    _ playlist: Playlist, _ page: ListPage, _ parts: [Playlist.Entry], _ site: PageSite
  ) -> Value {
    let links = site.links(from: page.path)
    var frame = Frame(site, links, title: page.title(playlist.title, site), path: page.path)
    frame.description = playlist.summary.isEmpty ? nil : playlist.summary
    frame.previous = page.link(page.number - 1, links)
    frame.next = page.link(page.number + 1, links)
    frame.metadata = .list(page.videos, site)
    return frame.value([
      "playlist": [
        "title": .text(playlist.title), "lang": site.foreign(playlist.written.title),
        "textLang": site.foreign(playlist.written.text), "count": .text(site.words.count("videos", page.total)),
        "text": page.number == 1 && !playlist.bodyHTML.isEmpty ? .html(playlist.bodyHTML) : .absent,
      ],
      "cards": .list(
        zip(page.videos, parts).map {
          Card.value(site.catalog.videos[$0], site, links, part: $1, list: name(playlist, page.number))
        }), "isEmpty": .bool(page.total == 0),
      "pagination": page.pagination(site, links),
    ])
  }

  /// A page of a playlist below the folder of playlists: `courses`, `courses/page/2`.
  private static func name(_ playlist: Playlist, _ number: Int) -> String {
    number == 1 ? playlist.slug : "\(playlist.slug)/page/\(number)"
  }

  /// What the home page shows of all of them.
  static func links(_ site: PageSite, _ links: PageLinks) -> Value {
    .list(
      site.playlists.map { list in
        [
          "title": .text(list.playlist.title), "lang": site.foreign(list.playlist.written.title),
          "url": .text(links.page(site.addresses.playlistFolder(list.playlist.slug))),
          "count": .text(site.words.count("videos", list.videos.count)),
        ]
      })
  }
}
