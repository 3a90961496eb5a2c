import Testing

@testable import Check

struct `The bytes of an HTTP answer` {
  private static let answer =
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 206 \r\nContent-Type: video/mp4; x=y\r\nVARY: Accept\r\nvary: Origin\r\n\r\n\u{0}\u{1}\r\n\r\nbody"

  private func read(_ bytes: [UInt8], limit: Int = 100, by step: Int) -> WebAnswer? {
    var reader = AnswerReader(limit: limit)
    var rest = bytes[...]
    while !rest.isEmpty {
      if !reader.append(Array(rest.prefix(step))) { break }
      rest = rest.dropFirst(step)
    }
    return reader.result
  }

  @Test(arguments: [1, 2, 7, 1000])
  func `are read in pieces of any size`(_ step: Int) throws {
    let answer = try #require(read(Array(Self.answer.utf8), by: step))
    #expect(answer.status == 206 && answer.mediaType == "video/mp4" && answer.headers["vary"] == "Accept, Origin")
    #expect(answer.body == Array("\u{0}\u{1}\r\n\r\nbody".utf8) && !answer.isCut)
    let cut = try #require(read(Array(Self.answer.utf8), limit: 3, by: step))
    #expect(cut.body == [0, 1, 13] && cut.isCut)
  }

  @Test func `that end early, or are anything, are an answer or none`() {
    let bytes = Array(Self.answer.utf8)
    let head = bytes.count - "\u{0}\u{1}\r\n\r\nbody".utf8.count
    for length in 0..<bytes.count {
      let answer = read(Array(bytes.prefix(length)), by: 5)
      #expect((answer != nil) == (length >= head), "\(length)")
    }
    var random = Seeded(state: 7)
    for _ in 0..<2000 {
      var mutated = bytes
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        mutated[Int.random(in: mutated.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if let answer = read(mutated, limit: 10, by: 9) { #expect(answer.body.count <= 10) }
    }
  }

  @Test func `without an end of the head are given up`() {
    var reader = AnswerReader(limit: 10)
    let line = Array(repeating: UInt8(ascii: "a"), count: 1000)
    var count = 0
    while count < 1000, reader.append(line) { count += 1 }
    #expect(count < 300 && reader.result == nil)
  }
}

/// The same numbers in every run, so that what fails once fails again.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    // SplitMix64.
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
