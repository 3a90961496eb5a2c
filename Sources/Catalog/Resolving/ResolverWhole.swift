internal import Diagnostics

/// What follows for the whole: aliases, the next ledger, tombstones.
extension ResolverPass {
  mutating func finish() -> Resolution {
    videos.sort { a, b in
      a.date.seconds == b.date.seconds
        ? a.contentPath.utf8.lexicographicallyPrecedes(b.contentPath.utf8) : a.date.seconds > b.date.seconds
    }
    let aliases = settleAliases()
    let next = nextLedger()
    let used = Set(videos.map(\.channel)).union(channelsOfFailedVideos)
    let channels = tree.channels.filter { $0.isWritten || used.contains($0.channel.name) }.map(\.channel)
    var catalog = Catalog(site: tree.site, channels: channels, videos: videos, playlists: playlists())
    catalog.pages = tree.pages
    catalog.firstBaseURL = ledger.firstBase
    let tombstones =
      actor == nil
      ? []
      : next.entries.filter { $0.state == .gone }.map {
        Resolution.Tombstone(
          idPath: $0.idPath, deleted: $0.updated, date: $0.date, sourcePath: $0.sourcePath, channel: $0.channel)
      }
    let heldVideos = held.keys.sorted().compactMap { index in
      held[index].map {
        Resolution.Held(contentPath: tree.videos[index].contentPath, slug: entry(index)?.slug, reason: $0)
      }
    }
    return Resolution(
      catalog: catalog, ledger: next, tombstones: tombstones, aliases: aliases,
      nextChange: changes.filter { $0.seconds > now.seconds }.min(), held: heldVideos, diagnostics: diagnostics.sorted()
    )
  }

  /// A mistake in its only video must not take a published channel off the site, and its actor with it.
  private var channelsOfFailedVideos: [String] {
    held.compactMap { index, reason in
      (reason == .refused || reason == .noFacts) && entry(index) != nil ? tree.videos[index].channel : nil
    }
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
    return Ledger(actor: ledger.actor, firstBase: ledger.firstBase, entries: entries)
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
}
