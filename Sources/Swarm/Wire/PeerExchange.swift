import Torrent

/// Tells peers of each other, so that they share among themselves what the seed gave them (BEP 11 `ut_pex`).
enum PeerExchange {
  /// Of peers in one message, added and dropped each.
  static let most = 50

  /// - Parameters:
  ///   - added: reachable peers that the receiver does not know from us.
  ///   - dropped: of those told before, the ones that left.
  static func message(added: [PeerAddress], dropped: [PeerAddress]) -> [UInt8] {
    func compact(_ peers: [PeerAddress], isV6: Bool) -> [UInt8] {
      peers.filter { if case .v6 = $0.host { isV6 } else { !isV6 } }.flatMap(\.compact)
    }
    var fields: [Bencode.Key: Bencode] = [:]
    for (isV6, suffix) in [(false, ""), (true, "6")] {
      let new = compact(added, isV6: isV6)
      fields[Bencode.Key("added\(suffix)")] = .string(new)
      // No flag: that a peer gave a port does not prove that it can be reached.
      fields[Bencode.Key("added\(suffix).f")] = .string([UInt8](repeating: 0, count: new.count / (isV6 ? 18 : 6)))
      fields[Bencode.Key("dropped\(suffix)")] = .string(compact(dropped, isV6: isV6))
    }
    return Bencode.dictionary(fields).bytes
  }
}
