public import Facts
public import Hashing

/// A published id at which a build would leave no document. Other servers delete what answers 404 there.
public struct Disappearance: Sendable, Hashable {
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// Neither its file nor its text is in the content.
    case removed
    case draft
    case expired
    /// Its date lies in the future now.
    case notDue = "not due"
    /// Its page stays, its document does not.
    case unlisted
    /// It cannot be built here, and this output has no earlier version of it.
    case unbuildable = "not buildable here"
  }

  public var idPath: String
  /// Where it was last seen in the content.
  public var sourcePath: String
  public var reason: Reason

  public init(idPath: String, sourcePath: String, reason: Reason) {
    self.idPath = idPath
    self.sourcePath = sourcePath
    self.reason = reason
  }

  /// Is this more than a person would take away by the way? One video may go, and up to a tenth of all; never all of them.
  /// More looks like a wrong folder or a disk that is away, which must not erase a channel from other servers.
  public static func isTooMuch(_ count: Int, of published: Int) -> Bool {
    count > 0 && (count >= published || (count > 1 && count * 10 > published))
  }
}

extension Resolver {
  /// Channels that have, or had, published videos and that the content has no longer: their actors would be gone, and to other
  /// servers everything that they published with them. Sorted.
  public static func vanishedChannels(_ tree: ContentTree, _ ledger: Ledger) -> [String] {
    let published = ledger.entries.filter { $0.state == .published }.compactMap(\.channel)
    return Set(published).subtracting(tree.channels.map(\.channel.name)).sorted()
  }

  /// What a build would take from other servers, known before any of it is made. In the order of the ledger.
  ///
  /// - Parameters:
  ///   - facts: what is known of a video already, valid or not.
  ///   - digest: of the source of a video without facts: a renamed file is known by its bytes.
  ///   - isBuildable: its media are there, or will be made.
  ///   - stands: a document of ours lies at this id in the output.
  public static func disappearing(
    tree: ContentTree, facts: (VideoText) -> VideoFacts?, digest: (VideoText) -> Digest256?, ledger: Ledger,
    now: Instant, drafts: Bool, isBuildable: (VideoText) -> Bool, stands: (_ idPath: String) -> Bool
  ) -> [Disappearance] {
    let known = tree.videos.map(facts)
    let digests = zip(tree.videos, known).map { $1?.source.sha256 ?? $0.pointerDigest ?? digest($0) }
    let identity = VideoIdentity(videos: tree.videos, digests: digests, ledger: ledger)
    let composer = VideoComposer(tree: tree, now: now)
    let rule = HoldRule(composer: composer, showsDrafts: drafts)
    func reason(_ entry: Ledger.Entry, _ video: Int?) -> Disappearance.Reason? {
      guard let video else { return .removed }
      let text = tree.videos[video]
      switch rule.reason(text, date: composer.date(of: text, known[video], known: entry.date)) {
      case .draft: return .draft
      case .expired: return .expired
      case .notDue: return .notDue
      case .refused, .noFacts: return stands(entry.idPath) ? nil : .unbuildable
      case nil: break
      }
      if !isBuildable(text) { return stands(entry.idPath) ? nil : .unbuildable }
      return composer.privacy(of: text) == .unlisted && stands(entry.idPath) ? .unlisted : nil
    }
    return ledger.entries.enumerated().compactMap { index, entry in
      guard entry.state == .published else { return nil }
      return reason(entry, identity.videoOfEntry[index]).map {
        Disappearance(idPath: entry.idPath, sourcePath: entry.sourcePath, reason: $0)
      }
    }
  }
}
