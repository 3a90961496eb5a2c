import ActivityPub
import Catalog
import Diagnostics
import Facts
import Hashing

/// The Video object at its id, and its chapters beside it.
enum VideoDocuments {
  static func documents(
    _ video: Video, _ inputs: Digest256, _ site: FederatedSite
  ) -> (documents: [Document], diagnostics: [Diagnostic]) {
    let chapters = chapterParts(video)
    let chaptersPath = Identities.idFolder(video.idPath) + "chapters.jsonld"
    let id = site.identities.url(chaptersPath)
    var documents = [
      site.document(video.idPath, "video 2", { $0.add(inputs) }) {
        object(video, chapters: chapters.isEmpty ? nil : id, site).json
      }
    ]
    if !chapters.isEmpty {
      documents.append(
        site.document(chaptersPath, "chapters 1", { $0.add(inputs) }) { ChapterList(id: id, parts: chapters).json })
    }
    return (documents, diagnostics(video))
  }

  private static func object(_ video: Video, chapters: String?, _ site: FederatedSite) -> VideoObject {
    let ids = site.identities
    let addresses = site.context.addresses
    let page = addresses.videoFolder(video)
    let shown = video.facts.renditions.first
    return VideoObject(
      id: ids.url(video.idPath), uuid: video.uuid, name: video.title, duration: video.facts.source.duration,
      published: video.date.rfc3339Milliseconds, updated: max(video.date, video.updated).rfc3339Milliseconds,
      originallyPublished: video.originallyPublished?.rfc3339Milliseconds, group: ids.group(video.channel),
      groupFollowers: ids.followers(in: Identities.channel(video.channel)), person: ids.person,
      summary: summary(video), sensitive: video.sensitive != .no,
      content: video.body.isEmpty ? video.summary : video.body,
      category: video.category.flatMap { number in
        Category.name(number).map { .init(identifier: String(number), name: $0) }
      },
      licence: video.licence.flatMap { licence in
        licence.peertube.map { .init(identifier: String($0), name: licence.name) }
      },
      language: video.language.map(language), support: video.support,
      tags: video.tags.map {
        .init(name: $0.name, href: ids.url(Taxonomy.Term(taxonomy: .tags, slug: $0.slug, name: $0.name).folder))
      },
      width: shown?.width, height: shown?.height, embed: ids.url(page + "embed/"),
      icon: icon(video, addresses), storyboard: storyboard(video, addresses), subtitles: subtitles(video, ids.url(page)), chapters: chapters,
      likes: ids.likes, dislikes: ids.dislikes, downloads: video.downloads, page: ids.url(page),
      playlist: VideoLinks.playlist(video, site))
  }

  /// PeerTube shows it as the reason why a video is sensitive, so there it is that reason or nothing.
  private static func summary(_ video: Video) -> String? {
    switch video.sensitive {
    case .no: video.summary
    case .yes(let reason): reason
    }
  }

  /// PeerTube's list has two-letter codes and few longer forms.
  private static func language(_ tag: String) -> VideoObject.Term {
    let longer = ["zh-Hans", "zh-Hant", "pt-PT", "es-419"]
    let identifier = longer.first { tag == $0 || tag.hasPrefix($0 + "-") } ?? String(tag.prefix { $0 != "-" })
    return .init(identifier: identifier, name: LanguageTag.label(identifier))
  }

  /// One picture a size: PeerTube keeps one alone.
  static func icon(_ video: Video, _ addresses: Addresses) -> [Image] {
    guard let pictures = video.facts.pictures else { return [] }
    let folder = addresses.mediaFolder(video)
    var seen: Set<[Int]> = []
    let named = pictures.thumbnails.map { ($0, $0.thumbnailName) } + [(pictures.poster, pictures.poster.posterName)]
    return named.compactMap { picture, name in
      guard seen.insert([picture.width, picture.height]).inserted, let url = addresses.absoluteMedia(folder + name)
      else {
        return nil
      }
      return Image(url: url, width: picture.width, height: picture.height)
    }
  }

  private static func storyboard(_ video: Video, _ addresses: Addresses) -> Storyboard? {
    guard let board = video.facts.pictures?.storyboard,
      let url = addresses.absoluteMedia(addresses.mediaFolder(video) + board.name)
    else { return nil }
    return Storyboard(
      url: url, width: board.width, height: board.height, tileWidth: board.tileWidth, tileHeight: board.tileHeight,
      tileSeconds: board.interval)
  }

  private static func subtitles(_ video: Video, _ folder: String) -> [VideoObject.Subtitle] {
    video.captions.filter { $0.kind == .captions }.map { caption in
      VideoObject.Subtitle(
        identifier: language(caption.language).identifier, name: caption.label,
        url: "\(folder)captions.\(caption.language).vtt", isAutomatic: caption.isAutomatic)
    }
  }

  /// Whole seconds: of two chapters in one second the first stays.
  private static func chapterParts(_ video: Video) -> [ChapterList.Part] {
    let end = (video.facts.source.duration + 500) / 1000
    var starts: [(start: Int64, title: String)] = []
    for chapter in video.chapters.sorted(by: { $0.start < $1.start }) {
      let start = max(0, chapter.start / 1000)
      if start < max(end, 1), start != starts.last?.start, !chapter.title.isEmpty {
        starts.append((start, chapter.title))
      }
    }
    return starts.indices.map { index in
      ChapterList.Part(
        name: Limits.cut(starts[index].title, to: Limits.chapter.upperBound), start: starts[index].start,
        end: index + 1 < starts.count ? starts[index + 1].start : max(end, starts[index].start))
    }
  }

  /// A title outside PeerTube's limits is told where it is read: there its line is known.
  private static func diagnostics(_ video: Video) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    let path = video.contentPath
    if !Limits.isUUID4(video.uuid) { diagnostics.append(.uuidRefused(video.uuid, at: path)) }
    if video.facts.pictures == nil { diagnostics.append(.noPictureForPeerTube(at: path)) }
    let dropped = video.tags.map(\.name).filter { !Limits.tag.contains(Limits.length($0)) }
    if !dropped.isEmpty { diagnostics.append(.tagsNotFederated(dropped, Limits.tag, at: path)) }
    return diagnostics
  }
}
