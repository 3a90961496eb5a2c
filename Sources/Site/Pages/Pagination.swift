import Catalog
import Hashing
import Templates

/// One page of a list that may need several: `tags/music/`, `tags/music/page/2/`.
struct ListPage: Sendable {
  /// Below the site's root; empty or with `/` at its end.
  var folder: String
  /// From 1.
  var number: Int
  var count: Int
  /// Indices into `catalog.videos`.
  var videos: [Int]
  /// Of the whole list.
  var total: Int
  /// The place of its first video in the whole list.
  var first: Int

  var path: String { Self.path(folder, number) }

  /// At least one page, also of an empty list.
  static func pages(of videos: [Int], perPage: Int, folder: String) -> [ListPage] {
    let size = max(1, perPage)
    let count = max(1, (videos.count + size - 1) / size)
    return (1...count).map { number in
      let start = (number - 1) * size
      return ListPage(
        folder: folder, number: number, count: count, videos: Array(videos.dropFirst(start).prefix(size)),
        total: videos.count, first: start)
    }
  }

  /// What a list that runs beside that of the videos has on this page.
  func part<Element>(of list: [Element]) -> [Element] {
    Array(list.prefix(videos.isEmpty ? 0 : first + videos.count).dropFirst(first))
  }

  func addInputs(to digest: inout InputDigest, _ site: PageSite) {
    digest.add(number)
    digest.add(count)
    digest.add(total)
    for video in videos { digest.add(site.cardDigests[video]) }
  }

  func cards(_ site: PageSite, _ links: PageLinks) -> Value {
    .list(videos.map { Card.value(site.catalog.videos[$0], site, links) })
  }

  func link(_ other: Int, _ links: PageLinks) -> String? {
    (1...count).contains(other) && other != number ? links.to(Self.path(folder, other)) : nil
  }

  /// Absent where there is one page only.
  func pagination(_ site: PageSite, _ links: PageLinks) -> Value {
    guard count > 1 else { return .absent }
    let shown = ([1, count] + (number - 1...number + 1)).filter { (1...count).contains($0) }
    var entries: [Value] = []
    var last = 0
    for page in Set(shown).sorted() {
      let isGap = page > last + 1
      entries.append([
        "gap": .bool(isGap), "number": .number(Int64(page)), "url": .text(links.to(Self.path(folder, page))),
        "current": .bool(page == number),
        "label": .text(site.words.sentence("page-n", ["n": String(page)])),
      ])
      last = page
    }
    return [
      "previous": .optional(link(number - 1, links)), "next": .optional(link(number + 1, links)),
      "pages": .list(entries),
    ]
  }

  /// "Music" on the first page, "Music, page 2" on the second.
  func title(_ title: String, _ site: PageSite) -> String {
    number == 1 ? title : site.words.sentence("title-page", ["title": title, "n": String(number)])
  }

  private static func path(_ folder: String, _ number: Int) -> String {
    folder + (number == 1 ? "index.html" : "page/\(number)/index.html")
  }
}
