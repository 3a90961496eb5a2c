import Files
import JSON
import Testing

extension Swarming {
  /// bobined among opentracker and libtorrent, in a network namespace of its own: no packet leaves the machine.
  @Suite struct AnnounceTests {
    private func scene(_ name: String) async throws -> Outcome {
      let folder = try Folder()
      let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/announced.py")
      // A namespace needs root, and opentracker leaves root by itself.
      let isRoot = try await Tool.run("id", "-u").out.hasPrefix("0")
      return try await Tool.check(
        isRoot ? "unshare" : "sudo",
        (isRoot ? [] : ["unshare"]) + [
          "-n", Programs.python, script, name, PathRules.join(Programs.folder, "bobined"), folder(name),
        ], seconds: 240)
    }

    @Test func `opentracker lists us over HTTP and UDP, a leecher finds us, and stopped takes us out`() async throws {
      // One infohash each of two, and both of a hybrid.
      #expect(try await scene("trackers").json()["seeds"]?.integer == 4)
    }

    @Test func `the DHT finds us for a magnet, within its rate, and gets no answer from us`() async throws {
      let shown = try await scene("dht").json()
      #expect(shown["kinds"]?["announce_peer"]?.integer ?? 0 > 0)
    }

    @Test func `ten thousand torrents are announced within the rate and a few megabytes`() async throws {
      let shown = try await scene("crowd").json()
      let memory = try #require(shown["rss_kib"])
      print("ten thousand torrents: \(shown)")
      // The debug build; what is held is entries of about a hundred bytes.
      #expect(try #require(memory["with"]?.integer) - #require(memory["without"]?.integer) < 40_000)
      #expect(try #require(memory["with_end_ms"]?.integer) < 9000)
    }
  }
}
