import Files
import Testing
import Torrent

@testable import Swarm

/// BEP 27: peers of a private torrent come from its trackers alone.
@Suite struct `A private torrent` {
  /// Of the same film, the one with `private` in its info.
  private func folder(isPrivate: Bool) throws -> SeedFolder {
    let folder = try SeedFolder()
    try folder.add(size: 100_000)
    guard isPrivate else { return folder }
    let path = "\(folder.path)/film.torrent"
    var torrent = try #require(try BencodeReader.read(try Files.read(path, limit: 1 << 20)).dictionary)
    var info = try #require(torrent["info"]?.dictionary)
    info["private"] = .integer(1)
    torrent["info"] = .dictionary(info)
    try Files.write(Bencode.dictionary(torrent).bytes, to: path)
    return folder
  }

  @Test(arguments: [true, false])
  func `is seeded without peer exchange`(isPrivate: Bool) async throws {
    try await RunningSeeder.run(try folder(isPrivate: isPrivate)) { seeder, seeds in
      let seed = try #require(seeds.first)
      #expect(seed.isPrivate == isPrivate)
      let peer = try await seeder.connect()
      _ = try await peer.greet(try #require(seed.v1))
      let handshake = try #require(try await peer.message(20))
      #expect(String(decoding: handshake, as: UTF8.self).contains("ut_pex") == !isPrivate)
    }
  }
}
