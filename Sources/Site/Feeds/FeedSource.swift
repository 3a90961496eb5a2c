import Catalog
import Hashing

/// What one feed shows, in whatever form: the site's or a channel's newest videos.
struct FeedSource: Sendable {
  enum Form: String {
    case rss = "feed.xml"
    case atom = "atom.xml"
    case json = "feed.json"
  }

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

  /// Below the site's root, in the folder of its language.
  var folder: String { context.root + (channel.map { context.addresses.channelFolder($0.name) } ?? "") }
  var page: String { base + folder }
  var title: String { channel.map { "\($0.title) – \(context.site.title)" } ?? context.site.title }
  var description: String {
    let text = channel?.summary ?? context.site.description ?? ""
    return text.isEmpty ? title : text
  }
  /// Of its texts: of a translated feed that of the translation, else what the channel says.
  var language: String { (context.root.isEmpty ? channel?.language : nil) ?? context.site.language }
  func url(_ form: Form) -> String { page + form.rawValue }

  /// Of the newest change that the feed shows; nil for an empty feed. Never the time of the build.
  var updated: Instant? { videos.map { max($0.video.date, $0.video.updated) }.max { $0.seconds < $1.seconds } }

  /// A UUID of the feed for life: made of the address at which it first stood, so that a site may move.
  func uuid(_ form: Form) -> String {
    PodcastGUID.make((context.catalog.firstBaseURL ?? base) + folder + form.rawValue)
  }

  /// JPEG or PNG of the channel, or of the only one that a site has, with its URL.
  var avatar: (url: String, picture: Channel.Picture)? { picture(\.avatar) }
  var banner: (url: String, picture: Channel.Picture)? { picture(\.banner) }

  private func picture(_ kind: KeyPath<Channel, Channel.Picture?>) -> (url: String, picture: Channel.Picture)? {
    let channels = context.catalog.channels
    let shown = channel ?? (channels.count == 1 ? channels.first : nil)
    return shown?[keyPath: kind].map { (base + $0.publishedPath, $0) }
  }

  /// What most of its videos are about, else the site's own.
  var category: Int? {
    var counts: [Int: Int] = [:]
    for category in videos.compactMap(\.video.category) { counts[category, default: 0] += 1 }
    let most = counts.max { a, b in a.value == b.value ? a.key > b.key : a.value < b.value }
    return most?.key ?? context.site.category
  }

  /// A file of the feed's folder that is a function of the configuration, the channel and the videos shown.
  func document(_ form: Form, _ kind: String, render: @escaping @Sendable () -> [UInt8]) -> Document {
    var digest = InputDigest(kind)
    digest.add(context.siteDigest)
    digest.add(context.root)
    digest.add(context.catalog.firstBaseURL)
    for channel in context.catalog.channels {
      if let inputs = context.channelDigests[channel.name] { digest.add(inputs) }
    }
    for entry in videos { digest.add(context.videoDigests[entry.index]) }
    return Document(path: folder + form.rawValue, inputs: digest.finish(), render: render)
  }

  func items() -> [FeedItem] {
    videos.map { FeedItem($0.video, context, base) }
  }
}

/// Podcasting 2.0's `podcast:guid`: a UUID version 5 (RFC 9562, section 5.5) of the feed's address without its scheme.
enum PodcastGUID {
  static func make(_ url: String) -> String {
    let space: [UInt8] = [
      0xEA, 0xD4, 0xC2, 0x36, 0xBF, 0x58, 0x58, 0xC6, 0xA2, 0xC6, 0xA6, 0xB2, 0x8D, 0x12, 0x8C, 0xB6,
    ]
    var name = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    while name.hasSuffix("/") { name = name.dropLast() }
    var bytes = Array(SHA1.hash(space + Array(name.utf8)).bytes.prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    var rest = Hex.encode(bytes)[...]
    var parts: [Substring] = []
    for length in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return parts.joined(separator: "-")
  }
}
