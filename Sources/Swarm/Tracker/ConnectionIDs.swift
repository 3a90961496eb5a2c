import Hashing
import NIOCore

/// Connection ids of UDP trackers (BEP 15) that need no table: the time, and a keyed hash of time and address. Who forges the
/// address of another never sees the id, so nothing larger than its question is sent there.
struct ConnectionIDs {
  /// BEP 15: an id is taken for two minutes after it was given.
  static let lifetime: Int64 = 120
  private let hash: HMACSHA256

  /// - Parameter secret: drawn anew at each start.
  init(secret: [UInt8]) { hash = HMACSHA256(key: secret) }

  /// 16 bits of the time in seconds, 48 bits of the hash.
  func make(for host: PeerAddress.Host, now: NIODeadline) -> UInt64 { id(host, Self.seconds(now)) }

  func isValid(_ id: UInt64, for host: PeerAddress.Host, now: NIODeadline) -> Bool {
    let now = Self.seconds(now)
    let age = (now - Int64(id >> 48)) & 0xFFFF
    guard age <= Self.lifetime, age <= now else { return false }
    return self.id(host, now - age) == id
  }

  private func id(_ host: PeerAddress.Host, _ second: Int64) -> UInt64 {
    let time = (0..<8).map { UInt8(truncatingIfNeeded: second >> (56 - 8 * Int64($0))) }
    let digest = hash.authenticate(time + host.bytes).bytes.prefix(6).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    return UInt64(second & 0xFFFF) << 48 | digest
  }

  private static func seconds(_ time: NIODeadline) -> Int64 { Int64(time.uptimeNanoseconds / 1_000_000_000) }
}
