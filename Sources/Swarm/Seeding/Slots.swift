import NIOCore

/// Who may ask for pieces. A seed has nothing to gain from any peer, so turns go round and rates do not count: ranking by
/// rate lets a few liars take most of it (contracts/bittorrent.md 2.4).
///
/// All interested peers are unchoked while slots are free. When they are not, a turn that lasted long enough or carried
/// enough ends, and whoever waits longest is next.
struct Slots {
  typealias ID = Int

  enum Decision: Hashable {
    case choke(ID)
    case unchoke(ID)
  }

  let count: Int
  let turn: TimeAmount
  let turnBytes: Int
  /// In the order of their turns' beginning.
  private var serving: [ID: Turn] = [:]
  /// The longest waiting first.
  private var waiting: [ID] = []

  private struct Turn {
    var began: NIODeadline
    var sent = 0
  }

  init(_ limits: SeedingLimits) {
    (count, turn, turnBytes) = (limits.slots, limits.turn, limits.turnBytes)
  }

  var servingCount: Int { serving.count }
  var waitingCount: Int { waiting.count }

  /// - Returns: whether the peer may ask at once.
  mutating func want(_ id: ID, now: NIODeadline) -> Bool {
    if serving[id] != nil { return true }
    if serving.count < count && waiting.isEmpty {
      serving[id] = Turn(began: now)
      return true
    }
    if !waiting.contains(id) { waiting.append(id) }
    return false
  }

  /// Its interest ended, or its connection.
  mutating func leave(_ id: ID, now: NIODeadline) -> [Decision] {
    if serving.removeValue(forKey: id) == nil { waiting.removeAll { $0 == id } }
    return fill(now)
  }

  mutating func sent(_ id: ID, bytes: Int) { serving[id]?.sent += bytes }

  /// To be called every second or so.
  ///
  /// - Parameter wastes: whether a peer does not use its turn.
  mutating func rotate(now: NIODeadline, wastes: (ID) -> Bool = { _ in false }) -> [Decision] {
    guard !waiting.isEmpty else { return [] }
    // The oldest turns end first, one for each who waits. Ids break ties: the order of a dictionary is none.
    let ended = serving.filter { now - $0.value.began >= turn || $0.value.sent >= turnBytes || wastes($0.key) }
      .sorted { ($0.value.began, $0.key) < ($1.value.began, $1.key) }.prefix(waiting.count).map(\.key)
    for id in ended {
      serving[id] = nil
      waiting.append(id)
    }
    return ended.map(Decision.choke) + fill(now)
  }

  private mutating func fill(_ now: NIODeadline) -> [Decision] {
    var decisions: [Decision] = []
    while serving.count < count, !waiting.isEmpty {
      let id = waiting.removeFirst()
      serving[id] = Turn(began: now)
      decisions.append(.unchoke(id))
    }
    return decisions
  }
}
