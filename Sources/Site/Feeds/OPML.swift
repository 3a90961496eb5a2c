import Catalog
import Hashing

/// OPML 2.0: the site's feed and every channel's, for a reader to take all at once.
enum OPML {
  static func document(_ context: SiteContext, _ feeds: [FeedSource]) -> Document {
    var digest = InputDigest("opml 2")
    digest.add(context.siteDigest)
    digest.add(context.root)
    for feed in feeds { digest.add([feed.title, feed.page, feed.description, feed.language]) }
    let title = context.site.title
    return Document(path: context.root + "opml.xml", inputs: digest.finish()) {
      XML("opml", ["version": "2.0"]) {
        XML("head") { XML("title", title) }
        XML("body") {
          feeds.map { feed in
            XML(
              "outline",
              [
                "type": "rss", "version": "RSS2", "text": feed.title, "title": feed.title,
                "description": feed.description, "language": feed.language, "xmlUrl": feed.url(.rss),
                "htmlUrl": feed.page,
              ])
          }
        }
      }.document
    }
  }
}
