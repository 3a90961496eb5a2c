import NIOCore
import Torrent

@testable import Swarm

/// What HTTP trackers say to announces and scrapes (BEP 3, 23, 31, 48).
struct Answers: Reader {
  static let full = 900_000

  static func samples() -> [Part] {
    func file(_ complete: Int64) -> Bencode { ["complete": .integer(complete), "downloaded": 3, "incomplete": 2] }
    let keys = (0..<3).map { Bencode.Key((0..<20).map { UInt8($0) } + []).shifted(by: $0) }
    let values: [Bencode] = [
      [
        "complete": 1, "incomplete": 2, "interval": 1800, "min interval": 900,
        "peers": .string([192, 0, 2, 1, 0x1A, 0xE1]), "peers6": .string([UInt8](repeating: 1, count: 18)),
      ],
      ["failure reason": .text("not registered"), "retry in": .text("never"), "interval": 5],
      ["interval": 60, "peers": .list([["ip": .text("192.0.2.1"), "peer id": .text("x"), "port": 6881]])],
      ["files": .dictionary([keys[0]: file(1), keys[1]: file(0), keys[2]: file(.max)])],
    ]
    return values.map { Part(bencode: $0) }
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    let answer = Result { try TrackerAnswer(bencoded: bytes, limit: 64 << 10) }
    switch answer {
    case .success(let answer):
      for time in [answer.interval, answer.shortest].compactMap(\.self) {
        try require(time >= .zero && time <= .hours(24), "an interval of \(time)")
      }
    case .failure(TrackerFailure.refused(let reason, let retry)):
      try require(
        reason.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && reason.utf8.count <= 120,
        "it reaches the log: \(reason)")
      var minutes: Int??
      if case .after(let time) = retry {
        try require(time >= .minutes(1) && time <= .hours(24), "back in \(time)")
        minutes = .some(Int(time.nanoseconds / 60_000_000_000))
      } else if retry == .never {
        minutes = .some(nil)
      }
      var out = ByteBuffer()
      TrackerAnswers.failure(reason, retry: minutes, into: &out)
      let again = Result { try TrackerAnswer(bencoded: Array(out.readableBytesView), limit: 64 << 10) }
      guard case .failure(TrackerFailure.refused(let sameReason, let sameRetry)) = again else {
        throw Finding("no refusal")
      }
      try require(sameReason == reason && sameRetry == retry, "a refusal that was written reads otherwise")
    case .failure: break
    }
    let counts = Scrape.read(bytes)
    if let counts {
      try require(counts.values.allSatisfy { (0...1_000_000).contains($0) }, "an absurd count")
      var out = ByteBuffer()
      TrackerAnswers.scrape(counts.map { ($0.key, SwarmFigures(complete: $0.value)) }, into: &out)
      try require(Scrape.read(Array(out.readableBytesView)) == counts, "a scrape that was written reads otherwise")
    }
    if case .failure(TrackerFailure.malformed) = answer { return counts != nil }
    return true
  }
}

extension Bencode.Key {
  fileprivate func shifted(by count: Int) -> Self { Self(bytes.map { $0 &+ UInt8(count) }) }
}
