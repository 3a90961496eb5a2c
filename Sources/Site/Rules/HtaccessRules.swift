/// `.htaccess` for Apache 2.4 on hosts that one shares with others.
///
/// Pages say themselves, in a `<meta>`, what they may do, so that a page of one's own beside them is not bound by it.
enum HtaccessRules {
  private static let apache = ApacheDirectives(isGuarded: true)

  static func site(_ facts: RuleFacts) -> String {
    let parts =
      [
        apache.types(FileTypes.kinds.filter { !$0.isCommon }), apache.specials,
        apache.headers(mediaFolder: "media/", security: nil), apache.compression, apache.hidden, apache.notFound(facts),
      ] + (facts.host == nil ? [] : [apache.inboxes]) + [apache.rewriting(facts)]
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// For a host whose root is what lies in `media/` here.
  static let media: String = {
    let kinds = FileTypes.kinds.filter { ["m3u8", "mp4", "m4s", "vtt", "torrent", "json"].contains($0.fileExtension) }
    let parts = [
      apache.types(kinds), apache.headers(mediaFolder: "", security: nil), apache.compression, apache.hidden,
    ]
    return parts.joined(separator: "\n\n") + "\n"
  }()
}
