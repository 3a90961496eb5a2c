import Catalog
public import Diagnostics
import Hashing

/// Rules for hosts that read them, and the pages at old addresses for those that read none.
public enum Rules {
  public static func documents(_ context: SiteContext) -> (documents: [Document], diagnostics: [Diagnostic]) {
    let redirects = Redirect.all(context)
    let facts = RuleFacts(context, redirects)
    var documents = [
      text(".htaccess", ApacheRules.site(facts)), text("_headers", HeaderRules.site(facts)),
      text("_redirects", RedirectRules.text(facts)),
    ]
    // A host for media alone never sees the rules of the pages.
    if !context.addresses.mediaIsBesidePages {
      documents += [text("media/.htaccess", ApacheRules.media), text("media/_headers", HeaderRules.media)]
    }
    return (documents + redirects.map { $0.document(context) }, [])
  }

  /// What goes between the braces of nginx's `http`: maps and one server.
  ///
  /// - Parameters:
  ///   - root: the folder of the output; the site is served at the root of the server.
  ///   - listen: `127.0.0.1:8080`.
  public static func nginx(root: String, listen: String, _ context: SiteContext) -> String {
    NginxRules.text(root: root, listen: listen, RuleFacts(context, Redirect.all(context)))
  }

  /// Rules are short, so their own text is their input.
  private static func text(_ path: String, _ text: String) -> Document {
    var digest = InputDigest("rules 2")
    digest.add(text)
    return Document(path: path, inputs: digest.finish()) { Array(text.utf8) }
  }
}

/// What the rules of a site depend on.
struct RuleFacts: Sendable {
  /// `/`, or `/videos/` where the site lies below the root of its host.
  var basePath: String
  /// Behind the `@`; nil without a base URL.
  var host: String?
  /// User names that WebFinger answers.
  var names: [String]
  /// The first of them, up to the limit.
  var redirects: [Redirect]

  init(_ context: SiteContext, _ redirects: [Redirect]) {
    let identities = Identities(context.site)
    basePath = identities?.basePath ?? "/"
    host = identities?.host
    names = Federation.actorNames(context.catalog)
    self.redirects = Array(redirects.prefix(Redirect.ruleLimit))
  }
}
