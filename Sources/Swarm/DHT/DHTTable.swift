/// Nodes of one family that answered of late, from all over the space of names. Not BEP 5's tree of buckets: a read-only node
/// is nobody's neighbour, and needs only places to begin at.
struct DHTTable {
  /// One subscriber has no more places, so that a stranger with many names does not fill the table.
  static let ofSubscriber = 3

  private let limit: Int
  /// The one that answered last stands last.
  private(set) var nodes: [DHTNode] = []

  init(limit: Int) { self.limit = limit }

  mutating func answered(_ node: DHTNode) {
    nodes.removeAll { $0.id == node.id || $0.address == node.address }
    let crowd = nodes.lazy.filter {
      $0.address.host.subscriber == node.address.host.subscriber && !node.address.host.isLoopback
    }
    if crowd.count >= Self.ofSubscriber, let first = crowd.first { nodes.removeAll { $0 == first } }
    nodes.append(node)
    if nodes.count > limit { nodes.removeFirst() }
  }

  mutating func failed(_ node: DHTNode) { nodes.removeAll { $0 == node } }

  func closest(to target: SwarmKey, count: Int = 16) -> [DHTNode] {
    Array(nodes.sorted { $0.id.distance(to: target) < $1.id.distance(to: target) }.prefix(count))
  }
}
