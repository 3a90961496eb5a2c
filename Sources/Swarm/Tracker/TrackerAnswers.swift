import NIOCore

/// The bencoded answers of the HTTP tracker, written straight into a buffer: keys stand in the order of their bytes.
enum TrackerAnswers {
  /// Always in the compact form (BEP 23, BEP 7), with the address that the peer has seen from here (BEP 24).
  static func announce(
    _ answer: TrackerAnnounce.Answer, to peer: PeerAddress.Host, minInterval: Int, into out: inout ByteBuffer
  ) {
    let (v4, v6) = peer.isV4 ? (answer.peers, answer.others) : (answer.others, answer.peers)
    out.writeString("d8:completei\(answer.figures.complete)e10:downloadedi\(answer.figures.downloaded)e11:external ip")
    out.writeString(peer.isV4 ? "4:" : "16:")
    out.write(peer)
    out.writeString("10:incompletei\(answer.figures.incomplete)e8:intervali\(answer.interval)e")
    out.writeString("12:min intervali\(minInterval)e5:peers\(v4.count * 6):")
    for peer in v4 { out.write(peer) }
    if !v6.isEmpty {
      out.writeString("6:peers6\(v6.count * 18):")
      for peer in v6 { out.write(peer) }
    }
    out.writeString("e")
  }

  /// BEP 48. Infohashes that are not tracked are left out; the others stand sorted and once.
  static func scrape(_ files: [(key: SwarmKey, figures: SwarmFigures)], into out: inout ByteBuffer) {
    out.writeString("d5:filesd")
    var last: [UInt8]?
    let sorted = files.map { (bytes: $0.key.bytes, figures: $0.figures) }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    for (bytes, figures) in sorted where bytes != last {
      last = bytes
      out.writeString("20:")
      out.writeBytes(bytes)
      out.writeString("d8:completei\(figures.complete)e10:downloadedi\(figures.downloaded)e")
      out.writeString("10:incompletei\(figures.incomplete)ee")
    }
    out.writeString("ee")
  }

  /// - Parameter retry: in minutes, nil for `never` (BEP 31); absent where asking again at the usual time is fine.
  static func failure(_ reason: String, retry: Int??, into out: inout ByteBuffer) {
    out.writeString("d14:failure reason\(reason.utf8.count):\(reason)")
    switch retry {
    case .none: break
    case .some(nil): out.writeString("8:retry in5:never")
    case .some(let minutes?): out.writeString("8:retry ini\(minutes)e")
    }
    out.writeString("e")
  }
}

extension ByteBuffer {
  /// 6 or 18 bytes.
  mutating func write(_ peer: PeerAddress) {
    write(peer.host)
    writeInteger(peer.port)
  }

  mutating func write(_ host: PeerAddress.Host) {
    switch host {
    case .v4(let word): writeInteger(word)
    case .v6(let high, let low): writeMultipleIntegers(high, low)
    }
  }
}
