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
      "feed_url": .string(feed.url("feed.json")),
      "language": .string(feed.language),
      "icon": feed.avatar.map { .string($0.url) },
      "authors": [["name": .string(feed.context.site.account.name)]],
      "items": .array(feed.items().map(item)),
    ]).bytes
  }

  private static func item(_ item: FeedItem) -> JSON {
    let video = item.video
    let authors = video.authors.isEmpty ? [item.channelTitle] : video.authors
    return .object(present: [
      "id": .string(item.guid),
      "url": .string(item.page),
      "title": .string(video.title),
      "summary": video.summary.isEmpty ? nil : .string(video.summary),
      "content_html": video.bodyHTML.isEmpty ? nil : .string(video.bodyHTML),
      // One of the two contents is mandatory.
      "content_text": video.bodyHTML.isEmpty ? .string(item.text) : nil,
      "image": (item.thumbnail?.url).map(JSON.string),
      "banner_image": (item.poster?.url).map(JSON.string),
      "date_published": .string(video.date.rfc3339),
      "date_modified": .string(max(video.date, video.updated).rfc3339),
      "authors": .array(authors.map { ["name": .string($0)] }),
      "tags": video.tags.isEmpty ? nil : .strings(video.tags.map(\.name)),
      "language": item.language.map(JSON.string),
      "attachments": .array(
        item.files.map { file in
          [
            // The same title on all of them says that they are forms of one thing.
            "url": .string(file.url), "mime_type": .string(file.rendition.mediaType), "title": .string(video.title),
            "size_in_bytes": .integer(file.rendition.size), "duration_in_seconds": .integer(item.seconds),
          ]
        }),
    ])
  }
}
