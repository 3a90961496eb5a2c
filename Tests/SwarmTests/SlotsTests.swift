import NIOCore
import Testing

@testable import Swarm

@Suite struct `Turns of a seed` {
  private func slots(_ count: Int) -> Slots {
    var limits = SeedingLimits()
    limits.slots = count
    limits.turn = .seconds(15)
    limits.turnBytes = 1000
    return Slots(limits)
  }
  private func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }

  @Test func `everybody is served at once while slots are free`() {
    var slots = slots(2)
    #expect(slots.want(1, now: at(0)) == true)
    #expect(slots.want(2, now: at(0)) == true)
    #expect(slots.want(3, now: at(0)) == false)
    #expect(slots.want(1, now: at(1)) == true)
  }

  @Test func `a slot that becomes free goes to who waits longest`() {
    var slots = slots(1)
    _ = slots.want(1, now: at(0))
    _ = slots.want(2, now: at(1))
    _ = slots.want(3, now: at(2))
    #expect(slots.leave(1, now: at(3)) == [.unchoke(2)])
    #expect(slots.leave(3, now: at(4)) == [])
    #expect(slots.leave(2, now: at(5)) == [])
    #expect(slots.servingCount == 0)
  }

  @Test func `a turn ends after its time or its bytes, but only where others wait`() {
    var slots = slots(2)
    _ = slots.want(1, now: at(0))
    _ = slots.want(2, now: at(5))
    #expect(slots.rotate(now: at(100)) == [])
    _ = slots.want(3, now: at(100))
    #expect(slots.rotate(now: at(100)) == [.choke(1), .unchoke(3)])
    slots.sent(3, bytes: 1000)
    _ = slots.want(4, now: at(101))
    // 1 waits longer than 4; 2 began before 3.
    #expect(slots.rotate(now: at(101)) == [.choke(2), .choke(3), .unchoke(1), .unchoke(4)])
  }

  @Test func `over many turns all get the same, however many they are`() {
    var slots = slots(64)
    var served: [Int: Int] = [:]
    var serving: Set<Int> = []
    for id in 0..<200 where slots.want(id, now: at(0)) { serving.insert(id) }
    for second in 1...600 {
      for id in serving { served[id, default: 0] += 1 }
      for decision in slots.rotate(now: at(Int64(second))) {
        switch decision {
        case .choke(let id): serving.remove(id)
        case .unchoke(let id): serving.insert(id)
        }
      }
      #expect(serving.count == 64)
    }
    let seconds = served.values
    #expect(served.count == 200)
    #expect(Double(seconds.max()!) / Double(seconds.min()!) < 1.5)
  }
}

@Suite struct `Who is let in` {
  @Test func `so many of one address, and of one network in IPv6`() {
    var admission = Admission(total: 10, perAddress: 2)
    let a = PeerAddress.Host("2001:db8::1")!
    let sameNetwork = PeerAddress.Host("2001:db8::ffff:1")!
    admission.enter(a)
    admission.enter(sameNetwork)
    #expect(admission.verdict(a) == .tooManyOfAddress)
    #expect(admission.verdict(PeerAddress.Host("2001:db8:0:1::1")!) == .admitted)
    admission.leave(a)
    #expect(admission.verdict(sameNetwork) == .admitted)
  }

  @Test func `an IPv4 address is one address, also where it is written in IPv6`() {
    #expect(PeerAddress.Host("::ffff:192.0.2.1") == PeerAddress.Host("192.0.2.1"))
  }

  @Test func `so many in all`() {
    var admission = Admission(total: 2, perAddress: 2)
    admission.enter(.v4(1))
    admission.enter(.v4(2))
    #expect(admission.verdict(.v4(3)) == .full)
  }
}

@Suite struct `Requests of a peer` {
  private let seed = Seed.sample(size: 100_000, pieceLength: 65_536)

  @Test(arguments: [
    (Block(piece: 0, begin: 0, length: 16_384), RequestQueue.Answer.queued),
    (Block(piece: 0, begin: 49_152, length: 16_384), .queued),
    (Block(piece: 1, begin: 34_463, length: 1), .queued),
    (Block(piece: 1, begin: 34_464, length: 1), .refused),
    (Block(piece: 0, begin: 49_153, length: 16_384), .refused),
    (Block(piece: 0, begin: 0, length: 0), .refused),
    (Block(piece: 0, begin: 0, length: 16_385), .refused),
    (Block(piece: 2, begin: 0, length: 1), .refused),
    (Block(piece: .max, begin: .max, length: 16_384), .refused),
  ])
  func `are of bytes that there are`(block: Block, answer: RequestQueue.Answer) {
    var queue = RequestQueue(capacity: 10)
    #expect(queue.add(block, of: seed) == answer)
  }

  @Test func `wait in their order, so many of them, and may be taken back once`() {
    var queue = RequestQueue(capacity: 2)
    let first = Block(piece: 0, begin: 0, length: 100)
    let second = Block(piece: 0, begin: 100, length: 100)
    #expect(queue.add(first, of: seed) == .queued)
    #expect(queue.add(second, of: seed) == .queued)
    #expect(queue.add(first, of: seed) == .refused)
    #expect(queue.cancel(first) == true)
    #expect(queue.cancel(first) == false)
    #expect(queue.removeAll() == [second])
  }

  @Test func `that follow one another are read together, as long as they are equal and of one piece`() {
    var queue = RequestQueue(capacity: 10)
    #expect(queue.run(atMost: 8) == 0)
    let blocks = [
      Block(piece: 0, begin: 0, length: 16_384), Block(piece: 0, begin: 16_384, length: 16_384),
      Block(piece: 0, begin: 32_768, length: 16_384), Block(piece: 0, begin: 49_152, length: 16_383),
      Block(piece: 1, begin: 0, length: 16_384), Block(piece: 1, begin: 0, length: 16_384),
    ]
    for block in blocks { #expect(queue.add(block, of: seed) == .queued) }
    #expect(queue.run(atMost: 2) == 2)
    #expect(queue.run(atMost: 8) == 3)
    queue.removeFirst(3)
    #expect(queue.run(atMost: 8) == 1)
    queue.removeFirst(1)
    #expect(queue.run(atMost: 8) == 1)
  }
}

extension Seed {
  static func sample(size: Int64, pieceLength: Int64, path: String = "/t/a.torrent") -> Seed {
    let place = Place(path: path, stamp: Stamp(size: 1, modified: 1, inode: 1))
    return Seed(
      torrent: place, data: place, v1: SwarmKey([UInt8](repeating: 1, count: 20)), v2: nil, size: size,
      pieceLength: pieceLength, pieceCount: Int((size + pieceLength - 1) / pieceLength), info: 0..<1,
      isSingleFile: true,
      isPrivate: false, trackers: [])
  }
}
