import NIOCore
import Testing

@testable import Swarm

/// A clock that moves only when a test says so.
private struct Simulation {
  var schedule: AnnounceSchedule
  var now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
  var sent: [(at: NIODeadline, announce: Announce)] = []
  /// What a tracker says, and after how long.
  var answer: (Announce) -> Result<TrackerAnswer, TrackerFailure> = { _ in .success(TrackerAnswer(interval: 1800)) }
  var delay = TimeAmount.milliseconds(50)
  private var waiting: [(at: NIODeadline, ticket: AnnounceSchedule.Ticket)] = []

  init(limits: AnnounceLimits = AnnounceLimits(), families: [WebRequest.Family] = [.v4]) {
    schedule = AnnounceSchedule(limits: limits, families: families, now: now, random: SplitMix(state: 7))
  }

  mutating func run(for time: TimeAmount, step: TimeAmount = .milliseconds(20)) {
    let end = now + time
    while now < end {
      while let first = waiting.first, first.at <= now {
        waiting.removeFirst()
        _ = schedule.finish(first.ticket, answer(first.ticket.announce), now: now)
      }
      while let ticket = schedule.next(now: now) {
        sent.append((now, ticket.announce))
        waiting.append((now + delay, ticket))
      }
      let wake = schedule.wake(now: now) ?? end
      now = max(now + step, min(wake, waiting.first?.at ?? end, end))
    }
  }

  mutating func add(_ seeds: [Seed]) { for seed in seeds { schedule.add(seed, now: now) } }

  /// The most that went out within any second, by their begin.
  func most(within span: TimeAmount = .seconds(1)) -> Int {
    var first = 0
    var most = 0
    for last in sent.indices {
      while sent[last].at - sent[first].at >= span { first += 1 }
      most = max(most, last - first + 1)
    }
    return most
  }
}

extension Seed {
  /// A torrent of no file: what is announced of it.
  static func named(_ number: Int, trackers: [[String]], isHybrid: Bool = false) -> Seed {
    let stamp = Stamp(size: 1, modified: 1, inode: 1)
    let bytes = (0..<16).map { _ in 0 as UInt8 } + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    return Seed(
      torrent: Place(path: "/t/\(number).torrent", stamp: stamp), data: Place(path: "/t/\(number)", stamp: stamp),
      v1: SwarmKey(bytes), v2: isHybrid ? SwarmKey(bytes.reversed()) : nil, size: 1, pieceLength: 16_384, pieceCount: 1,
      info: 0..<1, isSingleFile: true, isPrivate: false, trackers: trackers)
  }
}

@Suite struct AnnounceScheduleTests {
  private let a = "http://a.example/announce"
  private let b = "udp://b.example:6969/announce"

  @Test func `started is said once, then regular announces at the tracker's interval and up to a tenth later`() {
    var run = Simulation()
    run.add([.named(1, trackers: [[a]])])
    run.run(for: .hours(2))
    #expect(run.sent.map(\.announce.event) == [.started, .none, .none, .none])
    for (one, next) in zip(run.sent, run.sent.dropFirst()) {
      #expect((TimeAmount.seconds(1800)...(.seconds(1981))).contains(next.at - one.at))
    }
  }

  @Test func `both infohashes of a hybrid are announced, in each family that is listened on`() {
    var run = Simulation(families: [.v4, .v6])
    run.add([.named(1, trackers: [[a]], isHybrid: true)])
    run.run(for: .minutes(1))
    #expect(Set(run.sent.map { "\($0.announce.key.hex) \($0.announce.family)" }).count == 4)
  }

  @Test func `a min interval is kept, and an interval of a second is not taken`() {
    var run = Simulation()
    run.answer = { _ in .success(TrackerAnswer(interval: 1, shortest: 600)) }
    run.add([.named(1, trackers: [[a]])])
    run.run(for: .minutes(25))
    #expect(run.sent.count == 3)
    run = Simulation()
    run.answer = { _ in .success(TrackerAnswer(interval: 1)) }
    run.add([.named(1, trackers: [[a]])])
    run.run(for: .minutes(14))
    #expect(run.sent.count == 3)
  }

  @Test func `the next tier is asked only when nobody in the first answers`() {
    var run = Simulation()
    run.add([.named(1, trackers: [[a], [b]])])
    run.run(for: .minutes(70))
    #expect(Set(run.sent.map(\.announce.tracker)) == [TrackerURL(a)])
    run = Simulation()
    run.answer = {
      $0.tracker.host == "a.example" ? .failure(.unreachable("")) : .success(TrackerAnswer(interval: 1800))
    }
    run.add([.named(1, trackers: [[a], [b]])])
    run.run(for: .seconds(10))
    #expect(run.sent.map(\.announce.tracker.host) == ["a.example", "b.example"])
    #expect(run.sent.map(\.announce.event) == [.started, .started])
  }

  @Test func `a host that fails is left in peace for longer and longer, for all its torrents together`() {
    var run = Simulation()
    run.answer = { _ in .failure(.unreachable("silent")) }
    run.add((1...500).map { .named($0, trackers: [[a]]) })
    run.run(for: .minutes(1))
    let first = run.sent.count
    run.run(for: .hours(6))
    // 30 s, 75 s, 188 s ... to an hour: a dozen questions in six hours, and not five hundred times as many.
    #expect(first < 20)
    #expect((8...25).contains(run.sent.count - first), "\(run.sent.count - first)")
  }

  @Test func `a torrent that is refused does not keep others from the tracker, and never means never`() {
    var run = Simulation()
    run.answer = {
      $0.key.bytes.last == 1 ? .failure(.refused("no", retry: .never)) : .success(TrackerAnswer(interval: 1800))
    }
    run.add((1...3).map { .named($0, trackers: [[a]]) })
    run.run(for: .hours(2))
    #expect(run.sent.count { $0.announce.key.bytes.last == 1 } == 1)
    #expect(run.sent.count == 9)
  }

  @Test func `retry in holds a torrent back for its minutes`() {
    var run = Simulation()
    run.answer = { _ in .failure(.refused("later", retry: .after(.minutes(10)))) }
    run.add([.named(1, trackers: [[a]])])
    run.run(for: .minutes(25))
    #expect(run.sent.count == 3)
  }

  @Test func `a removed torrent is announced no more, and stopped is told to those that answered`() {
    var run = Simulation()
    run.add([.named(1, trackers: [[a]]), .named(2, trackers: [["ftp://c.example/", "wss://c.example/announce"]])])
    run.run(for: .minutes(1))
    run.schedule.remove(torrent: "/t/1.torrent")
    run.schedule.remove(torrent: "/t/2.torrent")
    run.run(for: .hours(3))
    #expect(run.sent.map(\.announce.event) == [.started, .stopped])
    #expect(run.schedule.count == 0)
  }

  @Test func `what is removed while its started is on its way is stopped when it arrived`() {
    var run = Simulation()
    run.delay = .seconds(3)
    run.add([.named(1, trackers: [[a]])])
    run.run(for: .milliseconds(2500))
    run.schedule.remove(torrent: "/t/1.torrent")
    run.run(for: .minutes(1))
    #expect(run.sent.map(\.announce.event) == [.started, .stopped])
  }

  @Test func `ten thousand torrents of one tracker begin within its rate, and of many within the rate of all`() {
    var run = Simulation()
    run.add((1...10_000).map { .named($0, trackers: [[a]]) })
    run.run(for: .minutes(20))
    #expect(run.sent.count == 10_000)
    #expect(run.most() <= 12, "\(run.most())")

    run = Simulation()
    run.add((1...10_000).map { .named($0, trackers: [["http://\($0 % 100).example/announce"]]) })
    run.run(for: .minutes(5))
    #expect(run.sent.count == 10_000)
    #expect(run.most() <= 61, "\(run.most())")
  }

  @Test func `all that answered are told of the end, faster than by day`() {
    var run = Simulation()
    run.add((1...300).map { .named($0, trackers: [[a]]) })
    run.run(for: .minutes(2))
    run.schedule.end(now: run.now)
    let before = run.sent.count
    run.run(for: .seconds(5))
    #expect(run.sent[before...].count { $0.announce.event == .stopped } == 300)
    #expect(run.schedule.waitingStops == 0 && run.schedule.inFlight == 0)
  }
}
