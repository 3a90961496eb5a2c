internal import Diagnostics

/// Gives every shown video its address (design, "Slugs"). The ledger decides who was first.
struct SlugAssignment {
  struct Request {
    var video: VideoText
    /// Its line in the ledger.
    var entry: Ledger.Entry?
  }

  /// In the order of the requests; nil where two written slugs collide.
  private(set) var slugs: [String?]
  private(set) var diagnostics: [Diagnostic] = []

  /// Every slug that stands in the ledger, with the id of the video that it leads to.
  private let owners: [String: Ledger.Entry]
  private var taken: [String: Int] = [:]
  /// Where to go on counting, for a thousand videos of one name.
  private var lastNumbers: [String: Int] = [:]

  /// Requests in the order of content paths, in which names are given out: of films, then of sounds.
  init(_ requests: [Request], ledger: Ledger) {
    slugs = Array(repeating: nil, count: requests.count)
    var owners: [String: Ledger.Entry] = [:]
    for entry in ledger.entries {
      for slug in [entry.slug] + entry.formerSlugs + [entry.firstSlug] where owners[slug] == nil {
        owners[slug] = entry
      }
    }
    self.owners = owners
    let writtenFirst = requests.indices.filter { requests[$0].video.frontMatter.slug != nil }
    // Who has the address already comes first; then the order of paths.
    for index in writtenFirst where requests[index].entry?.slug == requests[index].video.frontMatter.slug?.value {
      takeWritten(index, requests)
    }
    for index in writtenFirst where slugs[index] == nil { takeWritten(index, requests) }
    for index in requests.indices where slugs[index] == nil && !collided.contains(index) {
      if let slug = requests[index].entry?.slug, requests[index].video.frontMatter.slug == nil { take(slug, index) }
    }
    // `talk.mp4` is what a reader of `talk` looks for, and not the `talk.mp3` before it.
    for isSound in [false, true] {
      for index in requests.indices where slugs[index] == nil && !collided.contains(index) {
        if FileKind.isSound(requests[index].video.contentPath) == isSound { derive(index, requests) }
      }
    }
  }

  private var collided: Set<Int> = []

  private mutating func take(_ slug: String, _ index: Int) {
    slugs[index] = slug
    taken[slug] = index
  }

  private mutating func takeWritten(_ index: Int, _ requests: [Request]) {
    guard let written = requests[index].video.frontMatter.slug else { return }
    if let other = taken[written.value] {
      let place = requests[other].video.frontMatter.slug?.location ?? Location(requests[other].video.shownPath)
      diagnostics.append(.slugCollision(written.value, other: place, at: written.location))
      collided.insert(index)
      return
    }
    if let owner = owners[written.value], owner.idPath != requests[index].entry?.idPath { return }
    take(written.value, index)
  }

  /// From the written slug where another video has that address for life, else from the name.
  private mutating func derive(_ index: Int, _ requests: [Request]) {
    let request = requests[index]
    let written = request.video.frontMatter.slug
    if let slug = request.entry?.slug, taken[slug] == nil {
      take(slug, index)
    } else {
      let base = written?.value ?? Slug.make(NameFacts.withoutIdentifier(request.video.name))
      take(free(base, request), index)
    }
    if let written, let owner = owners[written.value], let got = slugs[index] {
      diagnostics.append(.slugTaken(written.value, by: owner.sourcePath, got: got, at: written.location))
    }
  }

  /// The channel's prefix, then the extension, then a number.
  private mutating func free(_ base: String, _ request: Request) -> String {
    func isFree(_ slug: String) -> Bool {
      taken[slug] == nil && (owners[slug] == nil || owners[slug]?.idPath == request.entry?.idPath)
    }
    if isFree(base) { return base }
    let withChannel = Slug.appending(base, toChannel: request.video.channel)
    if isFree(withChannel) { return withChannel }
    let ending = FileName.ending(request.video.contentPath)
    if !ending.isEmpty {
      let withEnding = Slug.appending(Slug.make(ending), to: base)
      if isFree(withEnding) { return withEnding }
    }
    var number = lastNumbers[base, default: 1] + 1
    while !isFree(Slug.appending(String(number), to: base)) { number += 1 }
    lastNumbers[base] = number
    return Slug.appending(String(number), to: base)
  }
}

extension Ledger.Entry {
  /// The slug that its id was made of.
  var firstSlug: String {
    let parts = idPath.split(separator: "/")
    return parts.count == 3 ? String(parts[1]) : slug
  }
}

extension Slug {
  /// `<channel>-<slug>`, the channel's name cut where both are too long.
  static func appending(_ slug: String, toChannel channel: String) -> String {
    let short = slug.utf8.count > maximumBytes - 12 ? trimmed(Array(slug.utf8), to: maximumBytes - 12) : slug
    return appending(short, to: channel)
  }
}
