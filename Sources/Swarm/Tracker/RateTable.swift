import NIOCore

/// A ``TokenBucket`` for each stranger, in a table that strangers cannot make grow: where it is full, newcomers share one.
struct RateTable<Key: Hashable> {
  let rate: Double
  let burst: Double
  let capacity: Int
  private var buckets: [Key: TokenBucket] = [:]
  private var shared: TokenBucket
  private var swept: NIODeadline

  init(rate: Double, burst: Double, capacity: Int, now: NIODeadline) {
    (self.rate, self.burst, self.capacity, swept) = (rate, burst, capacity, now)
    shared = TokenBucket(rate: rate, burst: burst, now: now)
  }

  var count: Int { buckets.count }

  mutating func admits(_ key: Key, now: NIODeadline) -> Bool {
    guard rate > 0 else { return true }
    // In place: a copy would be written back with a second look-up.
    if let place = buckets.index(forKey: key) { return buckets.values[place].take(now: now) }
    // A sweep costs as much as the table is large: one a second at most.
    if buckets.count >= capacity, now - swept >= .seconds(1) { sweep(now: now) }
    guard buckets.count < capacity else { return shared.take(now: now) }
    var bucket = TokenBucket(rate: rate, burst: burst, now: now)
    defer { buckets[key] = bucket }
    return bucket.take(now: now)
  }

  /// Forgets those that asked for nothing of late.
  mutating func sweep(now: NIODeadline) {
    swept = now
    buckets = buckets.filter { entry in
      var bucket = entry.value
      return !bucket.isFull(now: now)
    }
  }
}
