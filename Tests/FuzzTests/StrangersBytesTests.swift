import Files
import Testing

/// A campaign of messages that nobody of good will sends, made from right ones (``Mutator``): no reader ends the program, takes
/// long, keeps more than it may, or takes a message that reads otherwise when it is written again.
///
/// `make fuzz` runs it with ten million messages, optimised.
@Suite struct `Bytes of strangers` {
  private static let readers: [any Reader.Type] = [
    Bencoding.self, TorrentFiles.self, Wire.self, Handshakes.self, Extensions.self, HashRequests.self,
    Conversations.self,
    Datagrams.self, DatagramAnswers.self, Queries.self, Answers.self, DHTReplies.self, Browsers.self, Frames.self,
    JSONTexts.self, Catalogs.self, Addresses.self,
  ]

  private static let names = readers.map { $0.name }

  @Test(arguments: names)
  func `harm no reader`(name: String) throws {
    let reader = try #require(Self.readers.first { $0.name == name })
    let messages = Trace.isFull ? reader.full : reader.small
    let report = try Campaign.run(reader, messages: messages)
    print(
      "\(name): \(report.tried) messages, \(report.accepted) accepted, \(report.bytes / max(report.tried, 1)) bytes each,",
      "the slowest took \(report.slowest)")
    guard report.tried > 0 else { return }
    // Beside other tests it would be theirs that is measured.
    if Trace.isFull { #expect(try Trace.peak() < 256 << 20) }
    #expect(report.tried == messages || Trace.round(of: name) != nil)
    // Most changes break a message; where none or all did, nothing behind the first question was tried, or nothing was.
    #expect(report.accepted * 100 > report.tried, "\(report.accepted) of \(report.tried) were accepted")
    #expect(report.accepted * 100 < report.tried * 99, "\(report.accepted) of \(report.tried) were accepted")
  }

  @Test func `are ten million messages at full size`() {
    #expect(Self.readers.reduce(0) { $0 + $1.full } >= 10_000_000)
  }

  @Test func `are the same in every run`() throws {
    func messages() throws -> [[UInt8]] {
      var mutator = Mutator(try Catalogs.samples(), SplitMix("Catalogs", 3))
      return (0..<500).map { number in
        let (part, bytes) = mutator.next()
        if number.isMultiple(of: 3) { mutator.keep(part, bytes) }
        return bytes
      }
    }
    let first = try messages()
    #expect(try messages() == first)
    #expect(Set(first).count > 400)
  }
}
