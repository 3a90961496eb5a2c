import NIOCore

/// Which infohash is announced next: the one that waited longest, none sooner than its time.
struct DHTQueue {
  private let limits: DHTLimits
  private var heap = DueHeap()
  private var keys: [Int: SwarmKey] = [:]
  private var numbers: [SwarmKey: Int] = [:]
  private var nextNumber = 0
  private var random: any RandomNumberGenerator & Sendable

  init(limits: DHTLimits, random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()) {
    (self.limits, self.random) = (limits, random)
  }

  var count: Int { numbers.count }
  func contains(_ key: SwarmKey) -> Bool { numbers[key] != nil }

  mutating func add(_ key: SwarmKey, now: NIODeadline) {
    guard numbers[key] == nil else { return }
    numbers[key] = nextNumber
    keys[nextNumber] = key
    heap.push(DueHeap.Item(due: now, entry: nextNumber))
    nextNumber += 1
  }

  mutating func remove(_ key: SwarmKey) {
    if let number = numbers.removeValue(forKey: key) { keys[number] = nil }
  }

  /// Takes the oldest that is due; it comes back with ``again(_:now:)``.
  mutating func next(now: NIODeadline) -> SwarmKey? {
    while let first = heap.first, first.due <= now {
      _ = heap.pop()
      if let key = keys[first.entry] { return key }
    }
    return nil
  }

  /// - Parameter isFailure: nobody took it: tried again soon.
  mutating func again(_ key: SwarmKey, isFailure: Bool, now: NIODeadline) {
    guard let number = numbers[key] else { return }
    let spread = limits.spread.nanoseconds
    let pause =
      isFailure
      ? TimeAmount.seconds(30) : limits.interval + .nanoseconds(Int64.random(in: -spread...spread, using: &random))
    heap.push(DueHeap.Item(due: now + pause, entry: number))
  }

  /// The next due time.
  var due: NIODeadline? { heap.first?.due }
}
