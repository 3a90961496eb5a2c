/// What `bobine server-config` has to say.
extension Diagnostic {
  public static func configurationWithoutBaseURL() -> Diagnostic {
    Diagnostic(
      "configuration-without-base-url", .warning, at: nil,
      "Without `base_url` this configuration knows neither the host's name nor WebFinger.",
      next: "Write `base_url: https://videos.example/` into bobine.yml, or give --base-url, and print it again.")
  }

  public static func configurationBeforeBuild(_ state: String) -> Diagnostic {
    Diagnostic(
      "configuration-before-build", .warning, at: Location(state),
      "No build has learned of any video yet, so old addresses (`aliases`) are not in this configuration.",
      next: "Run `bobine build`, then print it again.")
  }
}
