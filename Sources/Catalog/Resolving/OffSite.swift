extension VideoText {
  /// Is it surely not on the site, whatever its media are? Media of such a video are not made: what was taken down must not
  /// come back to where it was downloaded from.
  ///
  /// - Parameters:
  ///   - now: nil: nothing has expired.
  ///   - drafts: drafts are shown.
  public func isOffSite(at now: Instant?, drafts: Bool) -> Bool {
    if !drafts, (frontMatter.privacy ?? info?.privacy) == .draft { return true }
    guard let now, let expires = frontMatter.expires else { return false }
    return expires.seconds <= now.seconds
  }
}
