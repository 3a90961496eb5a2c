/// What other servers would not take of a document.
extension Diagnostic {
  /// - Parameters:
  ///   - rule: its id, which stands in the diagnostic's own.
  ///   - text: what must hold.
  ///   - servers: who refuses.
  ///   - found: what stands there instead.
  public static func contractBroken(
    _ rule: String, _ text: String, by servers: [String], section: String, found: String?, at location: Location
  ) -> Diagnostic {
    Diagnostic(
      "contract-\(rule)", .error, at: location,
      "\(servers.joined(separator: " and ")) would not take this as it is: \(text)",
      note: found.map { "Here \($0)." },
      next: "build again with `bobine build`; if the document stays so, it is a bug of Bobine: report it with this line"
    )
  }

  public static func contractTypeUnknown(_ type: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "contract-document-type", .error, at: location, "no server reads a document of the type \(type)",
      next: "build again with `bobine build`; if the document stays so, it is a bug of Bobine: report it with this line"
    )
  }
}
