import Files
import JSON
import Testing

extension Swarming {
  /// What seeding keeps up among strangers stands in `Downloading from the daemon`.
  @Suite struct `Strangers at the tracker and the DHT's port` {
    private static let (seconds, strangers) = Programs.isFull ? (60, 5000) : (6, 520)

    @Test func `keep nobody from announcing, and take little memory`() async throws {
      let folder = try Folder()
      let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/strangers.py")
      let seen = try await Tool.check(
        "unshare",
        [
          "-n", "/usr/bin/python3", script, "run", Programs.daemon, folder("s"), "\(Self.seconds)", "\(Self.strangers)",
        ],
        seconds: 4 * Self.seconds + 150
      ).json()
      let message = Comment(rawValue: String(decoding: seen.bytes, as: UTF8.self))
      for way in ["http", "udp", "websocket"] {
        let crowded = try #require(seen["crowded"]?[way], message)
        let answered = (crowded["answered"]?.double ?? 0) / (crowded["asked"]?.double ?? 1)
        let times = [seen["calm"]?[way], crowded].map { ($0?["median"]?.double ?? 0) * 1000 }
        print("strangers: \(way): \(answered) answered, half within \(times[1]) ms instead of \(times[0]) ms")
        // Thousands at once share two cores with the clients that are measured.
        #expect(answered >= (Programs.isFull ? 0.8 : 0.9), message)
      }
      print("strangers: \(seen["memory"]?.integer ?? 0) bytes at most; \(seen["dht"]?.double ?? 0) s to the DHT")
      #expect(seen["calm"]?["met"] == true && seen["met"] == true && seen["alive"] == true, message)
      #expect(try #require(seen["dht"]?.double, message) < 25, message)
      #expect(try #require(seen["memory"]?.integer) < 128_000_000, message)
      // Nothing of them is left.
      #expect(seen["open"]?.array?.last?.integer != nil, message)
      #expect(seen["strangers"]?.object?.count == 15, message)
    }
  }
}
