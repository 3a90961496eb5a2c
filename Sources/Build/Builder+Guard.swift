import Catalog
import Diagnostics
import Facts
import Files
import Hashing

/// What other servers know must not change by mistake. Asked before anything is made: a refusal leaves every file as it is.
extension Builder {
  /// A changed host or account: every id would be another one.
  func guardIdentity(_ tree: ContentTree, _ ledger: Ledger, _ report: inout BuildReport) throws(Refusal) {
    if let change = Resolver.identityChange(tree, ledger), !options.newIdentity { try refuse(change, &report) }
    let published = ledger.entries.count { $0.state == .published }
    if let actor = ledger.actor, tree.site.baseURL == nil, published > 0, !options.allowRemovals {
      try refuse(.baseURLGone(published, actor: actor), &report)
    }
  }

  /// A wrong folder or a disk that is away: to other servers it looks as if everything had been deleted.
  ///
  /// - Parameters:
  ///   - facts: what is known of videos at this moment, valid or not.
  ///   - isBuildable: its media are there, or will be made.
  func guardRemovals(
    _ tree: ContentTree, _ facts: [String: VideoFacts], _ ledger: Ledger, now: Instant,
    isBuildable: @escaping (VideoText) -> Bool, _ report: inout BuildReport
  ) throws {
    // Under another host there is nothing to lose: all the old ids are given up.
    if options.allowRemovals || tree.site.baseURL == nil || Resolver.identityChange(tree, ledger) != nil { return }
    let published = ledger.entries.filter { $0.state == .published }.count
    if published == 0 { return }
    let manifest = PublishedBefore(paths: paths).manifest
    func gone(_ digests: [String: Digest256]) throws -> [Disappearance] {
      var found = Resolver.disappearing(
        tree: tree, facts: { facts[$0.contentPath] }, digest: { digests[$0.contentPath] }, ledger: ledger, now: now,
        drafts: options.drafts, isBuildable: isBuildable, stands: { manifest.entries[$0] != nil })
      if let slug = options.purge {
        let purged = try PurgedVideo.entry(slug, in: ledger).idPath
        found.removeAll { $0.idPath == purged }
      }
      return found
    }
    var found = try gone([:])
    guard Disappearance.isTooMuch(found.count, of: published) else {
      return try guardChannels(tree, ledger, found, &report)
    }
    // Files may only have moved: then some of the new ones have the bytes of those that are missed.
    let digests = try digests(of: found.filter { $0.reason == .removed }, tree, facts)
    if !digests.isEmpty { found = try gone(digests) }
    guard Disappearance.isTooMuch(found.count, of: published) else {
      return try guardChannels(tree, ledger, found, &report)
    }
    let reasons = Disappearance.Reason.allCases.compactMap { reason in
      let count = found.count { $0.reason == reason }
      return count == 0 ? nil : "\(count) \(reason.rawValue)"
    }
    let examples = found.prefix(3).map(\.sourcePath)
    try refuse(.tooManyRemovals(found.count, of: published, reasons: reasons, examples: examples), &report)
  }

  /// A folder that was renamed: its videos keep their ids, but the channel that they belong to would be another one, and the old
  /// one gone. Where its videos go as well, that was judged as removals.
  private func guardChannels(
    _ tree: ContentTree, _ ledger: Ledger, _ found: [Disappearance], _ report: inout BuildReport
  ) throws(Refusal) {
    var gone = Set(found.map(\.idPath))
    // What is taken down by name is meant to go, and its channel with it if it was the last.
    if let slug = options.purge, let purged = try? PurgedVideo.entry(slug, in: ledger) { gone.insert(purged.idPath) }
    let left = Resolver.vanishedChannels(tree, ledger).filter { name in
      ledger.entries.contains { $0.state == .published && $0.channel == name && !gone.contains($0.idPath) }
    }
    if let first = left.first { try refuse(.channelGone(first, more: left.count - 1), &report) }
  }

  /// A preview shows what would be, and says so: nothing of it is published.
  private func refuse(_ diagnostic: Diagnostic, _ report: inout BuildReport) throws(Refusal) {
    guard options.isPreview else { throw Refusal(diagnostic: diagnostic) }
    var warning = diagnostic
    warning.severity = .warning
    report.diagnostics.append(warning)
  }

  /// Of files that nothing is known of and that are as large as one that is missed. They are read for it, which a media
  /// pass does once more; it happens only where the build would else be refused.
  private func digests(
    of missing: [Disappearance], _ tree: ContentTree, _ facts: [String: VideoFacts]
  ) throws -> [String: Digest256] {
    let state = StateFolder(paths: paths)
    var ignored: [Diagnostic] = []
    let sizes = Set(missing.map { state.facts($0.sourcePath, &ignored)?.source.size })
    var digests: [String: Digest256] = [:]
    for video in tree.videos where facts[video.contentPath] == nil {
      guard case .file(let path, let size) = video.media, sizes.contains(size) || sizes.contains(nil) else { continue }
      digests[video.contentPath] = try? SourceDigest.sha256(path)
    }
    return digests
  }
}
