public import Diagnostics
public import Facts

/// Turns texts, facts and the ledger into the catalog and the next ledger. A function of its arguments alone.
public enum Resolver {
  /// - Parameters:
  ///   - facts: what the media pass knows of a video; nil leaves it out (the caller says why).
  ///   - captions: WebVTT that a media pass took from a video's container, by the language that its facts name.
  ///   - now: decides what is due or expired, and what enters the ledger.
  ///   - drafts: show drafts too; they never enter the ledger.
  ///   - newIdentity: take another host, and with it new ids for everything, or another account.
  public static func resolve(
    tree: ContentTree, facts: (VideoText) -> VideoFacts?,
    captions: @escaping (_ video: VideoText, _ language: String) -> [UInt8]? = { _, _ in nil }, ledger: Ledger,
    now: Instant, drafts: Bool = false, newIdentity: Bool = false
  ) -> Resolution {
    let actor = actor(of: tree.site)
    var ledger = ledger
    var told: [Diagnostic] = []
    if let change = identityChange(tree, ledger) {
      guard newIdentity else {
        let empty = Catalog(site: tree.site, channels: [], videos: [], playlists: [])
        return Resolution(catalog: empty, ledger: ledger, diagnostics: [change], isRefused: true)
      }
      if let old = ledger.actor, let actor, base(ofActor: old) != base(ofActor: actor) {
        told = tree.videos.compactMap { $0.keepsUUID(of: ledger) }
        ledger.forgetIdentity()
        let first = ledger.firstBase ?? String(base(ofActor: old))
        ledger.firstBase = first == base(ofActor: actor) ? nil : first
      }
    }
    ledger.actor = actor ?? ledger.actor
    var pass = ResolverPass(
      tree: tree, ledger: ledger, actor: actor, now: now, showsDrafts: drafts, facts: facts, captions: captions)
    pass.diagnostics = told
    pass.choose()
    pass.compose()
    return pass.finish()
  }

  /// What is to be said where the host or the account is not the one that the ledger was published under; nil where all is
  /// as it was, and where there is no address at all.
  public static func identityChange(_ tree: ContentTree, _ ledger: Ledger) -> Diagnostic? {
    guard let old = ledger.actor, let new = actor(of: tree.site), old != new else { return nil }
    return .identityChanged(from: old, to: new)
  }

  private static func actor(of site: SiteConfig) -> String? {
    site.baseURL.map { "\($0)accounts/\(site.account.username)/actor.jsonld" }
  }

  /// What stands before `accounts/<name>/actor.jsonld`.
  private static func base(ofActor actor: String) -> Substring {
    actor.lastIndex(of: "/").flatMap { actor[..<$0].lastIndex(of: "/") }.flatMap { actor[..<$0].lastIndex(of: "/") }
      .map { actor[...$0] } ?? actor[...]
  }
}

extension Ledger {
  /// Another host: addresses of pages stay, and what feeds are identified by; ids and uuids, and what had gone under the
  /// old ones, are forgotten. (Another account on the same host changes no id of a video or channel, so nothing is forgotten
  /// then.)
  fileprivate mutating func forgetIdentity() {
    entries.removeAll { $0.state == .gone }
    for index in entries.indices { entries[index].state = .local }
  }
}

extension VideoText {
  /// PeerTube knows a video by its uuid too, and refuses the one at the new address as long as it has the old one.
  fileprivate func keepsUUID(of ledger: Ledger) -> Diagnostic? {
    guard let written = frontMatter.uuid, ledger.entries.contains(where: { $0.uuid == written.value })
    else { return nil }
    return .uuidOfOldIdentity(written.value, at: written.location)
  }
}
