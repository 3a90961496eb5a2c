import Catalog
import Facts
import JSON

/// schema.org's words in JSON-LD, as search engines read them.
enum StructuredData {
  static func webSite(_ site: SiteConfig, _ base: String) -> JSON {
    .object(present: [
      "@context": "https://schema.org", "@type": "WebSite", "name": .string(site.title), "url": .string(base),
      "description": site.description.map(JSON.string), "inLanguage": .string(site.language),
    ])
  }

  /// VideoObject, AudioObject of sound alone, and the way to it.
  static func video(_ video: Video, _ site: PageSite, poster: String?, embed: String?) -> JSON? {
    guard let page = site.addresses.absolute(site.root + site.addresses.videoFolder(video)) else { return nil }
    return [
      "@context": "https://schema.org",
      "@graph": [
        object(video, site, page: page, poster: poster, embed: embed), trail(video, site, page: page),
      ],
    ]
  }

  private static func object(
    _ video: Video, _ site: PageSite, page: String, poster: String?, embed: String?
  ) -> JSON {
    let addresses = site.addresses
    let file = WatchPlayer.files(video).first
    let channel = channel(video, site)
    let authors: [JSON] = Taxonomy.authors.terms(of: video).map { author in
      .object(present: [
        "@type": "Person", "name": .string(author.name),
        "url": addresses.absolute(site.root + author.folder + "index.html").map(JSON.string),
      ])
    }
    let clips = clips(video, page)
    return .object(present: [
      "@type": video.facts.isSoundAlone ? "AudioObject" : "VideoObject",
      "name": .string(video.title),
      "description": .string(video.summary.isEmpty ? video.title : video.summary), "url": .string(page),
      "uploadDate": .string(video.date.rfc3339), "dateModified": .string(max(video.date, video.updated).rfc3339),
      "dateCreated": video.originallyPublished.map { .string($0.rfc3339) },
      "duration": .string(Clock.iso(video.facts.source.duration)),
      // Search engines demand one, and heed `isFamilyFriendly`.
      "thumbnailUrl": poster.map { .strings([$0]) },
      "contentUrl": file.flatMap { addresses.absoluteMedia("\(addresses.mediaFolder(video))\($0.stem).mp4") }
        .map(JSON.string),
      "encodingFormat": file.map { .string($0.mediaType) },
      "embedUrl": embed.map(JSON.string), "inLanguage": video.language.map(JSON.string),
      "license": video.licence?.url.map(JSON.string), "expires": video.expires.map { .string($0.rfc3339) },
      "keywords": video.tags.isEmpty ? nil : .string(video.tags.map(\.name).joined(separator: ", ")),
      "genre": video.category.flatMap(Category.name).map(JSON.string),
      "contentLocation": video.location.map { ["@type": "Place", "name": .string($0)] },
      "isFamilyFriendly": .bool(video.sensitive == .no), "isAccessibleForFree": true,
      "author": authors.isEmpty ? channel : .array(authors), "publisher": channel,
      "hasPart": clips.isEmpty ? nil : .array(clips),
      // The script of the page follows it; what has no clip of its own is found by it.
      "potentialAction": [
        "@type": "SeekToAction", "target": .string("\(page)?t={seek_to_second_number}"),
        "startOffset-input": "required name=seek_to_second_number",
      ],
    ])
  }

  private static func channel(_ video: Video, _ site: PageSite) -> JSON {
    .object(present: [
      "@type": "Organization", "name": .string(site.channelTitle(video.channel)),
      "url": site.addresses.absolute(site.root + site.addresses.channelFolder(video.channel) + "index.html").map(JSON.string),
    ])
  }

  /// In whole seconds: no two may start in one, and none is empty.
  private static func clips(_ video: Video, _ page: String) -> [JSON] {
    let end = video.facts.source.duration / 1000
    var starts: [(second: Int64, title: String)] = []
    for part in ChapterDocuments.parts(video) {
      let second = part.start / 1000
      if second < end, second != starts.last?.second, !part.title.isEmpty { starts.append((second, part.title)) }
    }
    return starts.indices.map { index in
      [
        "@type": "Clip", "name": .string(starts[index].title), "startOffset": .integer(starts[index].second),
        "endOffset": .integer(index + 1 < starts.count ? starts[index + 1].second : end),
        "url": .string("\(page)?t=\(starts[index].second)"),
      ]
    }
  }

  private static func trail(_ video: Video, _ site: PageSite, page: String) -> JSON {
    let folder = site.root + site.addresses.channelFolder(video.channel)
    let places = [
      (site.channelTitle(video.channel), site.addresses.absolute(folder + "index.html")), (video.title, page),
    ]
    return [
      "@type": "BreadcrumbList",
      "itemListElement": .array(
        places.enumerated().map { index, place in
          .object(present: [
            "@type": "ListItem", "position": .integer(Int64(index + 1)), "name": .string(place.0),
            "item": place.1.map(JSON.string),
          ])
        }),
    ]
  }
}
