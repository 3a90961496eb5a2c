import Catalog
import Facts
import Templates

/// What is said in a video, to be read: of the captions of each language. Few minutes stand on the watch page, folded; more
/// than that has a page of its own, so that the watch page stays small.
struct Transcripts {
  /// Bytes of WebVTT, of all languages together: about half an hour of speech in one.
  static let mostOnWatchPage = 48_000

  private let video: Video
  private let site: PageSite
  private let captions: [Video.Caption]

  init(_ video: Video, _ site: PageSite) {
    self.video = video
    self.site = site
    // Those in the language of the page first.
    let captions = video.captions.filter { $0.kind == .captions }
    func isOwn(_ caption: Video.Caption) -> Bool { caption.language == site.words.language }
    self.captions = captions.filter(isOwn) + captions.filter { !isOwn($0) }
  }

  var haveOwnPage: Bool { captions.reduce(0) { $0 + $1.webVTT.count } > Self.mostOnWatchPage }

  static func path(_ video: Video, _ site: PageSite) -> String {
    "\(site.root)\(site.addresses.videoFolder(video))transcript/index.html"
  }

  /// For the watch page: the texts, or where each is.
  func onWatchPage(_ links: PageLinks) -> [Value] {
    let page = haveOwnPage ? links.to(Self.path(video, site)) : nil
    let file = WatchPlayer.files(video).first
    let film = file.map { links.media("\(site.addresses.mediaFolder(video))\($0.stem).mp4") }
    return captions.compactMap { caption in
      if let page { return value(caption, page: "\(page)#\(caption.language)", []) }
      let paragraphs = paragraphs(caption, film ?? "")
      return paragraphs.isEmpty ? nil : value(caption, page: nil, paragraphs)
    }
  }

  /// For the page of their own, whose times lead to the watch page.
  func onOwnPage(_ links: PageLinks) -> [Value] {
    let watch = links.to(site.root + site.addresses.videoFolder(video))
    return captions.map { value($0, page: nil, paragraphs($0, watch)) }
  }

  private func value(_ caption: Video.Caption, page: String?, _ paragraphs: [Value]) -> Value {
    [
      "label": .text(caption.label), "language": .text(caption.language), "lang": site.foreign(caption.language),
      "automatic": .bool(caption.isAutomatic), "url": .optional(page), "paragraphs": .list(paragraphs),
    ]
  }

  private func paragraphs(_ caption: Video.Caption, _ target: String) -> [Value] {
    Transcript(webVTT: caption.webVTT).paragraphs.map { paragraph in
      let seconds = paragraph.start / 1000
      return [
        "time": .text(Clock.text(seconds * 1000)), "seconds": .number(seconds), "text": .text(paragraph.text),
        "url": .text("\(target)#t=\(seconds)"),
      ]
    }
  }
}

/// `videos/<slug>/transcript/`: of videos in which much is said.
struct TranscriptPage {
  private let site: PageSite
  private let index: Int
  private let video: Video

  init(_ site: PageSite, _ index: Int) {
    self.site = site
    self.index = index
    video = site.catalog.videos[index]
  }

  /// nil where the watch page holds it all.
  var document: Document? {
    guard Transcripts(video, site).haveOwnPage else { return nil }
    let path = Transcripts.path(video, site)
    var inputs = site.inputs("transcript 1")
    inputs.add(site.context.videoDigests[index])
    return site.document(path, template: "transcript", inputs: inputs.finish()) { [video] site in
      let links = site.links(from: path)
      let title = site.words.sentence("transcript-of", ["title": video.title])
      var frame = Frame(site, links, title: title, path: path)
      frame.isIndexed = video.privacy == .public
      frame.currentChannel = video.channel
      return frame.value([
        "video": [
          "title": .text(video.title), "lang": Card.foreignLanguage(video, site),
          "url": .text(links.to(site.root + site.addresses.videoFolder(video))),
        ],
        "transcripts": .list(Transcripts(video, site).onOwnPage(links)),
      ])
    }
  }
}
