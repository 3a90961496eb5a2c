import Catalog
import Facts

/// A video with the absolute addresses that every feed form needs.
struct FeedItem {
  struct File {
    var url: String
    var rendition: RenditionFacts
    /// Of the `.torrent` file.
    var torrent: String?
    /// BCP 47; nil where unknown.
    var language: String?
    /// What is seen and heard is that of the enclosure: not another language, no audio description.
    var isSameContent: Bool
  }

  struct Picture {
    var url: String
    var facts: PictureFacts
  }

  struct Person {
    var name: String
    /// Everything by them.
    var page: String
  }

  let video: Video
  let page: String
  /// The folder of its documents, which all languages share.
  let documents: String
  let embed: String
  let playlist: String
  /// The best film for a podcast program first: readers take the first alone.
  let films: [File]
  /// Of sound alone: what a podcast program plays in a pocket.
  let sounds: [File]
  let poster: Picture?
  /// The smallest at least 640 pixels wide, else the poster.
  let thumbnail: Picture?
  let authors: [Person]
  let channelTitle: String
  let channelPage: String

  init(_ video: Video, _ context: SiteContext, _ base: String) {
    let addresses = context.addresses
    let folder = addresses.videoFolder(video)
    let media = addresses.mediaFolder(video)
    self.video = video
    let root = base + context.root
    page = root + folder
    documents = base + folder
    embed = page + "embed/"
    playlist = documents + "master.m3u8"
    func file(_ rendition: RenditionFacts, isMain: Bool) -> File? {
      addresses.absoluteMedia("\(media)\(rendition.stem).mp4").map { url in
        File(
          url: url, rendition: rendition, torrent: addresses.absoluteMedia("\(media)\(rendition.stem).torrent"),
          // What the author says of the video holds for the sound in its films.
          language: rendition.track?.language ?? (isMain ? video.language : nil), isSameContent: isMain)
      }
    }
    films = Self.ordered(video.facts.films).compactMap { file($0, isMain: true) }
    sounds = video.facts.sounds.enumerated().compactMap { file($1, isMain: $0 == 0) }
    let pictures = video.facts.pictures
    poster = pictures.flatMap { set in
      addresses.absoluteMedia(media + set.poster.posterName).map { Picture(url: $0, facts: set.poster) }
    }
    thumbnail =
      pictures?.thumbnails.first { $0.width >= 640 }.flatMap { facts in
        addresses.absoluteMedia(media + facts.thumbnailName).map { Picture(url: $0, facts: facts) }
      } ?? poster
    authors = Taxonomy.authors.terms(of: video).map { Person(name: $0.name, page: root + $0.folder) }
    channelTitle = context.catalog.channels.first { $0.name == video.channel }?.title ?? video.channel
    channelPage = root + addresses.channelFolder(video.channel)
  }

  /// H.264 of at most 1080 lines first, by falling size: what every program plays and a telephone can load.
  private static func ordered(_ renditions: [RenditionFacts]) -> [RenditionFacts] {
    let rank = { (rendition: RenditionFacts) in
      (rendition.codec == .h264 ? 0 : 1, rendition.shortSide > 1080 ? 1 : 0, -rendition.shortSide)
    }
    return renditions.enumerated().sorted { a, b in
      rank(a.element) == rank(b.element) ? a.offset < b.offset : rank(a.element) < rank(b.element)
    }.map(\.element)
  }

  /// Films first.
  var files: [File] { films + sounds }
  /// In whole seconds.
  var seconds: Int64 { max(0, (video.facts.source.duration + 500) / 1000) }
  var text: String { video.summary.isEmpty ? video.title : video.summary }
  /// With absolute links; may be empty.
  var html: String { FeedHTML.absolute(video.bodyHTML, page: page) }
  /// For life, whatever becomes of title and address.
  var guid: String { "urn:uuid:" + video.uuid }
  var isSensitive: Bool { video.sensitive != .no }
  /// What is sensitive is not shown outside of its warning, and a feed reader has none.
  var shownThumbnail: Picture? { isSensitive ? nil : thumbnail }
  var shownPoster: Picture? { isSensitive ? nil : poster }
  var language: String? { video.language }
  var updated: Instant { max(video.date, video.updated) }
  /// Those who made it; a channel where nobody is named.
  var makers: [Person] { authors.isEmpty ? [Person(name: channelTitle, page: channelPage)] : authors }
  var captions: [Video.Caption] { video.captions.filter { $0.kind == .captions } }
  func address(of caption: Video.Caption) -> String { "\(documents)captions.\(caption.language).vtt" }
}
