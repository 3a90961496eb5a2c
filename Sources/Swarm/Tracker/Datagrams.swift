import NIOCore

/// A question to the UDP tracker (BEP 15), read from one datagram.
enum DatagramQuestion {
  case connect(transaction: UInt32)
  case announce(connection: UInt64, transaction: UInt32, Body)
  case scrape(connection: UInt64, transaction: UInt32, [SwarmKey])

  struct Body: Hashable {
    var key: SwarmKey
    var isSeed: Bool
    var event: TrackerAnnounce.Event
    var wanted: Int?
    var port: UInt16
  }

  private static let magic: UInt64 = 0x417_2710_1980

  /// nil for what is none: strangers get no answer to noise. What follows an announce (BEP 41: the path and query of the
  /// tracker's URL) changes nothing here, and is not read.
  init?(_ datagram: ByteBuffer, scraped limit: Int) {
    var bytes = datagram
    guard let (connection, action, transaction) = bytes.readMultipleIntegers(as: (UInt64, UInt32, UInt32).self) else {
      return nil
    }
    switch action {
    case 0 where connection == Self.magic: self = .connect(transaction: transaction)
    case 1:
      guard let key = bytes.readBytes(length: 20).flatMap(SwarmKey.init), bytes.readBytes(length: 20) != nil,
        let (_, left, _, event) = bytes.readMultipleIntegers(as: (UInt64, UInt64, UInt64, UInt32).self),
        // The address that it names is not believed; the key is for who changes addresses, and we keep none.
        let (_, _, wanted, port) = bytes.readMultipleIntegers(as: (UInt32, UInt32, Int32, UInt16).self),
        port > 0, let event = TrackerAnnounce.Event(rawValue: event)
      else { return nil }
      let body = Body(
        key: key, isSeed: left == 0, event: event, wanted: wanted < 0 ? nil : Int(wanted), port: port)
      self = .announce(connection: connection, transaction: transaction, body)
    case 2:
      var keys: [SwarmKey] = []
      while keys.count < limit, let key = bytes.readBytes(length: 20).flatMap(SwarmKey.init) { keys.append(key) }
      guard !keys.isEmpty else { return nil }
      self = .scrape(connection: connection, transaction: transaction, keys)
    default: return nil
    }
  }
}

/// What the UDP tracker sends back.
enum DatagramAnswer {
  static func connect(_ connection: UInt64, _ transaction: UInt32, into out: inout ByteBuffer) {
    out.writeMultipleIntegers(0 as UInt32, transaction, connection)
  }

  /// Peers of the family of the packet alone (BEP 15, "IPv6").
  static func announce(_ answer: TrackerAnnounce.Answer, _ transaction: UInt32, limit: Int, into out: inout ByteBuffer) {
    out.writeMultipleIntegers(
      1 as UInt32, transaction, UInt32(answer.interval), UInt32(answer.figures.incomplete),
      UInt32(answer.figures.complete))
    for peer in answer.peers.prefix(limit) { out.write(peer) }
  }

  static func scrape(_ figures: [SwarmFigures], _ transaction: UInt32, into out: inout ByteBuffer) {
    out.writeMultipleIntegers(2 as UInt32, transaction)
    for figure in figures {
      out.writeMultipleIntegers(UInt32(figure.complete), UInt32(figure.downloaded), UInt32(figure.incomplete))
    }
  }

  static func failure(_ reason: String, _ transaction: UInt32, into out: inout ByteBuffer) {
    out.writeMultipleIntegers(3 as UInt32, transaction)
    out.writeString(reason)
  }
}
