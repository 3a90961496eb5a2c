import Files
import JSON
import Testing

extension Swarming {
  /// Ten thousand torrents at full size, beside what rTorrent and libtorrent need for the same.
  @Suite struct `Many torrents` {
    @Test func `are ready at once at a second start, and need little memory`() async throws {
      let folder = try Folder()
      let count = Programs.isFull ? 10_000 : 500
      let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/many.py")
      let seen = try await Tool.check(
        "unshare",
        [
          "-n", "/usr/bin/python3", script, "run", Programs.daemon, folder("many"), "\(count)",
          Programs.isFull ? "10" : "1",
        ],
        seconds: 900
      ).json()
      for name in ["bobined", "rtorrent", "libtorrent"] {
        let megabytes = (seen[name]?["memory"]?.double ?? 0) / 1e6
        let second = seen[name]?["second"]?.double.map { ", a second one \($0) s" } ?? ""
        print(
          "\(count) torrents, \(name): first start \(seen[name]?["first"]?.double ?? 0) s\(second), \(megabytes) MB")
      }
      let ours = try #require(seen["bobined"])
      #expect(try #require(ours["second"]?.double) < 2)
      #expect(try #require(ours["memory"]?.integer) < 64_000_000)
    }
  }
}
