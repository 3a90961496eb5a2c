import Catalog
import Site
import Testing

@Suite struct `Rules for hosts` {
  private func output(_ context: SiteContext = MadeUp.context()) throws -> Output {
    try Output(Rules.documents(context).documents)
  }

  @Test func `every directive of .htaccess is of the group FileInfo, so that shared hosting takes it`() throws {
    let allowed: Set = [
      "AddType", "AddDefaultCharset", "AddOutputFilterByType", "ForceType", "Header", "SetEnvIf", "ErrorDocument",
      "RedirectMatch",
      "RewriteBase", "RewriteEngine", "RewriteCond", "RewriteRule",
      "<IfModule", "</IfModule>", "<Files", "</Files>", "<FilesMatch", "</FilesMatch>", "#",
      // Of every group.
      "<If", "</If>",
    ]
    let site = MadeUp.site { $0.mediaBaseURL = "https://media.example.net/" }
    for path in [".htaccess", "media/.htaccess"] {
      let text = try #require(try output(MadeUp.context(site: site)).text(path))
      let words = text.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
      #expect(Set(words).subtracting(allowed) == [])
    }
  }

  @Test func `a directive of a module stands only where the module is loaded`() throws {
    let text = try #require(try output().text(".htaccess"))
    var open: [String] = []
    let needs = [
      "AddType": "mime", "Header": "headers", "SetEnvIf": "setenvif", "Rewrite": "rewrite", "RedirectMatch": "alias",
      "AddOutputFilterByType": "deflate",
    ]
    for line in text.split(separator: "\n").map({ $0.drop { $0 == " " } }) {
      if line.hasPrefix("<IfModule") { open.append(String(line)) }
      if line.hasPrefix("</IfModule") { open.removeLast() }
      for (start, module) in needs where line.hasPrefix(start) {
        #expect(open.contains("<IfModule mod_\(module).c>"), "\(line)")
      }
    }
  }

  @Test func `an old address has a page that leads on, relative and with its canonical address`() throws {
    let page = try #require(try output().text("old/page/index.html"))
    #expect(page.contains("content=\"0; url=../../videos/brest/\""))
    #expect(page.contains("<link rel=\"canonical\" href=\"https://videos.example.org/videos/brest/\">"))
    #expect(page.contains("Brest, &quot;phare&quot; &amp; &lt;sea&gt;"))
    #expect(try output().text("v.html")?.contains("url=videos/brest/") == true)
  }

  @Test func `redirects name old and new places from the root of the host`() throws {
    let site = MadeUp.site(base: "https://example.org/tv/")
    let text = try #require(try output(MadeUp.context(site: site)).text("_redirects"))
    #expect(text.contains("\n/tv/old/page/ /tv/videos/brest/ 301\n"))
    #expect(
      text.contains(
        "/.well-known/webfinger resource=acct:lighthouses@example.org /tv/.well-known/wf/acct:lighthouses@example.org.json 200\n"
      ))
  }

  @Test func `no file is given one header by two _headers rules, since Cloudflare joins what they say`() throws {
    let text = try #require(try output().text("_headers"))
    var rules: [(pattern: String, names: [String])] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("/") { rules.append((String(line), [])) }
      if line.hasPrefix("  ") { rules[rules.count - 1].names.append(String(line.dropFirst(2).prefix { $0 != ":" })) }
    }
    let files = [
      "/media/0123/720p-1a2b3c4d.mp4", "/media/0123/720p-1a2b3c4d.m3u8", "/media/0123/segments-sha256.json",
      "/media/0123/720p-1a2b3c4d/init.mp4", "/media/0123/720p-1a2b3c4d/12-1a2b3c4d.m4s",
      "/media/0123/poster-1a2b3c4d.jpg", "/media/0123/poster-1a2b3c4d.webp", "/videos/a/storyboard.vtt",
      "/videos/a/video.jsonld", "/videos/a/captions.fr.vtt", "/videos/a/h264.m3u8",
      "/videos/a/chapters.json", "/.well-known/wf/acct:a@b.c.json", "/catalog.json", "/catalog/1.json", "/feed.json",
      "/channels/a/feed.xml", "/.well-known/host-meta",
    ]
    for file in files {
      let names = rules.filter { matches($0.pattern, file) }.flatMap(\.names)
      #expect(Set(names).count == names.count, "\(file): \(names)")
      #expect(
        Set(["Content-Type", "X-Content-Type-Options", "Access-Control-Allow-Origin"]).isSubset(of: names)
          || file.hasPrefix("/catalog"), "\(file)")
    }
  }

  /// `*` is anything, `:name` one segment.
  private func matches(_ pattern: String, _ path: String) -> Bool {
    if let star = pattern.firstIndex(of: "*") {
      let end = pattern[pattern.index(after: star)...]
      return path.hasPrefix(pattern[..<star]) && path.hasSuffix(end) && path.count >= pattern.count - 1
    }
    let wanted = pattern.split(separator: "/"), given = path.split(separator: "/")
    return wanted.count == given.count && zip(wanted, given).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
  }

  @Test func `only media whose name holds their hash are kept for a year`() throws {
    let text = try #require(try output().text("_headers"))
    let rules = text.split(separator: "\n/").filter { $0.contains("immutable") }.compactMap {
      $0.split(separator: "\n").first
    }
    #expect(rules.map { $0.drop { $0 == "/" } } == ["media/*.mp4", "media/*.m4s", "media/*.jpg", "media/*.webp"])
  }

  @Test func `without a base URL the rules know nothing of names`() throws {
    let output = try output(MadeUp.context(site: MadeUp.site(base: nil)))
    #expect(output.text(".htaccess")?.contains("webfinger") == false)
    #expect(output.text("_redirects")?.contains("webfinger") == false)
    #expect(output.text("old/page/index.html")?.contains("canonical") == false)
  }

  @Test func `a thousand old addresses all have a page, but hosts are not given a thousand rules`() throws {
    let video = MadeUp.video("a") { $0.aliases = (0..<1000).map { "old/\($0)/" } }
    let output = try output(MadeUp.context(videos: [video]))
    #expect(output.files.keys.filter { $0.hasPrefix("old/") }.count == 1000)
    #expect(output.text("_redirects")?.split(separator: "\n").filter { $0.hasPrefix("/old/") }.count == 500)
  }

  @Test func `the same input gives the same bytes and digests`() throws {
    let areas = [Federation.documents, Feeds.documents, Rules.documents]
    for area in areas {
      let first = area(MadeUp.context()).documents, second = area(MadeUp.context()).documents
      #expect(first.map(\.inputs) == second.map(\.inputs))
      #expect(try Output(first).files == Output(second).files)
    }
  }

  @Test func `what changes the bytes of a document changes its digest`() throws {
    let changes: [@Sendable (inout SiteInput) -> Void] = [
      { $0.catalog.site.title += "!" }, { $0.catalog.channels[0].title += "!" }, { $0.catalog.videos[0].title += "!" },
      { $0.catalog.videos[1].aliases = ["x/"] }, { $0.publicKeys["lighthouses"] = "-----BEGIN PUBLIC KEY-----\nx" },
      { $0.catalog.videos.removeFirst() }, { $0.catalog.site.mediaBaseURL = "https://m.example.org/" },
    ]
    for change in changes {
      for area in [Federation.documents, Feeds.documents, Rules.documents] {
        var input = MadeUp.context().input
        let before = Dictionary(uniqueKeysWithValues: area(SiteContext(input)).documents.map { ($0.path, $0) })
        change(&input)
        for document in area(SiteContext(input)).documents {
          guard let old = before[document.path], old.inputs == document.inputs else { continue }
          #expect(try old.render() == document.render(), "\(document.path)")
        }
      }
    }
  }
}
