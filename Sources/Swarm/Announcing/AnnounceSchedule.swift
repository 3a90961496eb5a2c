import NIOCore

/// Who is announced where and when (BEP 3, BEP 12). A value: time and chance come from outside.
///
/// One entry is one swarm in one family of addresses. It asks the first tracker of its first tier that answers, as BEP 12
/// says; hosts that fail are left in peace for all torrents together.
struct AnnounceSchedule {
  let limits: AnnounceLimits
  let families: [WebRequest.Family]
  private let origins: TorrentOrigins
  private var random: any RandomNumberGenerator & Sendable
  private var bucket: TokenBucket

  /// Torrents of one site share their trackers: held once.
  private var lists: [[[Listed]]] = []
  private var listIndex: [ListName: Int] = [:]
  private var entries: [Entry?] = []
  private var unused: [Int] = []
  private var byTorrent: [String: [Int]] = [:]
  private var heap = DueHeap()
  /// By their port: a dead one says nothing of its neighbour. The rate counts the host alone.
  private var hosts: [HostName: TrackerHost] = [:]
  private var slots: [HostName: NIODeadline] = [:]
  private var stops: [Announce] = []
  private(set) var inFlight = 0

  private struct Listed {
    var url: TrackerURL
    var reach: WebRequest.Reach
  }

  private struct ListName: Hashable {
    var tiers: [[String]]
    var origin: TorrentOrigins.Origin
  }

  private struct HostName: Hashable {
    var name: String
    var port: Int
    var family: WebRequest.Family

    init(_ tracker: TrackerURL, _ family: WebRequest.Family) {
      self.family = family
      switch tracker {
      case .http(let url): (name, port) = (url.origin.host, url.origin.port)
      case .udp(let host, let port, _): (name, self.port) = (host, -Int(port))
      }
    }

    /// All ports of one host.
    var whole: Self {
      var whole = self
      whole.port = 0
      return whole
    }
  }

  private struct Entry {
    var key: SwarmKey
    var list: Int32
    var family: WebRequest.Family
    /// In the order of all tiers: the one that answered last.
    var last: UInt8?
    /// Of the trackers that were told `started` and answered, one bit each.
    var answered: UInt32 = 0
    /// Of those that do not want this torrent at all.
    var refused: UInt32 = 0
    /// Which one a slot is taken at.
    var promised: UInt8?
    var isBusy = false
    var due: NIODeadline
  }

  /// An announce that goes out now, and where its result belongs.
  struct Ticket: Hashable {
    var announce: Announce
    fileprivate var entry: Int?
    fileprivate var tracker = 0
  }

  init(
    limits: AnnounceLimits, families: [WebRequest.Family], origins: TorrentOrigins = .own, now: NIODeadline,
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    (self.limits, self.families, self.origins, self.random) = (limits, families, origins, random)
    bucket = TokenBucket(rate: limits.rate, burst: max(1, limits.rate / 5), now: now)
  }

  var count: Int { entries.count - unused.count }
  var waitingStops: Int { stops.count }

  // MARK: Torrents

  mutating func add(_ seed: Seed, now: NIODeadline) {
    guard byTorrent[seed.torrent.path] == nil, let list = list(of: seed) else { return }
    for key in seed.keys {
      for family in families {
        // The first minute is shared by those of a first start; the slots of the hosts spread them further.
        let due = now + .milliseconds(Int64.random(in: 0..<2000, using: &random))
        let entry = Entry(key: key, list: Int32(list), family: family, due: due)
        let index = unused.popLast() ?? entries.count
        if index == entries.count { entries.append(entry) } else { entries[index] = entry }
        byTorrent[seed.torrent.path, default: []].append(index)
        heap.push(DueHeap.Item(due: due, entry: index))
      }
    }
  }

  mutating func remove(torrent path: String) {
    for index in byTorrent.removeValue(forKey: path) ?? [] {
      guard let entry = entries[index] else { continue }
      sayGoodbye(entry)
      // What is on its way comes back to an entry that is gone; the place stays empty until then.
      entries[index] = nil
      if !entry.isBusy { unused.append(index) }
    }
  }

  /// All that answered are told that we go; nothing else is announced any more.
  mutating func end(now: NIODeadline) {
    for path in byTorrent.keys.sorted() { remove(torrent: path) }
    bucket = TokenBucket(rate: limits.farewellRate, burst: limits.farewellRate / 5, now: now)
  }

  private mutating func sayGoodbye(_ entry: Entry) {
    for (place, tracker) in lists[Int(entry.list)].joined().enumerated() where entry.answered & (1 << place) != 0 {
      guard stops.count < limits.stops else { return }
      stops.append(
        Announce(
          key: entry.key, event: .stopped, tracker: tracker.url, family: entry.family, reach: tracker.reach))
    }
  }

  private mutating func list(of seed: Seed) -> Int? {
    let name = ListName(tiers: seed.trackers, origin: origins.origin(ofTorrent: seed.torrent.path))
    if let known = listIndex[name] { return known }
    var left = min(limits.trackers, 32)
    var list: [[Listed]] = []
    for tier in name.tiers {
      // BEP 12: the order within a tier is by chance.
      let urls = tier.lazy.compactMap(TrackerURL.init).prefix(left).shuffled(using: &random)
      left -= urls.count
      if !urls.isEmpty { list.append(urls.map { Listed(url: $0, reach: name.origin.reach(of: $0)) }) }
    }
    guard !list.isEmpty else { return nil }
    lists.append(list)
    listIndex[name] = lists.count - 1
    return lists.count - 1
  }

  // MARK: Time

  /// What goes out now; nil where nothing is due or a limit holds it back.
  mutating func next(now: NIODeadline) -> Ticket? {
    while inFlight < limits.inFlight {
      var peek = bucket
      guard peek.take(now: now) else { return nil }
      if let stop = stops.popLast() {
        let name = HostName(stop.tracker, stop.family)
        // A host that does not answer forgets us by itself.
        guard (hosts[name]?.until ?? now) <= now else { continue }
        return send(Ticket(announce: stop), name, now: now)
      }
      guard let item = heap.first, item.due <= now else { return nil }
      _ = heap.pop()
      guard var entry = entries[item.entry], entry.due == item.due, !entry.isBusy else { continue }
      if let ticket = ask(&entry, item.entry, now: now) {
        entries[item.entry] = entry
        return ticket
      }
      entries[item.entry] = entry
      heap.push(DueHeap.Item(due: entry.due, entry: item.entry))
    }
    return nil
  }

  /// When ``next(now:)`` is worth calling again, where nothing else happens.
  func wake(now: NIODeadline) -> NIODeadline? {
    if inFlight >= limits.inFlight { return nil }
    let soonest = now + .milliseconds(20)
    if !stops.isEmpty { return soonest }
    return heap.first.map { max($0.due, soonest) }
  }

  private mutating func ask(_ entry: inout Entry, _ index: Int, now: NIODeadline) -> Ticket? {
    guard let (place, tracker) = choose(entry, now: now) else {
      entry.promised = nil
      entry.due = later(allOf: entry, now: now)
      return nil
    }
    let name = HostName(tracker.url, entry.family)
    var host = hosts[name] ?? TrackerHost(now: now)
    defer { hosts[name] = host }
    if entry.promised != UInt8(place) || !host.isFree(limits) {
      let slot = takeSlot(name.whole, now: now)
      entry.promised = UInt8(place)
      if slot > now || !host.isFree(limits) {
        entry.due = max(slot, now + .milliseconds(100))
        return nil
      }
    }
    entry.promised = nil
    entry.isBusy = true
    host.inFlight += 1
    inFlight += 1
    _ = bucket.take(now: now)
    let event: Announce.Event = entry.answered & (1 << place) == 0 ? .started : .none
    return Ticket(
      announce: Announce(
        key: entry.key, event: event, tracker: tracker.url, family: entry.family, reach: tracker.reach),
      entry: index, tracker: place)
  }

  /// The next moment at which a host may be asked, which is taken with this.
  private mutating func takeSlot(_ name: HostName, now: NIODeadline) -> NIODeadline {
    let mine = max(slots[name] ?? now, now)
    slots[name] = mine + .nanoseconds(Int64(1e9 / limits.hostRate))
    return mine
  }

  private mutating func send(_ ticket: Ticket, _ name: HostName, now: NIODeadline) -> Ticket {
    hosts[name, default: TrackerHost(now: now)].inFlight += 1
    inFlight += 1
    _ = bucket.take(now: now)
    return ticket
  }

  /// The first tier first, and in it the one that answered last.
  private func choose(_ entry: Entry, now: NIODeadline) -> (Int, Listed)? {
    var first = 0
    for tier in lists[Int(entry.list)] {
      let places = first..<(first + tier.count)
      let order = entry.last.map(Int.init).flatMap {
        places.contains($0) ? [$0] + places.filter { $0 != Int(entry.last ?? 0) } : nil
      }
      for place in order ?? Array(places) where entry.refused & (1 << place) == 0 {
        let tracker = tier[place - first]
        if (hosts[HostName(tracker.url, entry.family)]?.until ?? now) <= now { return (place, tracker) }
      }
      first = places.upperBound
    }
    return nil
  }

  /// When the first of its hosts may be asked again.
  private mutating func later(allOf entry: Entry, now: NIODeadline) -> NIODeadline {
    var soonest: NIODeadline?
    for (place, tracker) in lists[Int(entry.list)].joined().enumerated() where entry.refused & (1 << place) == 0 {
      guard let until = hosts[HostName(tracker.url, entry.family)]?.until else { continue }
      soonest = min(soonest ?? until, until)
    }
    return spread(max(soonest ?? now + limits.longest, now + .seconds(1)), by: limits.backOff)
  }

  private mutating func spread(_ due: NIODeadline, by amount: TimeAmount) -> NIODeadline {
    due + .nanoseconds(Int64.random(in: 0...max(1, amount.nanoseconds), using: &random))
  }

  // MARK: Results

  /// - Returns: a host that fails for the first time, to be told in the log.
  mutating func finish(_ ticket: Ticket, _ result: Result<TrackerAnswer, TrackerFailure>, now: NIODeadline) -> Bool {
    let name = HostName(ticket.announce.tracker, ticket.announce.family)
    var host = hosts[name] ?? TrackerHost(now: now)
    host.inFlight -= 1
    inFlight -= 1
    var isNews = false
    switch result {
    case .success: host.succeed()
    // Of a torrent that may not name it: others may.
    case .failure(.refused), .failure(.privateAddress): break
    case .failure(.noAddress): host.fail(now: now, limits: limits, pause: limits.longestBackOff)
    case .failure:
      isNews = !host.isTold
      host.isTold = true
      host.fail(now: now, limits: limits)
    }
    if case .failure(.refused) = result, !host.isTold { (isNews, host.isTold) = (true, true) }
    hosts[name] = host
    settle(ticket, result, now: now)
    return isNews
  }

  private mutating func settle(
    _ ticket: Ticket, _ result: Result<TrackerAnswer, TrackerFailure>, now: NIODeadline
  ) {
    guard let index = ticket.entry else { return }
    guard var entry = entries[index] else {
      // Removed meanwhile: the place is free, and a `started` that arrived is taken back.
      unused.append(index)
      if case .success = result, ticket.announce.event == .started, stops.count < limits.stops {
        var stop = ticket.announce
        stop.event = .stopped
        stops.append(stop)
      }
      return
    }
    entry.isBusy = false
    switch result {
    case .success(let answer):
      entry.last = UInt8(ticket.tracker)
      entry.answered |= 1 << ticket.tracker
      let asked = max(answer.interval ?? limits.interval, answer.shortest ?? .zero)
      let interval = min(max(asked, limits.shortest), max(limits.longest, answer.shortest ?? .zero))
      // Up to a tenth later, so that what began together does not stay together.
      entry.due = spread(now + interval, by: .nanoseconds(interval.nanoseconds / 10))
    case .failure(.refused(_, let retry)):
      switch retry {
      case .never:
        entry.refused |= 1 << ticket.tracker
        entry.due = now + .seconds(1)
      case .after(let pause): entry.due = spread(now + pause, by: limits.backOff)
      case nil: entry.due = spread(now + limits.interval, by: limits.shortest)
      }
    case .failure(.privateAddress):
      entry.refused |= 1 << ticket.tracker
      entry.due = now + .seconds(1)
    case .failure:
      // The next tracker of the tiers, or a pause where there is none.
      entry.due = now
    }
    entries[index] = entry
    heap.push(DueHeap.Item(due: entry.due, entry: index))
  }
}
