import Catalog
import Facts
import JSON
import Templates

/// oEmbed 1.0 as a file a video: what Mastodon and forums make a player of (contracts/activitypub.md part 3).
enum OEmbed {
  /// In pixels, of the longer side: a file cannot heed `maxwidth`, so it stays small.
  private static let side = 640

  static func documents(_ context: SiteContext, _ base: String) -> [Document] {
    context.catalog.videos.enumerated().filter { $1.privacy == .public }.map { index, video in
      var digest = InputDigest("oembed 3")
      digest.add(context.siteDigest)
      digest.add(context.videoDigests[index])
      if let channel = context.channelDigests[video.channel] { digest.add(channel) }
      return Document(path: context.addresses.videoFolder(video) + "oembed.json", inputs: digest.finish()) {
        json(FeedItem(video, context, base), context, base).bytes
      }
    }
  }

  private static func json(_ item: FeedItem, _ context: SiteContext, _ base: String) -> JSON {
    let (width, height) = size(item.video)
    return .object(present: [
      "type": "video",
      "version": "1.0",
      "title": .string(item.video.title),
      "author_name": .string(item.channelTitle),
      "author_url": .string(item.channelPage),
      "provider_name": .string(context.site.title),
      "provider_url": .string(base),
      "width": .integer(Int64(width)),
      "height": .integer(Int64(height)),
      "html": .string(
        "<iframe width=\"\(width)\" height=\"\(height)\" src=\"\(htmlEscaped(item.embed))\" "
          + "title=\"\(htmlEscaped(item.video.title))\" frameborder=\"0\" allow=\"autoplay; fullscreen\" allowfullscreen></iframe>"
      ),
      // All three or none.
      "thumbnail_url": (item.shownThumbnail?.url).map(JSON.string),
      "thumbnail_width": item.shownThumbnail.map { .integer(Int64($0.facts.width)) },
      "thumbnail_height": item.shownThumbnail.map { .integer(Int64($0.facts.height)) },
      "cache_age": .integer(86_400),
    ])
  }

  /// Of the frame.
  static func size(_ video: Video) -> (width: Int, height: Int) {
    guard let shown = video.facts.renditions.first, shown.width > 0, shown.height > 0 else {
      return (side, side * 9 / 16)
    }
    return shown.width >= shown.height
      ? (side, max(1, side * shown.height / shown.width)) : (max(1, side * shown.width / shown.height), side)
  }
}
