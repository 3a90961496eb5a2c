import Catalog
import Hashing
import Templates

/// Old addresses that lead to a video: a page in the old place for every host, and rules for those that read them.
struct Redirect: Sendable, Hashable {
  /// Below the site's root; a folder ends with `/`.
  var from: String
  /// Below the site's root.
  var to: String
  var title: String

  /// Rules a host has to go through at every request: beyond it the pages in the old places do the work alone.
  /// Cloudflare stops reading at 2,000 rules and 100 KB, GitLab at 1,000 and 64 KB (contracts/site.md 4.2).
  static let ruleLimit = 500

  /// By rising `from`.
  static func all(_ context: SiteContext) -> [Redirect] {
    let roots = SiteLanguages.roots(context.site).map(\.root)
    return context.catalog.videos.flatMap { video in
      let folder = context.addresses.videoFolder(video)
      // Where its page stood before, it stood in every language; what a person wrote is one place.
      return video.aliases.flatMap { alias in
        roots.filter { $0.isEmpty || alias.hasPrefix("videos/") }.map { root in
          Redirect(from: root + alias, to: root + folder, title: video.title)
        }
      }
    }.sorted { $0.from.utf8.lexicographicallyPrecedes($1.from.utf8) }
  }

  /// The file that stands in the old place.
  var page: String { from.hasSuffix("/") ? from + "index.html" : from }

  func document(_ context: SiteContext) -> Document {
    let target = context.addresses.relative(from: page, to: to)
    let canonical = context.addresses.absolute(to)
    let language = context.site.language
    var digest = InputDigest("alias 3")
    digest.add([page, target, title, language])
    digest.add(canonical)
    return Document(path: page, inputs: digest.finish()) { Array(html(target, canonical, language).utf8) }
  }

  /// No script: the refresh works without one, and the link where a browser forbids it.
  private func html(_ target: String, _ canonical: String?, _ language: String) -> String {
    let link = canonical.map { "<link rel=\"canonical\" href=\"\(htmlEscaped($0))\">\n" } ?? ""
    return """
      <!doctype html>
      <html lang="\(htmlEscaped(language))">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(htmlEscaped(title))</title>
      \(link)<meta name="robots" content="noindex">
      <meta http-equiv="refresh" content="0; url=\(htmlEscaped(target))">
      </head>
      <body>
      <p><a href="\(htmlEscaped(target))">\(htmlEscaped(title))</a></p>
      </body>
      </html>

      """
  }
}

/// The text as it stands in a regular expression that matches it alone.
package func regularExpression(matching text: String) -> String {
  var out = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if #"\.+*?()[]{}^$|#"#.unicodeScalars.contains(scalar) { out.append("\\") }
    out.append(scalar)
  }
  return String(out)
}
