internal import Diagnostics
public import Facts
internal import Files

/// Every video of the content with what a build would make of it at a moment: what `bobine list` shows.
public struct Listing: Sendable, Hashable {
  public enum State: String, Sendable, Hashable, CaseIterable {
    case published, unlisted
    /// Due already, and no build has made its media yet.
    case new
    case scheduled, expired, draft
    /// There is neither a file nor what an earlier build learned of it.
    case missing
    /// Its text has an error, or another video has the address that it asks for.
    case refused
  }

  public struct Entry: Sendable, Hashable {
    /// Below the project: the video's file, or its text where there is no file.
    public var path: String
    public var title: String
    /// What it has, or would have if it were published now.
    public var slug: String
    public var channel: String
    public var date: Instant
    public var expires: Instant?
    public var privacy: Video.Privacy
    public var state: State
    /// In milliseconds; nil where nothing is known of its media.
    public var duration: Int64?
  }

  /// Newest first, then by path.
  public var entries: [Entry]
  /// When the first scheduled one falls due or the first shown one expires; nil where nothing will change by itself.
  public var nextChange: Instant?

  /// - Parameter facts: what is known of a video's media, whether or not they are those of its file.
  public init(tree: ContentTree, ledger: Ledger, now: Instant, facts: (VideoText) -> VideoFacts?) {
    let known = tree.videos.map(facts)
    let composer = VideoComposer(tree: tree, now: now)
    let rule = HoldRule(composer: composer, showsDrafts: false)
    let digests = zip(tree.videos, known).map { video, facts in facts?.source.sha256 ?? video.pointerDigest }
    let identity = VideoIdentity(videos: tree.videos, digests: digests, ledger: ledger)
    let lines = identity.entryOfVideo.map { $0.map { ledger.entries[$0] } }
    let dates = tree.videos.indices.map { index in
      composer.date(of: tree.videos[index], known[index], known: lines[index]?.date)
    }
    let reasons = tree.videos.indices.map { rule.reason(tree.videos[$0], date: dates[$0]) }
    func slugs(of indices: [Int]) -> [Int: String?] {
      let requests = indices.map { SlugAssignment.Request(video: tree.videos[$0], entry: lines[$0]) }
      return Dictionary(zip(indices, SlugAssignment(requests, ledger: ledger).slugs)) { first, _ in first }
    }
    let shown = slugs(of: tree.videos.indices.filter { reasons[$0] == nil && known[$0] != nil })
    let all = slugs(of: Array(tree.videos.indices))
    entries = tree.videos.indices.map { index in
      let text = tree.videos[index]
      let isRefused = shown[index] == .some(.none)
      let slug = (shown[index] ?? nil) ?? (all[index] ?? nil) ?? text.frontMatter.slug?.value ?? Slug.make(text.name)
      return Entry(
        path: text.shownPath, title: composer.title(of: text, told: known[index]?.source.title), slug: slug,
        channel: text.channel, date: dates[index], expires: text.frontMatter.expires,
        privacy: composer.privacy(of: text),
        state: isRefused ? .refused : Self.state(text, reasons[index], hasFacts: known[index] != nil),
        duration: known[index]?.source.duration)
    }
    entries.sort { a, b in
      a.date.seconds == b.date.seconds ? a.path.precedesByBytes(b.path) : a.date.seconds > b.date.seconds
    }
    nextChange = entries.compactMap { Self.change($0, after: now) }.min { $0.seconds < $1.seconds }
  }

  private static func state(_ text: VideoText, _ reason: Resolution.Held.Reason?, hasFacts: Bool) -> State {
    switch reason {
    case .draft: return .draft
    case .notDue: return .scheduled
    case .expired: return .expired
    case .refused: return .refused
    case .noFacts, nil: break
    }
    if hasFacts { return (text.frontMatter.privacy ?? text.info?.privacy) == .unlisted ? .unlisted : .published }
    if case .file = text.media { return .new }
    return .missing
  }

  private static func change(_ entry: Entry, after now: Instant) -> Instant? {
    switch entry.state {
    case .scheduled: entry.date
    case .published, .unlisted, .new: entry.expires
    case .expired, .draft, .missing, .refused: nil
    }
  }
}
