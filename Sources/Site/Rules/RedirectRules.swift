/// `_redirects`, as Netlify, Cloudflare Pages and GitLab Pages read it.
enum RedirectRules {
  static func text(_ facts: RuleFacts) -> String {
    var lines: [String] = []
    // Netlify maps a query; the others pass over a line that they do not understand.
    if let host = facts.host {
      lines += facts.names.prefix(Redirect.ruleLimit).map { name in
        "/.well-known/webfinger resource=acct:\(name)@\(host) \(facts.basePath).well-known/wf/acct:\(name)@\(host).json 200"
      }
    }
    lines += facts.redirects.map { "\(facts.basePath)\($0.from) \(facts.basePath)\($0.to) 301" }
    return lines.map { $0 + "\n" }.joined()
  }
}
