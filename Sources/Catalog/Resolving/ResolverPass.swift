internal import Diagnostics
internal import Facts
internal import Hashing

/// One resolution as it is made: first who is shown, then their values, then what follows for the whole.
struct ResolverPass {
  let tree: ContentTree
  let ledger: Ledger
  let actor: String?
  let now: Instant
  let showsDrafts: Bool
  let composer: VideoComposer
  let identity: VideoIdentity
  /// In the order of `tree.videos`.
  let facts: [VideoFacts?]
  let captions: (VideoText, String) -> [UInt8]?

  /// Indexes into `tree.videos` of those to show, with their dates.
  var shown: [(index: Int, date: Instant, facts: VideoFacts)] = []
  var held: [Int: Resolution.Held.Reason] = [:]
  var videos: [Video] = []
  /// By index into the ledger's entries; what is not here stays as it is.
  var renewed: [Int: Ledger.Entry] = [:]
  var added: [Ledger.Entry] = []
  var slugs: [Int: String] = [:]
  var changes: [Instant] = []
  var diagnostics: [Diagnostic] = []

  init(
    tree: ContentTree, ledger: Ledger, actor: String?, now: Instant, showsDrafts: Bool,
    facts: (VideoText) -> VideoFacts?, captions: @escaping (VideoText, String) -> [UInt8]?
  ) {
    self.captions = captions
    self.tree = tree
    self.ledger = ledger
    self.actor = actor
    self.now = now
    self.showsDrafts = showsDrafts
    self.facts = tree.videos.map(facts)
    composer = VideoComposer(tree: tree, now: now)
    let digests = zip(tree.videos, self.facts).map { video, facts in facts?.source.sha256 ?? video.pointerDigest }
    identity = VideoIdentity(videos: tree.videos, digests: digests, ledger: ledger)
  }

  func entry(_ video: Int) -> Ledger.Entry? { identity.entryOfVideo[video].map { ledger.entries[$0] } }

  // MARK: What is shown

  mutating func choose() {
    for (index, text) in tree.videos.enumerated() {
      let date = composer.date(of: text, facts[index], known: entry(index)?.date)
      if let reason = reasonToHold(text, index, date) {
        held[index] = reason
        if case .notDue(let date) = reason { changes.append(date) }
      } else if let facts = facts[index] {
        shown.append((index, date, facts))
        if let expires = text.frontMatter.expires { changes.append(expires) }
      }
    }
    let requests = shown.map { SlugAssignment.Request(video: tree.videos[$0.index], entry: entry($0.index)) }
    let assignment = SlugAssignment(requests, ledger: ledger)
    diagnostics += assignment.diagnostics
    for (request, slug) in zip(shown, assignment.slugs) {
      slugs[request.index] = slug
      if slug == nil { held[request.index] = .refused }
    }
    shown.removeAll { slugs[$0.index] == nil }
    refuseSecondUUIDs()
  }

  private mutating func reasonToHold(_ text: VideoText, _ index: Int, _ date: Instant) -> Resolution.Held.Reason? {
    let reason = HoldRule(composer: composer, showsDrafts: showsDrafts).reason(text, date: date)
    if reason == .draft, text.frontMatter.privacy == nil {
      diagnostics.append(.privateAtSource(at: Location(text.shownPath)))
    }
    if let reason { return reason }
    return facts[index] == nil ? .noFacts : nil
  }

  /// A uuid is that of one video.
  private mutating func refuseSecondUUIDs() {
    var owners: [String: String] = [:]
    for (index, entry) in ledger.entries.enumerated() where entry.state != .local {
      owners[entry.uuid] = identity.videoOfEntry[index].map { tree.videos[$0].contentPath } ?? entry.sourcePath
    }
    for item in shown {
      let text = tree.videos[item.index]
      guard let written = text.frontMatter.uuid else { continue }
      if let entry = entry(item.index), entry.state != .local {
        if entry.uuid != written.value {
          diagnostics.append(.uuidChanged(written.value, kept: entry.uuid, at: written.location))
        }
      } else if let owner = owners[written.value], owner != text.contentPath {
        diagnostics.append(.uuidCollision(written.value, other: owner, at: written.location))
        held[item.index] = .refused
      } else {
        owners[written.value] = text.contentPath
      }
    }
    shown.removeAll { held[$0.index] != nil }
  }

  // MARK: Values and lines

  mutating func compose() {
    var uuids = Set(ledger.entries.filter { $0.state != .local }.map(\.uuid))
    uuids.formUnion(shown.compactMap { tree.videos[$0.index].frontMatter.uuid?.value })
    for item in shown {
      let text = tree.videos[item.index]
      guard let slug = slugs[item.index] else { continue }
      let old = entry(item.index)
      let lasting = old.flatMap { $0.state == .local ? nil : $0 }
      let uuid = lasting?.uuid ?? text.frontMatter.uuid?.value ?? newUUID(text.contentPath, &uuids)
      let idPath = lasting?.idPath ?? "videos/\(slug)/video.jsonld"
      var former = old?.formerSlugs.filter { $0 != slug } ?? []
      if let old, old.slug != slug, old.state != .local { former.append(old.slug) }
      let aliases = (text.frontMatter.aliases ?? []) + former.map { "videos/\($0)/" }
      let tracks = composer.tracks(text, item.facts) { captions(text, $0) }
      diagnostics += tracks.diagnostics
      var video = composer.video(
        text, item.facts, tracks, slug: slug, uuid: uuid, idPath: idPath, date: item.date, aliases: aliases)
      let digest = ReaderDigest.of(video)
      let isUnchanged = old.map { $0.digest == digest && $0.state != .gone } ?? false
      video.updated = text.frontMatter.updated ?? (isUnchanged ? old?.updated ?? now : now)
      videos.append(video)
      warnOfTitle(video, text)
      guard video.privacy != .draft else { continue }
      let isKept = actor == nil && lasting != nil
      let line = Ledger.Entry(
        idPath: idPath, uuid: uuid, slug: slug, sourcePath: text.contentPath, sourceSHA256: item.facts.source.sha256,
        date: item.date, updated: video.updated, digest: digest, state: actor == nil ? .local : .published,
        formerSlugs: former, channel: video.privacy == .public ? video.channel : nil)
      if let index = identity.entryOfVideo[item.index] {
        renewed[index] = isKept ? ledger.entries[index] : line
      } else {
        added.append(line)
      }
    }
  }

  /// The first that is free, since a path may be used again by another video.
  private func newUUID(_ path: String, _ taken: inout Set<String>) -> String {
    var number = 1
    while true {
      let name = "\(actor ?? "")\n\(path)" + (number == 1 ? "" : "\n\(number)")
      let uuid = UUIDText.version4(SHA256.hash(Array(name.utf8)))
      if taken.insert(uuid).inserted { return uuid }
      number += 1
    }
  }

  private mutating func warnOfTitle(_ video: Video, _ text: VideoText) {
    // PeerTube counts as JavaScript does.
    guard actor != nil, video.privacy != .draft, !(3...120).contains(video.title.utf16.count) else { return }
    diagnostics.append(
      .titleForPeerTube(video.title.utf16.count, at: text.frontMatter.title?.location ?? Location(text.shownPath)))
  }
}

extension VideoText {
  /// Of the source, where a pointer tells it.
  var pointerDigest: Digest256? {
    if case .pointer(let sha256, _, _) = media { sha256 } else { nil }
  }
}
