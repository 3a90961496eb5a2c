import Hashing
import NIOCore

@testable import Swarm

/// Messages of peers, which come in pieces that end anywhere (BEP 3, 5, 6, 10, 52).
struct Wire: Reader {
  static let full = 1_250_000

  static func message(_ id: UInt8, _ body: [Part] = []) -> Part {
    .measured(width: 4, [.number(UInt64(id), width: 1)] + body)
  }

  static func words(_ values: UInt64...) -> [Part] { values.map { .number($0, width: 4) } }

  static func hashes(_ id: UInt8, _ root: [UInt8], _ nodes: [UInt8] = []) -> Part {
    message(id, [.raw(root)] + words(0, 0, 2, 1) + [.raw(nodes)])
  }

  static func samples() -> [Part] {
    let root = [UInt8](repeating: 0xAB, count: 32)
    let all: [Part] = [
      .measured(width: 4, []), message(0), message(1), message(2), message(3), message(4, words(7)),
      message(5, [.raw([0xFF, 0x80])]), message(6, words(1, 16_384, 16_384)),
      message(7, words(0, 0) + [.raw([1, 2, 3])]), message(8, words(1, 16_384, 16_384)),
      message(9, [.number(6881, width: 2)]), message(13, words(2)), message(14), message(15),
      message(16, words(1, 0, 16_384)), message(17, words(3)), message(20, [.number(0, width: 1), .text("de")]),
      hashes(21, root), hashes(22, root, root), hashes(23, root), message(99, [.raw([1])]),
    ]
    return [.row(all), .row(all.reversed())] + all
  }

  private var cuts = SplitMix(state: 1)

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    let limit = cuts.once(in: 2) ? 1000 : 128 << 10
    let whole = read([bytes[...]], limit)
    var parts: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = 1 + cuts.below(min(rest.count, 40))
      parts.append(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    try require(read(parts, limit) == whole, "cut in pieces it reads otherwise")
    for message in whole.messages { try again(message, limit) }
    return whole.violation == nil && !whole.messages.isEmpty
  }

  private struct Outcome: Equatable {
    var messages: [PeerMessage] = []
    var violation: WireViolation?
    var left = 0
  }

  private func read(_ parts: [ArraySlice<UInt8>], _ limit: Int) -> Outcome {
    var outcome = Outcome()
    var unread = ByteBuffer()
    for part in parts {
      unread.writeBytes(part)
      do throws(WireViolation) {
        while let message = try PeerMessage.read(&unread, limit: limit) { outcome.messages.append(message) }
      } catch {
        outcome.violation = error
        return outcome
      }
      unread.discardReadBytes()
    }
    outcome.left = unread.readableBytes
    return outcome
  }

  /// What a seed says too is written again.
  private func again(_ message: PeerMessage, _ limit: Int) throws {
    var buffer = ByteBuffer()
    switch message {
    case .keepAlive: buffer.writeKeepAlive()
    case .choke: buffer.writeChoke()
    case .unchoke: buffer.writeUnchoke()
    case .haveAll: buffer.writeHaveAll()
    case .reject(let block): buffer.writeReject(block)
    case .extended(let id, let body): buffer.writeExtended(id, Array(body.readableBytesView))
    case .hashReject(let request): buffer.writeHashReject(request)
    default: return
    }
    try require(
      try PeerMessage.read(&buffer, limit: limit) == message && buffer.readableBytes == 0, "written again: \(message)")
  }
}
