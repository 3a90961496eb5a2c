internal import Facts
internal import Hashing

/// A digest of everything that a reader sees of a video: a change of it sets `updated`.
struct ReaderDigest: ~Copyable {
  private var hasher = SHA256()

  /// Raise the number when the list of values changes.
  static func of(_ video: Video) -> Digest256 {
    var digest = ReaderDigest()
    digest.add("video 1")
    digest.addText(of: video)
    digest.addTracks(of: video)
    digest.addMedia(of: video.facts)
    return digest.hasher.finalize()
  }

  private mutating func addText(of video: Video) {
    add(video.title, video.slug, video.channel, video.summary, video.body, video.language, video.location)
    add(video.sourceURL, video.support, video.privacy.rawValue, video.downloads ? "downloads" : nil)
    add(video.date.rfc3339, video.originallyPublished?.rfc3339, video.expires?.rfc3339)
    add(video.category.map { String($0) }, video.licence?.name, video.licence?.url)
    add(list: video.tags.map(\.name))
    add(list: video.authors)
    switch video.sensitive {
    case .no: add("no")
    case .yes(let reason): add("yes", reason)
    }
    for translation in video.translations { add("\(translation)") }
    add(video.series?.name, video.series?.season.map { String($0) }, video.series?.episode.map { String($0) })
  }

  private mutating func addTracks(of video: Video) {
    add(list: video.chapters.map { "\($0.start) \($0.title)" })
    add(String(video.captions.count))
    for caption in video.captions {
      add(caption.language, caption.label, caption.kind.rawValue, caption.isAutomatic ? "automatic" : nil)
      add(SHA256.hash(caption.webVTT).hex)
    }
  }

  private mutating func addMedia(of facts: VideoFacts) {
    add(list: facts.renditions.map { "\($0.name) \($0.sha256.hex)" })
    add(facts.pictures?.poster.sha256.hex)
  }

  /// Each value with its length before it, so that no two lists of values meet.
  private mutating func add(_ values: String?...) {
    for value in values {
      guard let value else {
        hasher.update(Array("-".utf8))
        continue
      }
      let bytes = Array(value.utf8)
      hasher.update(Array("\(bytes.count):".utf8))
      hasher.update(bytes)
    }
  }

  private mutating func add(list: [String]) {
    add(String(list.count))
    for value in list { add(value) }
  }
}
