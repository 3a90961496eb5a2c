/// The parameters of an announce or a scrape over HTTP: percent-encoded bytes, in which a plus is a plus (BEP 3).
struct TrackerQuery {
  private var values: [String: [UInt8]] = [:]
  /// `info_hash`, which a scrape repeats.
  private(set) var keys: [SwarmKey] = []

  /// Why an announce is refused; the texts go to the peer.
  enum Damage: String, Error {
    case encoding = "the query is not percent-encoded"
    case infohash = "info_hash must be 20 bytes, percent-encoded"
    case tooMany = "too many infohashes"
    case oneInfohash = "an announce needs one info_hash"
    case peerID = "peer_id must be 20 bytes, percent-encoded"
    case port = "port must be a number from 1 to 65535"
    case left = "left must be a number"
    case event = "event must be started, stopped or completed"
  }

  /// - Parameter limit: of infohashes.
  init(_ query: Substring.UTF8View, limit: Int) throws(Damage) {
    for pair in query.split(separator: UInt8(ascii: "&")) {
      let cut = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      let value = try Self.decode(pair[cut...].dropFirst())
      let name = String(Substring(pair[..<cut]))
      if name == "info_hash" {
        guard keys.count < limit else { throw .tooMany }
        guard let key = SwarmKey(value) else { throw .infohash }
        keys.append(key)
      } else if Self.known.contains(name), values[name] == nil {
        values[name] = value
      }
    }
  }

  // `ip`, `ipv4` and `ipv6` are not among them: whoever believed them would send peers against a third party (BEP 7).
  private static let known: Set = ["peer_id", "port", "left", "event", "numwant"]

  private static func decode(_ text: some Sequence<UInt8>) throws(Damage) -> [UInt8] {
    var out: [UInt8] = []
    var bytes = text.makeIterator()
    while let byte = bytes.next() {
      guard byte == UInt8(ascii: "%") else {
        out.append(byte)
        continue
      }
      guard let high = bytes.next().flatMap(digit), let low = bytes.next().flatMap(digit) else { throw .encoding }
      out.append(high << 4 | low)
    }
    return out
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// Digits alone: no sign, no space; nothing that exceeds 64 bits.
  private func number(_ name: String) -> UInt64? {
    guard let bytes = values[name], !bytes.isEmpty, bytes.count < 20 else { return nil }
    var value: UInt64 = 0
    for byte in bytes {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
    }
    return value
  }

  /// - Parameters:
  ///   - host: where the request came from.
  ///   - reached: at which address of ours.
  func announce(from host: PeerAddress.Host, reached: PeerAddress.Host?) throws(Damage) -> TrackerAnnounce {
    guard let key = keys.first, keys.count == 1 else { throw .oneInfohash }
    guard values["peer_id"]?.count == 20 else { throw .peerID }
    guard let port = number("port").flatMap(UInt16.init(exactly:)), port > 0 else { throw .port }
    let left = number("left")
    guard left != nil || values["left"] == nil else { throw .left }
    let event: TrackerAnnounce.Event
    switch String(decoding: values["event"] ?? [], as: UTF8.self) {
    // `paused` is of partial seeds (BEP 21): they stay, as leechers.
    case "", "paused", "empty": event = .none
    case "started": event = .started
    case "completed": event = .completed
    case "stopped": event = .stopped
    default: throw .event
    }
    return TrackerAnnounce(
      key: key, peer: PeerAddress(host: host, port: port), isSeed: left == 0, event: event,
      wanted: number("numwant").map { Int(min($0, 1000)) }, reached: reached)
  }
}
