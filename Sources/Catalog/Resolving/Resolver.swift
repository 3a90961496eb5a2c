internal import Diagnostics
public import Facts
internal import Hashing

/// Turns texts, facts and the ledger into the catalog and the next ledger. A function of its arguments alone.
public enum Resolver {
  /// - Parameters:
  ///   - facts: what the media pass knows of a video; nil leaves it out (the caller says why).
  ///   - now: decides what is due or expired, and what enters the ledger.
  ///   - drafts: show drafts too; they never enter the ledger.
  ///   - newIdentity: take another host or account, and with it new ids for everything.
  public static func resolve(
    tree: ContentTree, facts: (VideoText) -> VideoFacts?, ledger: Ledger, now: Instant, drafts: Bool = false,
    newIdentity: Bool = false
  ) -> Resolution {
    let actor = tree.site.baseURL.map { "\($0)accounts/\(tree.site.account.username)/actor.jsonld" }
    var ledger = ledger
    if let old = ledger.actor, let actor, old != actor {
      guard newIdentity else {
        let empty = Catalog(site: tree.site, channels: [], videos: [], playlists: [])
        return Resolution(
          catalog: empty, ledger: ledger, diagnostics: [.identityChanged(from: old, to: actor)], isRefused: true)
      }
      ledger.forgetIdentity()
    }
    ledger.actor = actor ?? ledger.actor
    var pass = ResolverPass(tree: tree, ledger: ledger, actor: actor, now: now, showsDrafts: drafts, facts: facts)
    pass.choose()
    pass.compose()
    return pass.finish()
  }
}

extension Ledger {
  /// Addresses stay; what other servers knew is forgotten.
  fileprivate mutating func forgetIdentity() {
    entries.removeAll { $0.state == .gone }
    for index in entries.indices { entries[index].state = .local }
  }
}

private struct ResolverPass {
  let tree: ContentTree
  let ledger: Ledger
  let actor: String?
  let now: Instant
  let showsDrafts: Bool
  let composer: VideoComposer
  let identity: VideoIdentity
  /// In the order of `tree.videos`.
  let facts: [VideoFacts?]

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
    facts: (VideoText) -> VideoFacts?
  ) {
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

  private func entry(_ video: Int) -> Ledger.Entry? { identity.entryOfVideo[video].map { ledger.entries[$0] } }

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
    if text.isRefused { return .refused }
    if composer.privacy(of: text) == .draft, !showsDrafts {
      if text.frontMatter.privacy == nil { diagnostics.append(.privateAtSource(at: Location(text.shownPath))) }
      return .draft
    }
    if let expires = text.frontMatter.expires, expires.seconds <= now.seconds { return .expired(expires) }
    if date.seconds > now.seconds { return .notDue(date) }
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
      var video = composer.video(
        text, item.facts, slug: slug, uuid: uuid, idPath: idPath, date: item.date, aliases: aliases)
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
        formerSlugs: former)
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

  // MARK: The whole

  mutating func finish() -> Resolution {
    videos.sort { a, b in
      a.date.seconds == b.date.seconds
        ? a.contentPath.utf8.lexicographicallyPrecedes(b.contentPath.utf8) : a.date.seconds > b.date.seconds
    }
    let aliases = settleAliases()
    let next = nextLedger()
    let used = Set(videos.map(\.channel))
    let channels = tree.channels.filter { $0.isWritten || used.contains($0.channel.name) }.map(\.channel)
    let catalog = Catalog(site: tree.site, channels: channels, videos: videos, playlists: playlists())
    let tombstones = actor == nil ? [] : next.entries.filter { $0.state == .gone }.map {
      Resolution.Tombstone(idPath: $0.idPath, deleted: $0.updated)
    }
    let heldVideos = held.keys.sorted().compactMap { index in
      held[index].map {
        Resolution.Held(contentPath: tree.videos[index].contentPath, slug: entry(index)?.slug, reason: $0)
      }
    }
    return Resolution(
      catalog: catalog, ledger: next, tombstones: tombstones, aliases: aliases,
      nextChange: changes.filter { $0.seconds > now.seconds }.min(), held: heldVideos, diagnostics: diagnostics.sorted())
  }

  /// An old address leads to one video, and never stands in the place of a page.
  private mutating func settleAliases() -> [Resolution.Alias] {
    var owners = Dictionary(videos.map { ("videos/\($0.slug)/", $0.contentPath) }) { first, _ in first }
    let texts = Dictionary(tree.videos.map { ($0.contentPath, $0) }) { first, _ in first }
    var aliases: [Resolution.Alias] = []
    for index in videos.indices {
      var kept: [String] = []
      for path in videos[index].aliases {
        if let owner = owners[path] {
          if owner != videos[index].contentPath {
            let text = texts[videos[index].contentPath]
            diagnostics.append(
              .aliasTaken(path, by: owner, at: Location(text?.textPath ?? text?.shownPath ?? owner)))
          }
          continue
        }
        owners[path] = videos[index].contentPath
        kept.append(path)
        aliases.append(.init(from: path, to: "videos/\(videos[index].slug)/"))
      }
      videos[index].aliases = kept
    }
    return aliases.sorted { $0.from.utf8.lexicographicallyPrecedes($1.from.utf8) }
  }

  private func nextLedger() -> Ledger {
    var entries: [Ledger.Entry] = added
    for (index, entry) in ledger.entries.enumerated() {
      if let renewed = renewed[index] {
        entries.append(renewed)
      } else if let entry = afterDisappearing(entry, identity.videoOfEntry[index]) {
        entries.append(entry)
      }
    }
    entries.sort { $0.idPath.utf8.lexicographicallyPrecedes($1.idPath.utf8) }
    return Ledger(actor: ledger.actor, entries: entries)
  }

  /// The line of a video that is not shown.
  private func afterDisappearing(_ entry: Ledger.Entry, _ video: Int?) -> Ledger.Entry? {
    if let video {
      switch held[video] {
      // It is there, and its previous version stays.
      case .noFacts, .refused, nil: return entry
      case .draft, .notDue, .expired: break
      }
    }
    switch entry.state {
    case .gone: return entry
    case .local: return video == nil ? nil : entry
    case .published:
      guard actor != nil else { return entry }
      var gone = entry
      gone.state = .gone
      gone.updated = now
      return gone
    }
  }

  private mutating func playlists() -> [Playlist] {
    var bySlug: [String: Video] = [:]
    for video in videos {
      for alias in video.aliases where alias.hasPrefix("videos/") { bySlug[String(alias.dropFirst(7).dropLast())] = video }
    }
    for video in videos { bySlug[video.slug] = video }
    let hidden = Set(
      held.keys.flatMap { index in
        let text = tree.videos[index]
        return [text.frontMatter.slug?.value, entry(index)?.slug, Slug.make(text.name)].compactMap { $0 }
      })
    return tree.playlists.map { text in
      var slugs: [String] = []
      for written in text.videos {
        if let video = bySlug[written.value] {
          if video.privacy == .public, !slugs.contains(video.slug) { slugs.append(video.slug) }
        } else if !hidden.contains(written.value) {
          let suggestion = nearest(written.value, among: videos.map(\.slug))
          diagnostics.append(
            .unknownVideoInPlaylist(written.value, suggestion: suggestion, at: written.location))
        }
      }
      return Playlist(
        slug: text.slug, title: text.title, body: PlainText.trimmed(text.body), bodyHTML: Markdown.render(text.body).html,
        videos: slugs)
    }
  }
}

extension VideoText {
  /// Of the source, where a pointer tells it.
  fileprivate var pointerDigest: Digest256? {
    if case .pointer(let sha256, _, _) = media { sha256 } else { nil }
  }
}
