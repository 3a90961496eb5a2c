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
      let isNamed = key == "author" || key.hasPrefix("twitter:")
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

  /// Of a page that is about nothing of its own: the search, lists of terms.
  static let page = Metadata(properties: [Property(key: "og:type", content: "website")])

  /// Of a list: the first picture in it that may be shown elsewhere.
  static func list(_ videos: [Int], _ site: PageSite) -> Metadata {
    var metadata = page
    for video in videos.map({ site.catalog.videos[$0] }) where video.sensitive == .no {
      let folder = site.addresses.mediaFolder(video)
      guard let poster = video.facts.pictures?.poster,
        let url = site.addresses.absoluteMedia(folder + poster.posterName)
      else { continue }
      metadata.addPicture(url, poster.width, poster.height, alt: video.title)
      metadata.add("twitter:card", "summary_large_image")
      break
    }
    return metadata
  }

  /// The home page tells search engines what the site is called.
  static func home(_ videos: [Int], _ site: PageSite) -> Metadata {
    var metadata = list(videos, site)
    if let base = site.addresses.baseURL { metadata.data = StructuredData.webSite(site.site, base + site.root) }
    return metadata
  }

  static func channel(_ channel: Channel, _ site: PageSite) -> Metadata {
    var metadata = Metadata()
    metadata.add("og:type", "profile")
    metadata.add("profile:username", channel.name)
    if let avatar = channel.avatar, let url = site.addresses.absolute(avatar.publishedPath) {
      metadata.addPicture(url, avatar.width, avatar.height, alt: channel.title)
    }
    metadata.activity = site.addresses.absolute(site.addresses.channelFolder(channel.name) + "actor.jsonld")
    return metadata
  }

  static func video(_ video: Video, _ site: PageSite) -> Metadata {
    let addresses = site.addresses
    let folder = addresses.videoFolder(video)
    var metadata = Metadata()
    metadata.addFacts(of: video, site)
    for author in video.authors { metadata.add("author", author) }

    let embed = addresses.absolute(site.root + folder + "embed/index.html")
    let poster = video.facts.pictures?.poster
    let posterURL = poster.flatMap { addresses.absoluteMedia(addresses.mediaFolder(video) + $0.posterName) }
    // What is sensitive is not shown outside of its warning.
    let isShown = video.sensitive == .no
    if let poster, let posterURL, isShown {
      metadata.addPicture(posterURL, poster.width, poster.height, alt: video.title)
    }
    if let file = WatchPlayer.files(video).first, let embed {
      let url = addresses.absoluteMedia("\(addresses.mediaFolder(video))\(file.stem).mp4")
      if let url, isShown, file.codec != nil {
        metadata.addPlayer("og:video", url, file.mediaType, (file.width, file.height))
      }
      let size = EmbedPage.size(file.codec == nil ? nil : file)
      metadata.addPlayer("og:video", embed, "text/html", size)
      if let url, isShown, file.codec == nil {
        metadata.add("og:audio", url)
        metadata.add("og:audio:type", file.mediaType)
      }
      metadata.addCard(embed, size, picture: isShown ? posterURL : nil, alt: video.title)
    }
    if video.privacy == .public, addresses.baseURL != nil {
      metadata.activity = addresses.absolute(video.idPath)
      metadata.oembed = addresses.absolute(folder + "oembed.json")
      metadata.data = StructuredData.video(video, site, poster: posterURL, embed: embed)
    }
    return metadata
  }

  // MARK: Parts

  private mutating func add(_ key: String, _ content: String?) {
    if let content { properties.append(Property(key: key, content: content)) }
  }

  private mutating func addFacts(of video: Video, _ site: PageSite) {
    // OpenGraph's episode names its series by an address.
    let series = Taxonomy.series.terms(of: video).first.flatMap { site.terms.list($0) == nil ? nil : $0 }
      .flatMap { site.addresses.absolute(site.root + $0.folder + "index.html") }
    add("og:type", series == nil ? "video.other" : "video.episode")
    add("og:locale", video.language.flatMap(Self.locale))
    add("video:duration", String((video.facts.source.duration + 500) / 1000))
    add("video:release_date", video.date.rfc3339)
    for tag in video.tags { add("video:tag", tag.name) }
    add("video:series", series)
  }

  /// OpenGraph wants language and country: `fr_FR`. A language alone is none of its locales.
  private static func locale(_ language: String) -> String? {
    let parts = language.split(separator: "-")
    guard let first = parts.first, let country = parts.dropFirst().first(where: { $0.utf8.count == 2 }) else {
      return nil
    }
    return "\(first)_\(country.uppercased())"
  }

  private mutating func addPicture(_ url: String, _ width: Int, _ height: Int, alt: String) {
    add("og:image", url)
    add("og:image:width", String(width))
    add("og:image:height", String(height))
    add("og:image:alt", alt)
  }

  /// What follows a player's address in the head belongs to it.
  private mutating func addPlayer(_ key: String, _ url: String, _ type: String, _ size: (width: Int, height: Int)) {
    add(key, url)
    add("\(key):secure_url", url.hasPrefix("https://") ? url : nil)
    add("\(key):type", type)
    add("\(key):width", String(size.width))
    add("\(key):height", String(size.height))
  }

  /// Players in cards have to come over HTTPS.
  private mutating func addCard(_ embed: String, _ size: (width: Int, height: Int), picture: String?, alt: String) {
    if embed.hasPrefix("https://") {
      add("twitter:card", "player")
      add("twitter:player", embed)
      add("twitter:player:width", String(size.width))
      add("twitter:player:height", String(size.height))
    } else {
      add("twitter:card", picture == nil ? "summary" : "summary_large_image")
    }
    add("twitter:image", picture)
    add("twitter:image:alt", picture == nil ? nil : alt)
  }
}
