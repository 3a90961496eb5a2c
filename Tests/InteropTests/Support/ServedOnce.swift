import Files
import Testing

/// A site that is built and served once, below a path of its host, for all tests of a suite: `ServedSite.shared`.
struct ServedOnce: SuiteTrait, TestScoping {
  @TaskLocal fileprivate static var site: ServedSite?
  /// Makes the site for the address that it gets, without building it.
  let make: @Sendable (_ base: String) async throws -> Site

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let port = try await WebServer.freePort()
    let base = "http://127.0.0.1:\(port)/\(ServedSite.path)/"
    let site = try await make(base)
    try await site.built()
    try await Tool.check("mkdir", [site.folder("root")])
    try await Tool.check("ln", ["-s", site.folder("public"), site.folder("root/\(ServedSite.path)")])
    let options = WebServer.Options(notFound: "/\(ServedSite.path)/404.html")
    try await WebServer.run(site.folder("root"), port: port, options) { _ in
      try await Self.$site.withValue(ServedSite(site: site, base: base)) { try await function() }
    }
  }
}

struct ServedSite: Sendable {
  static let path = "tv"
  let site: Site
  /// The address of its first page.
  let base: String

  static var shared: ServedSite { get throws { try #require(ServedOnce.site, "the suite has no trait .servedOnce") } }
}

extension Trait where Self == ServedOnce {
  static func servedOnce(_ make: @escaping @Sendable (_ base: String) async throws -> Site) -> Self {
    ServedOnce(make: make)
  }
}
