import NIOCore

/// The peers of one swarm and one family, those that have everything apart from the others.
struct PeerPool {
  private struct Entry {
    var address: PeerAddress
    var seen: NIODeadline
  }

  private struct Place {
    var isSeed: Bool
    var index: Int
  }

  private var leechers: [Entry] = []
  private var seeds: [Entry] = []
  private var places: [PeerAddress: Place] = [:]

  var count: Int { places.count }
  var leecherCount: Int { leechers.count }
  var seedCount: Int { seeds.count }

  /// nil where the peer is not known.
  func isSeed(_ address: PeerAddress) -> Bool? { places[address]?.isSeed }

  mutating func put(_ address: PeerAddress, isSeed: Bool, now: NIODeadline) {
    if let place = places[address] {
      if place.isSeed == isSeed {
        if isSeed { seeds[place.index].seen = now } else { leechers[place.index].seen = now }
        return
      }
      remove(address)
    }
    places[address] = Place(isSeed: isSeed, index: isSeed ? seeds.count : leechers.count)
    let entry = Entry(address: address, seen: now)
    if isSeed { seeds.append(entry) } else { leechers.append(entry) }
  }

  @discardableResult
  mutating func remove(_ address: PeerAddress) -> Bool {
    guard let place = places.removeValue(forKey: address) else { return false }
    let moved = place.isSeed ? Self.take(place.index, of: &seeds) : Self.take(place.index, of: &leechers)
    if let moved { places[moved]?.index = place.index }
    return true
  }

  /// The last one takes the free place, so that nothing else moves.
  private static func take(_ index: Int, of entries: inout [Entry]) -> PeerAddress? {
    let last = entries.removeLast()
    guard index < entries.count else { return nil }
    entries[index] = last
    return last.address
  }

  func any(using random: inout some RandomNumberGenerator) -> PeerAddress? {
    guard count > 0 else { return nil }
    return self[Int.random(in: 0..<count, using: &random)]
  }

  private subscript(_ index: Int) -> PeerAddress {
    index < leechers.count ? leechers[index].address : seeds[index - leechers.count].address
  }

  /// Up to `wanted` peers other than `asking`, each once: all are cut into as many runs as are wanted, and one is drawn from each.
  ///
  /// - Parameter forSeed: those that have everything need no seeds.
  func choose(
    _ wanted: Int, forSeed: Bool, except asking: PeerAddress?, using random: inout some RandomNumberGenerator
  ) -> [PeerAddress] {
    let total = forSeed ? leechers.count : count
    guard wanted > 0, total > 0 else { return [] }
    let drawn = min(wanted + 1, total)
    var chosen: [PeerAddress] = []
    chosen.reserveCapacity(drawn)
    for run in 0..<drawn {
      let range = run * total / drawn..<(run + 1) * total / drawn
      let address = self[range.count == 1 ? range.lowerBound : Int.random(in: range, using: &random)]
      if address != asking { chosen.append(address) }
    }
    // One more than wanted was drawn, for the case that the asking one is among them.
    if chosen.count > wanted { chosen.remove(at: Int.random(in: 0..<chosen.count, using: &random)) }
    return chosen
  }

  /// Those that were silent since `limit`.
  func silent(since limit: NIODeadline) -> [PeerAddress] {
    (leechers + seeds).filter { $0.seen < limit }.map(\.address)
  }
}
