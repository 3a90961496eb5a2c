/// Everything may be read; unlisted pages say `noindex` themselves, which a page that must not be fetched could not.
enum Robots {
  static func document(_ context: SiteContext) -> Document {
    var lines = ["User-agent: *", "Allow: /"]
    if let sitemap = context.addresses.absolute("sitemap.xml") { lines.append("Sitemap: \(sitemap)") }
    let text = lines.map { $0 + "\n" }.joined()
    var digest = InputDigest("robots 1")
    digest.add(text)
    return Document(path: "robots.txt", inputs: digest.finish()) { Array(text.utf8) }
  }
}
