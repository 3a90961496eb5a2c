import Catalog
import Facts
import JSON

/// JSON Feed 1.1.
enum JSONFeed {
  static func document(_ feed: FeedSource) -> [UInt8] {
    JSON.object(present: [
      "version": "https://jsonfeed.org/version/1.1",
      "title": .string(feed.title),
      "description": .string(feed.description),
      "home_page_url": .string(feed.page),
      "feed_url": .string(feed.url(.json)),
      "language": .string(feed.language),
      "icon": feed.avatar.map { .string($0.url) },
      "authors": [["name": .string(feed.context.site.account.name), "url": .string(feed.base)]],
      "items": .array(feed.items().map(item)),
    ]).bytes
  }

  private static func item(_ item: FeedItem) -> JSON {
    let video = item.video
    return .object(present: [
      "id": .string(item.guid),
      "url": .string(item.page),
      "title": .string(video.title),
      "summary": video.summary.isEmpty ? nil : .string(video.summary),
      "content_html": video.bodyHTML.isEmpty ? nil : .string(item.html),
      // One of the two contents is mandatory.
      "content_text": video.bodyHTML.isEmpty ? .string(item.text) : nil,
      "image": (item.shownThumbnail?.url).map(JSON.string),
      "banner_image": (item.shownPoster?.url).map(JSON.string),
      "date_published": .string(video.date.rfc3339),
      "date_modified": .string(item.updated.rfc3339),
      "authors": .array(item.makers.map { ["name": .string($0.name), "url": .string($0.page)] }),
      "tags": video.tags.isEmpty ? nil : .strings(video.tags.map(\.name)),
      "language": item.language.map(JSON.string),
      "attachments": item.files.isEmpty
        ? nil
        : .array(
          item.files.map { file in
            [
              // The same title says that they are forms of one thing.
              "url": .string(file.url), "mime_type": .string(file.rendition.mediaType),
              "title": .string(file.isSameContent ? video.title : "\(video.title) – \(file.rendition.name)"),
              "size_in_bytes": .integer(file.rendition.size), "duration_in_seconds": .integer(item.seconds),
            ]
          }),
    ])
  }
}
