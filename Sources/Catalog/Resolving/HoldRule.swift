internal import Facts

/// Why a video is not on the site at this moment, as far as its texts and the clock decide it.
struct HoldRule {
  let composer: VideoComposer
  let showsDrafts: Bool

  func reason(_ text: VideoText, date: Instant) -> Resolution.Held.Reason? {
    if text.isRefused { return .refused }
    if composer.privacy(of: text) == .draft, !showsDrafts { return .draft }
    if let expires = text.frontMatter.expires, expires.seconds <= composer.now.seconds { return .expired(expires) }
    return date.seconds > composer.now.seconds ? .notDue(date) : nil
  }
}
