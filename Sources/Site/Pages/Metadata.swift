import Catalog
import Facts
import JSON
import Templates

/// What a page tells to other programs in its head. Formats for other sites demand absolute URLs: without a base URL
/// there is nothing but names and texts.
struct Metadata {
  var properties: [Property] = []
  /// The id of the page's ActivityPub document (contracts/activitypub.md, part 4 point 6).
  var activity: String?
  var oembed: String?
  /// JSON-LD: a data block, which no Content-Security-Policy stops, since nothing in it runs.
  var data: JSON?

  /// One `<meta>`: OpenGraph's have a `property`, others a `name`.
  struct Property {
    var key: String
    var content: String

    var value: Value {
      let isNamed = key.hasPrefix("twitter:")
      return ["key": .text(key), "attribute": .text(isNamed ? "name" : "property"), "content": .text(content)]
    }
  }

  /// Of every page.
  static func basic(_ site: SiteConfig, title: String, description: String?, url: String?) -> [Property] {
    var properties = [
      Property(key: "og:site_name", content: site.title), Property(key: "og:title", content: title),
    ]
    if let description, !description.isEmpty {
      properties.append(Property(key: "og:description", content: description))
    }
    if let url { properties.append(Property(key: "og:url", content: url)) }
    return properties
  }

  static func channel(_ channel: Channel, _ site: PageSite) -> Metadata {
    var metadata = Metadata()
    metadata.properties.append(Property(key: "og:type", content: "profile"))
    if let avatar = channel.avatar, let url = site.addresses.absolute(avatar.publishedPath) {
      metadata.properties.append(Property(key: "og:image", content: url))
    }
    metadata.activity = site.addresses.absolute(site.addresses.channelFolder(channel.name) + "actor.jsonld")
    return metadata
  }

  static func video(_ video: Video, _ site: PageSite) -> Metadata {
    let addresses = site.addresses
    let folder = addresses.videoFolder(video)
    var metadata = Metadata()
    func add(_ key: String, _ content: String?) {
      if let content { metadata.properties.append(Property(key: key, content: content)) }
    }
    let seconds = (video.facts.source.duration + 500) / 1000
    add("og:type", "video.other")
    add("og:locale", video.language?.replacing("-", with: "_"))
    add("video:duration", String(seconds))
    add("video:release_date", video.date.rfc3339)
    for tag in video.tags { add("video:tag", tag.name) }
    if let series = video.series { add("video:series", series.name) }

    let files = WatchPlayer.files(video)
    let embed = addresses.absolute(site.root + folder + "embed/index.html")
    // What is sensitive is not shown outside of its warning.
    let poster = video.sensitive == .no ? video.facts.pictures?.poster : nil
    let posterURL = poster.flatMap { addresses.absoluteMedia(addresses.mediaFolder(video) + $0.posterName) }
    if let poster, let posterURL {
      add("og:image", posterURL)
      add("og:image:width", String(poster.width))
      add("og:image:height", String(poster.height))
    }
    if let file = files.first, let embed {
      for (key, content) in [("og:video", embed), ("og:video:secure_url", embed), ("twitter:player", embed)]
      where key != "og:video:secure_url" || embed.hasPrefix("https://") {
        add(key, content)
      }
      add("twitter:card", "player")
      add("og:video:type", "text/html")
      let size = file.codec == nil ? EmbedPage.size(nil) : (file.width, file.height)
      for prefix in ["og:video", "twitter:player"] {
        add("\(prefix):width", String(size.0))
        add("\(prefix):height", String(size.1))
      }
      if file.codec == nil, let url = addresses.absoluteMedia("\(addresses.mediaFolder(video))\(file.stem).mp4") {
        add("og:audio", url)
        add("og:audio:type", file.mediaType)
      }
      add("twitter:image", posterURL)
    }
    if video.privacy == .public, addresses.baseURL != nil {
      metadata.activity = addresses.absolute(video.idPath)
      metadata.oembed = addresses.absolute(folder + "oembed.json")
      metadata.data = videoObject(video, site, posterURL: posterURL, embed: embed)
    }
    return metadata
  }

  /// schema.org's VideoObject, as search engines read it; AudioObject of sound alone.
  private static func videoObject(_ video: Video, _ site: PageSite, posterURL: String?, embed: String?) -> JSON? {
    let addresses = site.addresses
    guard let page = addresses.absolute(site.root + addresses.videoFolder(video)) else { return nil }
    let media = addresses.mediaFolder(video)
    let clips = video.chapters.enumerated().map { index, chapter -> JSON in
      let end = index + 1 < video.chapters.count ? video.chapters[index + 1].start : video.facts.source.duration
      return [
        "@type": "Clip", "name": .string(chapter.title), "startOffset": .integer(chapter.start / 1000),
        "endOffset": .integer(end / 1000), "url": .string("\(page)?t=\(chapter.start / 1000)"),
      ]
    }
    return .object(present: [
      "@context": "https://schema.org", "@type": video.facts.isSoundAlone ? "AudioObject" : "VideoObject",
      "name": .string(video.title),
      "description": .string(video.summary.isEmpty ? video.title : video.summary), "url": .string(page),
      "uploadDate": .string(video.date.rfc3339), "duration": .string(Clock.iso(video.facts.source.duration)),
      "thumbnailUrl": posterURL.map { .strings([$0]) },
      "contentUrl": WatchPlayer.files(video).first.flatMap { addresses.absoluteMedia("\(media)\($0.stem).mp4") }
        .map(JSON.string),
      "embedUrl": embed.map(JSON.string), "inLanguage": video.language.map(JSON.string),
      "license": video.licence?.url.map(JSON.string), "expires": video.expires.map { .string($0.rfc3339) },
      "keywords": video.tags.isEmpty ? nil : .string(video.tags.map(\.name).joined(separator: ", ")),
      "isFamilyFriendly": .bool(video.sensitive == .no),
      "author": ["@type": "Organization", "name": .string(site.channelTitle(video.channel))],
      "hasPart": clips.isEmpty ? nil : .array(clips),
    ])
  }
}
