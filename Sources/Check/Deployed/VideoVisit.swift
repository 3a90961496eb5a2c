import CatalogFile
import JSON

/// A video: its page, its document, its player for other sites, and every file that these name.
struct VideoVisit: Sendable {
  let visit: Visit
  let video: CatalogVideo
  /// Of the catalog that lists it.
  let catalog: String

  func run() async -> (judgements: [Judgement], files: [FileVisit.File]) {
    guard let page = visit.absolute(video.url, in: catalog) else { return ([], []) }
    let html = await visit.get(page, Visit.browser)
    var judgements = HomeVisit.page(html, page)
    var document: String?
    if html.status == 200 {
      let links = HTMLScanner.tags(html.body).filter {
        $0.name == "link" && $0["rel"]?.value == "alternate" && $0["type"]?.value == "application/activity+json"
      }
      document = links.first?["href"].flatMap { visit.absolute($0.value, in: page) }
      judgements.append(
        Judgement(.alternate, page, document != nil, document.map { "it names \($0)" } ?? "it names no document"))
    }
    judgements += await embed(page)
    var files = listed
    if let document {
      let (json, own) = await visit.document(document)
      judgements += own
      if let json {
        judgements += await Negotiation(visit: visit, page: page, document: document, html: html).run()
        files += Self.named(json)
      }
    }
    return (judgements, files)
  }

  private func embed(_ page: String) async -> [Judgement] {
    let url = page + "embed/"
    let answer = await visit.get(url, Visit.browser)
    guard answer.status == 200 else { return HomeVisit.page(answer, url) }
    let options = answer.headers["x-frame-options"]
    let ancestors = answer.headers["content-security-policy"]?.firstMatch(of: /frame-ancestors +([^;]*)/)?.output.1
    let isFree = options == nil && (ancestors == nil || ancestors?.contains("*") == true)
    let seen = options.map { "X-Frame-Options is \($0)" } ?? ancestors.map { "frame-ancestors is \($0)" }
    return [Judgement(.embedFraming, url, isFree, seen ?? "any site may show it")]
  }

  /// What the catalog promises.
  private var listed: [FileVisit.File] {
    let sized = video.files.map { ($0.url, Int64?.some($0.size)) }
    let others =
      [video.playlist, video.segmentHashes] + video.renditions.flatMap { [$0.playlist, $0.torrent] }
    return (sized + others.map { ($0, nil) }).compactMap { url, size in
      visit.absolute(url, in: catalog).map { FileVisit.File(url: $0, size: size) }
    }
  }

  /// Every address of a file in a Video: links, pictures, captions, chapters, rates.
  static func named(_ json: JSON) -> [FileVisit.File] {
    var files: [FileVisit.File] = []
    func collect(_ value: JSON) {
      switch value {
      case .array(let values): for value in values { collect(value) }
      case .object(let fields):
        if let href = fields["href"]?.text, href.hasPrefix("http"), fields["mediaType"] != "text/html" {
          files.append(
            FileVisit.File(url: href, size: fields["mediaType"] == "video/mp4" ? fields["size"]?.integer : nil))
        }
        for key in ["url", "hasParts", "likes", "dislikes"] {
          if let url = fields[key]?.text, url.hasPrefix("http") { files.append(FileVisit.File(url: url, size: nil)) }
        }
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) where key != "attributedTo" { collect(value) }
      default: break
      }
    }
    collect(json)
    return files
  }
}
