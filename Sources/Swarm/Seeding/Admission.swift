/// Counts connections, in all and for each subscriber, so that no stranger takes what others need.
struct Admission {
  let total: Int
  let perAddress: Int
  private(set) var count = 0
  private var counts: [PeerAddress.Host: Int] = [:]

  init(total: Int, perAddress: Int) {
    (self.total, self.perAddress) = (total, perAddress)
  }

  enum Verdict: Hashable {
    case admitted
    /// Only when somebody else goes.
    case full
    case tooManyOfAddress
  }

  func verdict(_ host: PeerAddress.Host) -> Verdict {
    if counts[host.subscriber, default: 0] >= perAddress { return .tooManyOfAddress }
    return count < total ? .admitted : .full
  }

  mutating func enter(_ host: PeerAddress.Host) {
    count += 1
    counts[host.subscriber, default: 0] += 1
  }

  mutating func leave(_ host: PeerAddress.Host) {
    count -= 1
    let left = counts[host.subscriber, default: 1] - 1
    counts[host.subscriber] = left > 0 ? left : nil
  }
}
