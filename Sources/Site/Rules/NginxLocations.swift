/// The addresses of one folder that nginx serves, the more special first: the first regular expression that matches decides.
struct NginxLocations {
  private let mount: ServedHost.Mount
  private let facts: RuleFacts
  /// What the site's variables begin with.
  private let own: String
  /// The path of the folder, as a pattern.
  private let base: String
  /// Told apart, since a name belongs to the whole server.
  private let name: String

  init(_ mount: ServedHost.Mount, _ facts: RuleFacts, _ own: String) {
    self.mount = mount
    self.facts = facts
    self.own = own
    base = regularExpression(matching: mount.prefix)
    name = mount.kind == .pages ? "pages" : "media"
  }

  var lines: [String] {
    let names = FileTypes.hidden.joined(separator: "|")
    var lines = [
      "# Notes for hosts and for Bobine.",
      "location ~ \"^\(base)/(?:.*/)?(?:\\.(?!well-known(?:/|$))|(?:\(names))$)\" { return 404; }",
    ]
    if mount.kind == .pages { lines += federation + oldAddresses + specials }
    lines += [
      location("/(?:.*/)?", "try_files ${bobine_path}index.html =404;"),
      location("/.*[^/]", "try_files $bobine_path @bobine_\(name)_folder;"),
      "location @bobine_\(name)_folder {", root,
      "  if (-d $document_root$bobine_path) { rewrite ^(.*)$ $1/ permanent; }",
      "  return 404;", "}",
    ].filter { $0 != "" }
    if mount.prefix != "" { lines.append("location = \(mount.prefix) { return 301 \(mount.prefix)/; }") }
    return lines
  }

  /// Only where it is not that of the server.
  private var root: String { mount.kind == .media ? "  root \(Self.quoted(mount.folder));" : "" }

  private func location(_ pattern: String, _ directives: String) -> String {
    let root = root.isEmpty ? "" : root.dropFirst(2) + " "
    return "location ~ \"^\(base)(?<bobine_path>\(pattern))$\" { \(root)\(directives) }"
  }

  private var specials: [String] {
    FileTypes.specials.map { special in
      let pattern = regularExpression(matching: special.name.replacing("*", with: ""))
      return location(
        "/(?:.*/)?\(pattern)\(special.name.hasSuffix("*") ? "[^/]*" : "")",
        "types { } default_type \(special.mediaType); try_files $bobine_path =404;")
    }
  }

  private var federation: [String] {
    guard facts.host != nil else { return [] }
    let documents = FileTypes.negotiated.map { regularExpression(matching: $0.document) }.joined(separator: "|")
    let tombstone = "${bobine_folder}\(FileTypes.tombstone)"
    var lines = [
      "# WebFinger: one file a name.",
      "location = /.well-known/webfinger {", "  if (\(own)_webfinger = \"\") { return 404; }",
      "  rewrite ^ \(own)_webfinger last;", "}",
    ]
    if mount.prefix != "" {
      lines += HostDocuments.rootFiles.map { "location = /\($0) { rewrite ^ \(mount.prefix)/\($0) last; }" }
    }
    lines += [
      "# What is gone answers 410, with its Tombstone.",
      "location ~ \"^\(base)(?<bobine_folder>/(?:.*/)?)(?<bobine_file>\(documents))$\" {",
      "  try_files $bobine_folder$bobine_file @bobine_gone;", "}",
      "location @bobine_gone {", "  error_page 410 \(mount.prefix)\(tombstone);",
      "  error_page 404 \(mount.prefix)/404.html;",
      "  if (-f $document_root\(tombstone)) { return 410; }", "  return 404;", "}",
      "# The document of a page, for other servers.",
    ]
    return lines
      + FileTypes.negotiated.map { place in
        location(
          "/\(place.folder)/[^/]+/", "try_files $bobine_path\(own)_\(place.folder) ${bobine_path}index.html =404;")
      }
  }

  private var oldAddresses: [String] {
    if facts.redirects.isEmpty { return [] }
    return ["# Old addresses."]
      + facts.redirects.flatMap { redirect in
        var names = [redirect.from]
        if redirect.from.hasSuffix("/") { names += [String(redirect.from.dropLast()), redirect.from + "index.html"] }
        return names.map {
          "location = \(Self.quoted("\(mount.prefix)/\($0)")) { return 301 \(facts.basePath)\(redirect.to); }"
        }
      }
  }

  static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
