/// What `bobine check` has to say of a built site.
extension Diagnostic {
  /// - Parameters:
  ///   - rule: its id, which is the diagnostic's own.
  ///   - breaks: for whom, and how.
  public static func checkFailed(
    _ rule: String, _ severity: Severity, _ what: String, breaks: String, next: String, at location: Location?
  ) -> Diagnostic { Diagnostic(rule, severity, at: location, what, note: breaks, next: next) }

  public static var noCurl: Diagnostic {
    Diagnostic(
      "no-curl", .error, at: nil, "there is no program `curl`",
      note: "A deployed site is asked with it: it knows the certificates and proxies of this system.",
      next: "sudo apt-get install curl")
  }
}
