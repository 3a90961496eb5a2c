internal import Diagnostics
public import Facts

/// Turns texts, facts and the ledger into the catalog and the next ledger. A function of its arguments alone.
public enum Resolver {
  /// - Parameters:
  ///   - facts: what the media pass knows of a video; nil leaves it out (the caller says why).
  ///   - captions: WebVTT that a media pass took from a video's container, by the language that its facts name.
  ///   - now: decides what is due or expired, and what enters the ledger.
  ///   - drafts: show drafts too; they never enter the ledger.
  ///   - newIdentity: take another host or account, and with it new ids for everything.
  public static func resolve(
    tree: ContentTree, facts: (VideoText) -> VideoFacts?,
    captions: @escaping (_ video: VideoText, _ language: String) -> [UInt8]? = { _, _ in nil }, ledger: Ledger,
    now: Instant, drafts: Bool = false, newIdentity: Bool = false
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
    var pass = ResolverPass(
      tree: tree, ledger: ledger, actor: actor, now: now, showsDrafts: drafts, facts: facts, captions: captions)
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
