import Files
import JSON
import Testing

extension Swarming {
  /// The clients of Debian 12, each from an address of its own in a network namespace, as far as each knows the torrent's
  /// version (contracts/bittorrent.md 6.1).
  @Suite struct `Downloading from the daemon` {
    @Test func `every client gets the files whole, by torrent and by magnet`() async throws {
      let folder = try Folder()
      let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/seeding.py")
      let outcome = try await Tool.check(
        "unshare", ["-n", "/usr/bin/python3", script, Programs.bobined, folder("swarm")], seconds: 500)
      let seen = try outcome.json()
      let downloads = try #require(seen["downloads"]?.object)
      for (name, download) in downloads.sorted(by: { $0.key < $1.key }) {
        print("seeding: \(name): \(download["seconds"]?.double ?? 0) s")
        #expect(download["whole"]?.bool == true, "\(name): \(download)\n\(seen["log"] ?? .null)")
      }
      #expect(downloads.count == 29)
      let metrics = seen["metrics"]?.text ?? ""
      #expect(metrics.contains("bobined_pieces_bad_total 0\n") && metrics.contains("bobined_withdrawn_torrents 0\n"))
      // No client does anything that the daemon takes for a violation.
      for reason in ["bad_length", "bad_piece", "bad_bitfield", "unrequested", "not_agreed", "bad_extension"] {
        #expect(!metrics.contains("reason=\"\(reason)\""), "\(metrics)")
      }
    }

    /// At full size the figures of the daemon's own promise: 200 leechers, 5,000 strangers.
    private static let crowd: (leechers: Int, seconds: Int, strangers: Int) =
      Programs.isFull ? (200, 180, 5_000) : (20, 15, 400)

    @Test func `slow leechers get what their lines take, evenly, also while strangers come by the thousand`()
      async throws
    {
      let folder = try Folder()
      let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/crowd.py")
      let (leechers, seconds, strangers) = Self.crowd
      let outcome = try await Tool.check(
        "unshare",
        [
          "-n", "/usr/bin/python3", script, "run", Programs.bobined, folder("crowd"), "\(leechers)", "\(seconds)",
          "\(strangers)",
        ], seconds: 3 * seconds + 120)
      let seen = try outcome.json()
      func bytes(_ key: String) throws -> [Double] {
        try #require(seen[key]?["bytes"]?.array).compactMap { $0.integer.map(Double.init) }
      }
      let (calm, crowded) = (try bytes("calm"), try bytes("crowded"))
      let least = try #require(calm.min())
      let most = try #require(calm.max())
      print("crowd: \(leechers) leechers for \(seconds) s: \(least) to \(most) bytes, ratio \(most / least)")
      #expect(least > 0 && most / least <= 2)
      let kept = crowded.reduce(0, +) / calm.reduce(0, +)
      print(
        "crowd: with \(strangers) strangers \(kept) of that; \(seen["memory"] ?? .null); \(seen["strangers"] ?? .null)")
      #expect(kept >= 0.8)
      #expect((seen["memory"]?.integer ?? .max) < 128_000_000)
    }

    /// At small size the machine does other things at the same time, so only the order of the seeders is asked for.
    private static let race: (mebibytes: Int, rounds: Int, rtorrent: Double, libtorrent: Double, rate: Double) =
      Programs.isFull ? (2048, 5, 1, 0.25, 0.95) : (128, 3, 1.2, 0.6, 0.6)

    @Test func `sending a gigabyte costs no more than rTorrent takes, a quarter of libtorrent, and no time`()
      async throws
    {
      let folder = try Folder()
      let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/beside.py")
      let race = Self.race
      let outcome = try await Tool.check(
        "unshare",
        [
          "-n", "/usr/bin/python3", script, "run", Programs.bobined, folder("race"), "\(race.mebibytes)",
          "\(race.rounds)",
        ], seconds: 600)
      let seen = try outcome.json()
      func median(_ seeder: String, _ key: String) throws -> Double {
        let values = try #require(seen[seeder]?[key]?.array).compactMap(\.double).sorted()
        try #require(values.count == race.rounds)
        return values[values.count / 2]
      }
      let (ours, rtorrent, libtorrent) = (
        try median("bobined", "cpu"), try median("rtorrent", "cpu"), try median("libtorrent", "cpu")
      )
      let best = max(try median("rtorrent", "rate"), try median("libtorrent", "rate"))
      let rate = try median("bobined", "rate")
      print("race: \(ours) processor seconds a GiB, rTorrent \(rtorrent), libtorrent \(libtorrent); \(seen)")
      print("race: ratios \(ours / rtorrent) and \(ours / libtorrent), throughput \(rate / best) of the best")
      #expect(ours <= race.rtorrent * rtorrent)
      #expect(ours <= race.libtorrent * libtorrent)
      #expect(rate >= race.rate * best)
    }
  }
}
