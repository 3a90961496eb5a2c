import Files
import Testing

extension Interop {
  @Suite(.serialized) struct `A disk that is full` {
    /// May this user mount a small disk, in a namespace of its own?
    static let canMount: @Sendable () async throws -> Bool = {
      try await Tool.run("unshare", mounting + ["mount", "-t", "tmpfs", "none", "/mnt"]).status == 0
    }
    private static let mounting = ["--map-root-user", "--mount"]

    @Test(.enabled("needs a mount namespace", canMount))
    func `while segments are cut costs that video only, and leaves no half file`() async throws {
      let site = try Site()
      // First in order: segments of 4 MB each.
      try await Sources.large(site.folder("a.mp4"), megabytes: 10)
      try await Clips.make(site.folder("b.mp4"), seconds: 2)
      try await site.built()
      let media = try await Tool.check("du", ["-sB4096", site.folder("public/media")])
      let blocks = try #require(Int(media.out.prefix { $0.isNumber }), "\(media)")
      for name in ["public", ".bobine"] { try Files.removeTree(site.folder(name)) }
      try site.folder.put("segments: files\n", "bobine.yml")
      try Files.makeFolder(site.folder("heavy"))
      // Room for the media, for the first segment and for half of the second.
      let build = """
        '\(Programs.bobine)' build '\(site.folder.path)' --now \(Site.now) --media-output '\(site.folder("heavy"))'
        """
      let script = """
        mount -t tmpfs -o size=\(blocks * 4096 + 6_200_000) none '\(site.folder("heavy"))' || exit 99
        \(build) > '\(site.folder("refused"))' 2>&1; echo "refused: $?"
        \(build) --force; echo "status: $?"
        find '\(site.folder("heavy"))' -type f -printf 'first: %P\\n'
        mount -o remount,size=100m '\(site.folder("heavy"))' || exit 99
        \(build); echo "status: $?"
        find '\(site.folder("heavy"))' -type f -printf 'second: %P\\n'
        """
      let outcome = try await Tool.run("unshare", Self.mounting + ["sh", "-c", script], seconds: 300)
      let lines = outcome.out.split(separator: "\n")
      #expect(lines.filter { $0.hasPrefix("status: ") } == ["status: 1", "status: 0"], "\(outcome)")
      #expect(lines.contains("refused: 1"), "\(outcome)")
      #expect(try site.folder.text("refused").contains("What is to be written here needs up to"))
      let said = outcome.err.count(of: "The segments of this video cannot be written")
      #expect(said == 1 && outcome.err.contains("a.mp4: error:"), "\(outcome)")
      #expect(outcome.err.contains("No space left on device"), "\(outcome)")
      let first = lines.filter { $0.hasPrefix("first: ") }, second = lines.filter { $0.hasPrefix("second: ") }
      #expect(!(first + second).contains { $0.contains("tmp") || $0.contains(".incoming") }, "\(outcome)")
      // One of the large video, two of the small, picture and sound; then the other two and the three sounds of the large.
      #expect(first.count { $0.hasSuffix(".m4s") } == 3, "\(first)")
      #expect(second.count { $0.hasSuffix(".m4s") } == 8, "\(second)")
      #expect(lines.contains { $0.hasPrefix("1 video,") } && lines.contains { $0.hasPrefix("2 videos,") }, "\(outcome)")
      #expect(try await site.slugs() == ["a", "b"])
    }
  }
}

extension String {
  fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
