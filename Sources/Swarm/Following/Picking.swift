import Files
import Hashing

/// Which of the offered files are kept: a pure choice, the same for the same offers.
public enum Picking {
  public enum Order: String, Sendable, Hashable, CaseIterable {
    /// The newest videos first.
    case newest
    /// Those with the fewest seeds first, the newest of them before others; a file that no tracker knows has none.
    case rare
  }

  /// Takes one offer after the other in this order, as long as it fits into the space; a smaller one behind one that does
  /// not fit may still do.
  ///
  /// - Parameter seeds: how many others have a file, as far as trackers tell.
  /// - Returns: in the order in which they are to be fetched.
  public static func pick(
    _ offers: [Offer], space: Int64, order: Order = .newest, seeds: [SwarmKey: Int] = [:]
  ) -> [Offer] {
    var left = space
    var taken: Set<SwarmKey> = []
    return sorted(offers, order, seeds).filter { offer in
      guard let key = offer.key, offer.size > 0, offer.size <= left, taken.insert(key).inserted else { return false }
      left -= offer.size
      return true
    }
  }

  private static func sorted(_ offers: [Offer], _ order: Order, _ seeds: [SwarmKey: Int]) -> [Offer] {
    func count(_ offer: Offer) -> Int { order == .rare ? offer.key.flatMap { seeds[$0] } ?? 0 : 0 }
    return offers.map { (offer: $0, seeds: count($0)) }.sorted { a, b in
      if a.seeds != b.seeds { return a.seeds < b.seeds }
      if a.offer.date != b.offer.date { return b.offer.date.precedesByBytes(a.offer.date) }
      // Of one video its renditions from the largest to the smallest.
      if a.offer.size != b.offer.size { return a.offer.size > b.offer.size }
      return a.offer.sha256 < b.offer.sha256
    }.map(\.offer)
  }
}
