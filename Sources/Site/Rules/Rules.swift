import Catalog
public import Diagnostics
import Hashing

/// Rules for hosts that read them, and the pages at old addresses for those that read none.
public enum Rules {
  public static func documents(_ context: SiteContext) -> (documents: [Document], diagnostics: [Diagnostic]) {
    let redirects = Redirect.all(context)
    let facts = RuleFacts(context, redirects)
    var documents = [
      text(".htaccess", HtaccessRules.site(facts)), text("_headers", HeaderRules.site(facts)),
      text("_redirects", RedirectRules.text(facts)),
    ]
    // A host for media alone never sees the rules of the pages.
    if !context.addresses.mediaIsBesidePages {
      documents += [text("media/.htaccess", HtaccessRules.media), text("media/_headers", HeaderRules.media)]
    }
    return (documents + redirects.map { $0.document(context) }, [])
  }

  /// A whole configuration of a web server, from the same table as the files above.
  public static func configuration(_ program: ServerProgram, _ place: ServerPlace, _ context: SiteContext) -> String {
    let facts = RuleFacts(context, Redirect.all(context))
    return switch program {
    case .nginx: NginxSite(facts, place).text
    case .apache: ApacheSite(facts, place).text
    case .caddy: CaddySite(facts, place).text
    }
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
  /// nil without a base URL.
  var origin: WebOrigin?
  /// Where media live, unless they lie beside the pages.
  var media: WebOrigin?
  var security: SecurityHeaders
  /// User names that WebFinger answers.
  var names: [String]
  /// The first of them, up to the limit.
  var redirects: [Redirect]

  init(_ context: SiteContext, _ redirects: [Redirect]) {
    let identities = Identities(context.site)
    basePath = identities?.basePath ?? "/"
    host = identities?.host
    origin = context.site.baseURL.flatMap { WebOrigin($0) }
    media = context.addresses.mediaIsBesidePages ? nil : context.site.mediaBaseURL.flatMap { WebOrigin($0) }
    security = SecurityHeaders(ContentPolicy(context.site, context.addresses))
    names = Federation.actorNames(context.catalog)
    self.redirects = Array(redirects.prefix(Redirect.ruleLimit))
  }
}
