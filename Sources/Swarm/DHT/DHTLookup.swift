/// One search for the nodes closest to an infohash (BEP 5, `get_peers` from node to node), and then the announce to them.
/// A value: who sends and who waits stands outside.
struct DHTLookup {
  /// How many of the closest are announced to.
  static let width = 8
  /// Candidates that are remembered.
  private static let memory = 64

  let target: SwarmKey
  private let limits: DHTLimits
  private var candidates: [Candidate] = []
  private var questions = 0
  private(set) var waiting = 0
  private(set) var isAnnouncing = false

  private struct Candidate {
    var node: DHTNode
    var distance: SwarmKey
    var state = State.new
    var token: [UInt8]?
  }

  private enum State { case new, asked, answered, failed }

  init(target: SwarmKey, from nodes: [DHTNode], limits: DHTLimits) {
    (self.target, self.limits) = (target, limits)
    add(nodes)
  }

  private mutating func add(_ nodes: [DHTNode]) {
    for node in nodes {
      // One address has one place, whatever names it calls itself by.
      guard !candidates.contains(where: { $0.node.address == node.address || $0.node.id == node.id }) else { continue }
      let distance = node.id.distance(to: target)
      let place = candidates.firstIndex { distance < $0.distance } ?? candidates.count
      candidates.insert(Candidate(node: node, distance: distance), at: place)
    }
    // Those on their way stay: their answer has to find them.
    while candidates.count > Self.memory, let last = candidates.lastIndex(where: { $0.state == .new }) {
      candidates.remove(at: last)
    }
  }

  /// Whom to ask next, while fewer than the limit are on their way; nil while it has to wait, or when it is done.
  mutating func next() -> DHTNode? {
    guard waiting < limits.parallel, questions < limits.questions, let place = nextPlace else { return nil }
    candidates[place].state = .asked
    waiting += 1
    questions += 1
    return candidates[place].node
  }

  /// The closest that was not asked, among the closest that did not fail.
  private var nextPlace: Int? {
    var seen = 0
    for place in candidates.indices where candidates[place].state != .failed {
      if candidates[place].state == .new { return place }
      seen += 1
      if seen == Self.width { return nil }
    }
    return nil
  }

  /// Whether nobody closer is left to ask.
  var isDone: Bool { waiting == 0 && (nextPlace == nil || questions >= limits.questions) }

  mutating func answered(_ node: DHTNode, _ reply: DHTMessage.Reply) {
    guard let place = candidates.firstIndex(where: { $0.node == node && $0.state == .asked }) else { return }
    waiting -= 1
    // Who says another name than it was known by is not where it claims to be.
    candidates[place].state = reply.id == node.id ? .answered : .failed
    candidates[place].token = reply.token
    add(reply.nodes)
  }

  mutating func failed(_ node: DHTNode) {
    guard let place = candidates.firstIndex(where: { $0.node == node && $0.state == .asked }) else { return }
    waiting -= 1
    candidates[place].state = .failed
  }

  /// The closest that gave a token.
  var closest: [(node: DHTNode, token: [UInt8])] {
    candidates.lazy.filter { $0.state == .answered }.compactMap { candidate in
      candidate.token.map { (candidate.node, $0) }
    }.prefix(Self.width).map(\.self)
  }
}
