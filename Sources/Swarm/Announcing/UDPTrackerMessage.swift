import NIOCore

/// Messages of the UDP tracker protocol (BEP 15, BEP 41).
enum UDPTrackerMessage {
  private static let magic: UInt64 = 0x417_2710_1980

  static func connect(transaction: UInt32) -> ByteBuffer {
    var out = ByteBuffer()
    out.writeMultipleIntegers(magic, UInt32(0), transaction)
    return out
  }

  static func announce(
    _ announce: Announce, of me: AnnouncedSelf, port: UInt16, uploaded: Int64, data: [UInt8], connection: UInt64,
    transaction: UInt32
  ) -> ByteBuffer {
    var out = ByteBuffer()
    out.writeMultipleIntegers(connection, UInt32(1), transaction)
    out.writeBytes(announce.key.bytes)
    out.writeBytes(me.peerID)
    let event: UInt32 =
      switch announce.event {
      case .none: 0
      case .started: 2
      case .stopped: 3
      }
    // Downloaded, left, uploaded, event, no address of our own choice, key, no peers wanted, port.
    out.writeMultipleIntegers(Int64(0), Int64(0), uploaded, event, UInt32(0), me.key)
    out.writeMultipleIntegers(UInt32(0), port)
    // BEP 41: option 2 carries up to 255 bytes of path and query, and may stand again.
    var rest = data[...]
    while !rest.isEmpty {
      let part = rest.prefix(255)
      out.writeMultipleIntegers(UInt8(2), UInt8(part.count))
      out.writeBytes(part)
      rest = rest.dropFirst(255)
    }
    return out
  }

  enum Reply: Hashable {
    case connected(UInt64)
    case announced(TrackerAnswer)
    case error(String)
  }

  /// nil for all that is no reply.
  static func read(_ packet: ByteBuffer) -> (transaction: UInt32, reply: Reply)? {
    var packet = packet
    guard let (action, transaction) = packet.readMultipleIntegers(as: (UInt32, UInt32).self) else { return nil }
    switch action {
    case 0:
      guard let connection = packet.readInteger(as: UInt64.self) else { return nil }
      return (transaction, .connected(connection))
    case 1:
      // Interval, leechers, seeders; the peers behind them are left.
      guard let (interval, _, _) = packet.readMultipleIntegers(as: (UInt32, UInt32, UInt32).self) else { return nil }
      return (transaction, .announced(TrackerAnswer(interval: Int64(interval))))
    case 3: return (transaction, .error(TrackerAnswer.clean(packet.readableBytesView)))
    default: return nil
    }
  }
}
