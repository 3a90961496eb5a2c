/// `_headers`, as Netlify, Cloudflare Pages and others read it.
///
/// No two rules may give one file the same header: Cloudflare joins the values with a comma, and `*, *` is no origin. Nothing is said of
/// `Cache-Control` but for immutable files: these hosts let everything else be asked for again by themselves.
enum HeaderRules {
  static func site(_ facts: RuleFacts) -> String {
    let base = String(facts.basePath.dropLast())
    var rules = media(at: base + "/media/")
    rules += ["jsonld", "vtt"].compactMap { type($0) }.map { Rule("\(base)/*.\($0.fileExtension)", $0.mediaType) }
    rules.append(Rule("\(base)/videos/*.m3u8", type("m3u8")?.mediaType))
    rules += FileTypes.specials.flatMap { special in special.paths.map { Rule(base + $0, special.mediaType) } }
    rules += ["/catalog.json", "/catalog/*"].map { Rule(base + $0, nil) }
    return everywhere(base + "/*") + text(rules)
  }

  static let media = everywhere("/*") + text(media(at: "/"))

  private static func everywhere(_ path: String) -> String {
    path + "\n" + SecurityHeaders.everywhere.map { "  \($0.name): \($0.value)\n" }.joined()
  }

  private struct Rule {
    var path: String
    var mediaType: String?
    var isImmutable = false

    init(_ path: String, _ mediaType: String?, immutable: Bool = false) {
      self.path = path
      self.mediaType = mediaType
      isImmutable = immutable
    }
  }

  private static func media(at folder: String) -> [Rule] {
    FileTypes.immutableExtensions.compactMap { type($0) }
      .map { Rule("\(folder)*.\($0.fileExtension)", $0.mediaType, immutable: true) }
      + ["m3u8", "torrent", "json"].compactMap { type($0) }
      .map { Rule("\(folder)*.\($0.fileExtension)", $0.mediaType) }
  }

  private static func type(_ fileExtension: String) -> FileTypes.Kind? {
    FileTypes.kinds.first { $0.fileExtension == fileExtension }
  }

  private static func text(_ rules: [Rule]) -> String {
    rules.map { rule in
      var lines = [rule.path]
      if let mediaType = rule.mediaType { lines.append("  Content-Type: \(mediaType)") }
      lines.append("  Access-Control-Allow-Origin: *")
      if rule.isImmutable { lines.append("  Cache-Control: \(FileTypes.immutable)") }
      return lines.map { $0 + "\n" }.joined()
    }.joined()
  }
}
