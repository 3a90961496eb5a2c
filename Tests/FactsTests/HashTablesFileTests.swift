import Facts
import Hashing
import Testing

@Suite struct `The binary form of hash tables` {
  private let sample = HashTables(renditions: [tables("a"), tables("b", segments: 0)])

  @Test func `everything reads back`() throws {
    #expect(try HashTablesFile.decode(HashTablesFile.encode(sample)) == sample)
    #expect(try HashTablesFile.decode(HashTablesFile.encode(HashTables(renditions: []))).renditions.isEmpty)
  }

  @Test func `a file cut at any byte is damage`() {
    let bytes = HashTablesFile.encode(sample)
    for end in 0..<bytes.count {
      #expect(throws: HashTablesFile.Damage.self) { try HashTablesFile.decode(Array(bytes[..<end])) }
    }
  }

  @Test func `one changed bit anywhere is damage`() {
    let bytes = HashTablesFile.encode(sample)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      #expect(throws: HashTablesFile.Damage.self) { try HashTablesFile.decode(changed) }
    }
  }

  @Test func `false counts are refused before memory is given, even under a true digest`() {
    let bytes = HashTablesFile.encode(sample)
    for index in 8..<bytes.count - 32 {
      var body = Array(bytes.dropLast(32))
      body[index] ^= 0xFF
      let forged = body + SHA256.hash(body).bytes
      let read = try? HashTablesFile.decode(forged)
      #expect(read != sample)
    }
  }

  @Test func `numbers that no rendition has are refused under a true digest`() {
    var odd = sample
    odd.renditions[0].timescale = 0
    #expect(throws: HashTablesFile.Damage.value) { try HashTablesFile.decode(HashTablesFile.encode(odd)) }
    odd = sample
    odd.renditions[0].segments[1].offset = -1
    #expect(throws: HashTablesFile.Damage.value) { try HashTablesFile.decode(HashTablesFile.encode(odd)) }
    odd = sample
    odd.renditions[0].segments[1].pictureLength = odd.renditions[0].segments[1].length + 1
    #expect(throws: HashTablesFile.Damage.value) { try HashTablesFile.decode(HashTablesFile.encode(odd)) }
  }

  @Test func `another file is told apart from a damaged one`() {
    #expect(throws: HashTablesFile.Damage.notTables) { try HashTablesFile.decode([UInt8](repeating: 7, count: 100)) }
  }
}
