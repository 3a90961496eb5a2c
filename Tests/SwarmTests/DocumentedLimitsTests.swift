import Files
import NIOCore
import Testing

@testable import Swarm

@Suite struct `Limits that docs/seeding.md names` {
  @Test func `are the ones that hold`() throws {
    let path = PathRules.normalise(PathRules.join(PathRules.parent(#filePath), "../../docs/seeding.md"))
    let text = try #require(try Files.readText(path, limit: 1 << 20))
    let limits = SeedingLimits()
    func seconds(_ time: TimeAmount) -> Int { Int(time.nanoseconds / 1_000_000_000) }
    let rows: [(String, Int)] = [
      ("connections", limits.connections),
      ("connections of one IPv4 address or IPv6 /64 network", limits.connectionsPerAddress),
      ("peers that may ask at one time", limits.slots),
      ("requests of one peer that wait", limits.requests),
      ("bytes of one request", Int(Block.maximumLength)),
      ("seconds for the handshake", seconds(limits.handshake)),
      ("seconds without a message", seconds(limits.idle)),
      ("seconds without interest", seconds(limits.uninterested)),
      ("seconds in which nothing is read of what was sent", seconds(limits.unread)),
      ("the same while others wait for a slot", seconds(limits.unreadInCrowd)),
      ("seconds in which a turn is not used, while others wait", seconds(limits.unused)),
      ("seconds that a peer with everything stays", seconds(limits.complete)),
      ("refused requests, then the peer is dropped", limits.refused),
      ("a turn, where others wait: seconds", seconds(limits.turn)),
      ("a turn, where others wait: bytes", limits.turnBytes),
      ("bytes hashed for one peer's hash requests a minute", limits.hashing),
      ("torrent files in memory, bytes", limits.loaded),
      ("data files open", limits.openFiles),
    ]
    for (name, value) in rows { #expect(text.contains("| \(name) | \(value) |"), "\(name): \(value)") }
    #expect(limits.uploadRate == nil && text.contains("| bytes sent a second | no limit |"))
    #expect(Seed.sample(size: 100, pieceLength: 10).messageLimit == 131_072)
    #expect(text.contains("| bytes of one message | 131072, or the torrent's bitfield |"))
  }
}
