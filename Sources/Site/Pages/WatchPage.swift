import Catalog
import Facts
import Hashing
import Templates

/// `videos/<slug>/`: the video, what is said of it, and where to go next.
struct WatchPage {
  private let site: PageSite
  private let index: Int
  private let video: Video

  init(_ site: PageSite, _ index: Int) {
    self.site = site
    self.index = index
    video = site.catalog.videos[index]
  }

  private var path: String { site.root + site.addresses.videoFolder(video) + "index.html" }

  var document: Document {
    let more = Related(site, index).videos
    var inputs = site.inputs("watch 6")
    inputs.add(site.playlists.isEmpty)
    inputs.add(site.context.videoDigests[index])
    inputs.add(site.channels[video.channel]?.title)
    inputs.add(site.channels[video.channel]?.avatar?.publishedPath)
    // A term is a link where it has a page.
    for term in Taxonomy.allCases.flatMap({ $0.terms(of: video) }) { inputs.add(site.terms.list(term) != nil) }
    for other in more { inputs.add(site.cardDigests[other]) }
    return site.document(path, template: "watch", inputs: inputs.finish()) { _ in self.value(more) }
  }

  private func value(_ more: [Int]) -> Value {
    let links = site.links(from: path)
    var frame = Frame(site, links, title: video.title, path: path)
    frame.description = video.summary.isEmpty ? nil : video.summary
    frame.isIndexed = video.privacy == .public
    frame.currentChannel = video.channel
    frame.metadata = Metadata.video(video, site)
    let details = VideoDetails(video, site, links)
    let transcripts = Transcripts(video, site).onWatchPage(links)
    return frame.value([
      "video": details.value,
      "player": WatchPlayer.value(video, site, links),
      "chapters": .list(details.chapters),
      "hasChapters": .bool(!details.chapters.isEmpty),
      "transcripts": .list(transcripts),
      "hasTranscripts": .bool(!transcripts.isEmpty),
      "soundtracks": .list(details.soundtracks),
      "hasSoundtracks": .bool(!details.soundtracks.isEmpty),
      "downloads": .list(details.downloads),
      "hasDownloads": .bool(!details.downloads.isEmpty),
      "share": share,
      "lists": site.playlists.isEmpty ? .absent : .text(links.page(site.addresses.playlistsFolder)),
      "hasMore": .bool(!more.isEmpty),
      "more": .list(more.map { Card.value(site.catalog.videos[$0], site, links) }),
    ])
  }

  /// Needs addresses that hold elsewhere: absent without a base URL.
  private var share: Value {
    let folder = site.root + site.addresses.videoFolder(video)
    guard let url = site.addresses.absolute(folder), let embed = site.addresses.absolute(folder + "embed/index.html")
    else { return .absent }
    let file = WatchPlayer.files(video).first
    let (width, height) = EmbedPage.size(file)
    let code = """
      <iframe src="\(htmlEscaped(embed))" title="\(htmlEscaped(video.title))" width="\(width)" height="\(height)" \
      allow="autoplay; fullscreen" allowfullscreen loading="lazy"></iframe>
      """
    return ["url": .text(url), "embed": .text(code)]
  }
}

/// `videos/<slug>/embed/`: the player alone, for other sites' frames.
struct EmbedPage {
  private let site: PageSite
  private let index: Int
  private let video: Video

  init(_ site: PageSite, _ index: Int) {
    self.site = site
    self.index = index
    video = site.catalog.videos[index]
  }

  var document: Document {
    let folder = site.root + site.addresses.videoFolder(video)
    let path = folder + "embed/index.html"
    var inputs = site.inputs("embed 2")
    inputs.add(site.context.videoDigests[index])
    inputs.add(site.channels[video.channel]?.title)
    return site.document(path, template: "embed", inputs: inputs.finish()) { [video] site in
      let links = site.links(from: path)
      var frame = Frame(site, links, title: video.title, path: path)
      // Search engines are shown the page, not the frame.
      frame.canonicalPath = folder
      frame.isIndexed = false
      return frame.value([
        "video": [
          "title": .text(video.title), "lang": Card.foreignLanguage(video, site), "url": .text(links.to(folder)),
          "channel": .text(site.channelTitle(video.channel)), "sensitive": VideoDetails.sensitive(video, site),
        ],
        "player": WatchPlayer.value(video, site, links),
      ])
    }
  }

  /// In CSS pixels: 640 wide, or as high where the picture stands upright.
  static func size(_ file: RenditionFacts?) -> (width: Int, height: Int) {
    guard let file, file.width > 0, file.height > 0 else { return (640, 360) }
    return file.width >= file.height
      ? (640, max(1, 640 * file.height / file.width)) : (max(1, 640 * file.width / file.height), 640)
  }
}
