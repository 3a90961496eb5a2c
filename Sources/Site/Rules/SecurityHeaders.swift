/// What browsers are asked to enforce: one table for every server.
struct SecurityHeaders: Sendable {
  /// Of every answer.
  static let everywhere = [
    // A browser must not guess that a caption file is a script.
    (name: "X-Content-Type-Options", value: "nosniff"),
    // Other sites do not learn who watched what here.
    (name: "Referrer-Policy", value: "same-origin"),
  ]

  /// The Content-Security-Policy of pages, which stands in each of them too; framed by this site alone, which a `<meta>` cannot say.
  let page: String
  /// The same of players made to be framed by others.
  let embed: String

  init(_ policy: ContentPolicy) {
    page = policy.text + "; frame-ancestors 'self'"
    embed = policy.text
  }

  /// Below the site's root.
  static let embedPattern = "/videos/[^/]+/embed/"
}
