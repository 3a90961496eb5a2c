import Catalog
public import Diagnostics
import Hashing

/// What feed readers, podcast programs, search engines and other sites read.
public enum Feeds {
  public static func documents(_ context: SiteContext) -> (documents: [Document], diagnostics: [Diagnostic]) {
    var documents = [noJekyll, Robots.document(context)]
    guard let base = context.addresses.baseURL else { return (documents, []) }
    let feeds = FeedSource.all(context, base)
    for feed in feeds {
      documents.append(feed.document("feed.xml", "rss 1") { RSS.document(feed) })
      documents.append(feed.document("atom.xml", "atom 1") { Atom.document(feed) })
      documents.append(feed.document("feed.json", "json feed 1") { JSONFeed.document(feed) })
    }
    documents.append(OPML.document(context, feeds))
    documents += Sitemap.documents(context, base)
    documents += OEmbed.documents(context, base)
    return (documents, [])
  }

  /// GitHub's Pages leave out files whose names begin with a dot or `_` unless this file is there.
  private static var noJekyll: Document {
    Document(path: ".nojekyll", inputs: InputDigest("nojekyll 1").finish()) { [] }
  }
}

/// What one feed shows, in whatever form: the site's or a channel's newest videos.
struct FeedSource: Sendable {
  let context: SiteContext
  /// Ends with `/`.
  let base: String
  let channel: Channel?
  /// Newest first, at most `feed_items`.
  let videos: [(index: Int, video: Video)]

  static func all(_ context: SiteContext, _ base: String) -> [FeedSource] {
    let listed = context.catalog.videos.enumerated().filter { $1.privacy == .public }.map { (index: $0, video: $1) }
    let byChannel = Dictionary(grouping: listed) { $0.video.channel }
    let limit = max(1, context.site.feedItems)
    return [FeedSource(context: context, base: base, channel: nil, videos: Array(listed.prefix(limit)))]
      + context.catalog.channels.map { channel in
        FeedSource(
          context: context, base: base, channel: channel, videos: Array((byChannel[channel.name] ?? []).prefix(limit)))
      }
  }

  var folder: String { channel.map { context.addresses.channelFolder($0.name) } ?? "" }
  var page: String { base + folder }
  var title: String { channel.map { "\($0.title) – \(context.site.title)" } ?? context.site.title }
  var description: String {
    let text = channel?.summary ?? context.site.description ?? ""
    return text.isEmpty ? title : text
  }
  var language: String { channel?.language ?? context.site.language }
  func url(_ file: String) -> String { page + file }

  /// Of the newest change that the feed shows; nil for an empty feed. Never the time of the build.
  var updated: Instant? { videos.map { max($0.video.date, $0.video.updated) }.max { $0.seconds < $1.seconds } }

  /// JPEG or PNG of the channel, with its URL.
  var avatar: (url: String, picture: Channel.Picture)? {
    channel?.avatar.map { (base + $0.publishedPath, $0) }
  }

  /// A file of the feed's folder that is a function of the configuration, the channel and the videos shown.
  func document(_ name: String, _ kind: String, render: @escaping @Sendable () -> [UInt8]) -> Document {
    var digest = InputDigest(kind)
    digest.add(context.siteDigest)
    for channel in context.catalog.channels {
      if let inputs = context.channelDigests[channel.name] { digest.add(inputs) }
    }
    for entry in videos { digest.add(context.videoDigests[entry.index]) }
    return Document(path: folder + name, inputs: digest.finish(), render: render)
  }

  func items() -> [FeedItem] {
    videos.map { FeedItem($0.video, context, base) }
  }
}
