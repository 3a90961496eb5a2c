internal import Diagnostics

/// `channel.md`: what a channel says of itself, and what its videos inherit.
struct ChannelFrontMatter {
  var title: String?
  var description: String?
  var language: String?
  var category: Int?
  var licence: Licence?
  var support: String?
  var renditions: RenditionPolicy?
  var accent: String?

  static let keys = [
    "title", "description", "language", "category", "licence", "support", "renditions", "accent", "extra",
  ]

  static func read(_ node: YAMLNode?) -> (ChannelFrontMatter, [Diagnostic]) {
    var reader = KeyReader(node, keys: keys)
    var out = ChannelFrontMatter()
    out.title = reader.title()?.value
    out.description = reader.text("description")?.value
    out.language = reader.language()
    out.category = reader.category()
    out.licence = reader.licence()
    out.support = reader.text("support")?.value
    out.renditions = reader.renditions()
    out.accent = reader.colour("accent")
    reader.extra()
    return (out, reader.diagnostics)
  }
}
