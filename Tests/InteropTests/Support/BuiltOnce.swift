import Testing

/// A site that is built once for all tests of a suite: `Site.shared` for those that only read it, `Site.shared.copy()` for
/// those that go on with it.
struct BuiltOnce: SuiteTrait, TestScoping {
  @TaskLocal fileprivate static var site: Site?
  let make: @Sendable () async throws -> Site

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await Self.$site.withValue(try await make()) { try await function() }
  }
}

extension Trait where Self == BuiltOnce {
  static func builtOnce(_ make: @escaping @Sendable () async throws -> Site) -> Self { BuiltOnce(make: make) }
}

extension Site {
  /// Of a suite with the trait `.builtOnce`.
  static var shared: Site { get throws { try #require(BuiltOnce.site, "the suite has no trait .builtOnce") } }

  /// With an address, two videos in two channels: one that is copied, one that is encoded.
  static func small() async throws -> Site {
    let site = try Site()
    try site.folder.put("title: Test\nbase_url: https://videos.example/\n", "bobine.yml")
    try await Clips.make(site.folder("town/first.mp4"), seconds: 1)
    try site.folder.put("---\ntitle: The first\ndate: 2026-01-02\ntags: [town]\n---\nText.\n", "town/first.md")
    try await Clips.make(site.folder("sea/second.avi"), seconds: 1, codecs: Clips.mpeg4 + Clips.mp3)
    try site.folder.put("---\ntitle: The second\ndate: 2026-01-01\n---\nOther text.\n", "sea/second.md")
    try await site.built()
    return site
  }
}
