import NIOCore

@testable import Swarm

/// The 68 bytes that begin a connection, split at any byte (BEP 3).
struct Handshakes: Reader {
  static func sample(_ capabilities: Handshake.Capabilities, key: [UInt8]) -> Part {
    .row([
      .text("\u{13}BitTorrent protocol"), .number(capabilities.rawValue, width: 8), .raw(key),
      .text("-XX0000-abcdefghijkl"),
    ])
  }

  static func samples() -> [Part] {
    let key = (0..<20).map { UInt8($0) }
    return [
      sample([.extended, .fast], key: key), sample([], key: key), sample([.upgrade, .dht], key: key),
      .row([sample([.extended], key: key), Wire.message(2)]),
    ]
  }

  private var random = SplitMix(state: 2)

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    var whole = ByteBuffer(bytes: bytes)
    let read = Self.read(&whole)
    let cuts =
      random.once(in: 16)
      ? Array(0...min(bytes.count, 70)) : (0..<4).map { _ in random.below(min(bytes.count, 70) + 1) }
    for cut in cuts {
      var part = ByteBuffer(bytes: bytes[..<cut])
      switch Self.read(&part) {
      case .success(nil):
        // It waits for more, or for as much as the whole has.
        try require(cut < Handshake.startLength && part.readableBytes == cut, "waits at \(cut)")
      case .success(let start?):
        guard case .success(let all?) = read, all.key == start.key, all.capabilities == start.capabilities else {
          throw Finding("ends at \(cut) otherwise")
        }
      case .failure(let early):
        guard case .failure(let late) = read else { throw Finding("refused at \(cut) alone: \(early)") }
        try require(early == late, "refused at \(cut) for another reason")
      }
    }
    guard case .success(let start?) = read else { return false }
    let again = Handshake(
      capabilities: start.capabilities, key: start.key, peerID: Array(bytes.dropFirst(48).prefix(20)))
    try require(again.bytes.elementsEqual(bytes.prefix(68)), "written again")
    return true
  }

  private typealias Start = (capabilities: Handshake.Capabilities, key: SwarmKey)

  private static func read(_ buffer: inout ByteBuffer) -> Result<Start?, WireViolation> {
    do throws(WireViolation) { return .success(try Handshake.readStart(&buffer)) } catch { return .failure(error) }
  }
}
