import Files
import JSON
import Testing

extension Swarming {
  /// By ways other than plain HTTP over IPv4. opentracker of Debian is built for IPv4 alone, so over IPv6 the tracker is another daemon.
  @Suite struct `The daemon is reached` {
    private func scene(_ name: String, _ more: String...) async throws -> JSON {
      let folder = try Folder()
      let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/reached.py")
      return try await Tool.check(
        "unshare", ["-n", "/usr/bin/python3", script, name, Programs.daemon, folder("r")] + more, seconds: 240
      ).json()
    }

    /// Every value but those that are named is true.
    private func expectAll(_ seen: JSON, count: Int, except others: [String] = []) {
      let found = (seen.object ?? [:]).filter { $0.key != "logs" && !others.contains($0.key) }
      #expect(found.count == count)
      for (name, value) in found { #expect(value == true, "\(name): \(String(decoding: seen.bytes, as: UTF8.self))") }
    }

    @Test
    func
      `over HTTPS behind nginx, as the document has it, and announces over HTTPS to trackers that prove who they are`()
      async throws
    {
      let seen = try await scene("tls", PathRules.join(Programs.checkout, "docs/tracker.md"))
      expectAll(seen, count: 13, except: ["external"])
      #expect(seen["external"] == [10, 99, 0, 1])
    }

    @Test func `over IPv6 alone, as a seed, by its announces and as a tracker`() async throws {
      expectAll(try await scene("ipv6"), count: 9)
    }
  }
}
