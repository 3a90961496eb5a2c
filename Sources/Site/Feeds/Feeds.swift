import Catalog
public import Diagnostics
import Hashing

/// What feed readers, podcast programs, search engines and other sites read.
public enum Feeds {
  public static func documents(_ context: SiteContext) -> (documents: [Document], diagnostics: [Diagnostic]) {
    var documents = [noJekyll, Robots.document(context)]
    guard let base = context.addresses.baseURL else { return (documents, []) }
    for language in context.languages.entries.indices {
      let localized = context.localized(language)
      let feeds = FeedSource.all(localized, base)
      for feed in feeds {
        documents.append(feed.document(.rss, "rss 2") { RSS.document(feed) })
        documents.append(feed.document(.atom, "atom 2") { Atom.document(feed) })
        documents.append(feed.document(.json, "json feed 2") { JSONFeed.document(feed) })
      }
      documents.append(OPML.document(localized, feeds))
    }
    documents += Sitemap.documents(context, base)
    documents += OEmbed.documents(context, base)
    return (documents, [])
  }

  /// GitHub's Pages leave out files whose names begin with a dot or `_` unless this file is there.
  private static var noJekyll: Document {
    Document(path: ".nojekyll", inputs: InputDigest("nojekyll 1").finish()) { [] }
  }
}
