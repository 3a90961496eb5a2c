import Testing
import Torrent

@Suite struct Bencoding {
  @Test func `keys are written sorted by their bytes, the empty one first`() {
    let value: Bencode = ["length": 3, "": 1, "file tree": 2]
    #expect(String(decoding: value.bytes, as: UTF8.self) == "d0:i1e9:file treei2e6:lengthi3ee")
  }

  @Test(arguments: [
    "i0e", "i-1e", "i9223372036854775807e", "i-9223372036854775808e", "0:", "3:abc", "le", "de", "d0:0:e",
    "d1:ai1e2:aalee", "li1e1:ad1:bleee",
  ])
  func `what is canonical reads and is written again byte for byte`(text: String) throws {
    #expect(try BencodeReader.read(Array(text.utf8)).bytes == Array(text.utf8))
  }

  @Test(arguments: [
    "", "i", "ie", "i-e", "i-0e", "i01e", "i+1e", "i1", "i9223372036854775808e", "i 1e", "1", "01:a", "2:a", ":",
    "-1:a",
    "l", "d", "di1ei2ee", "d1:ae", "d1:bi1e1:ai2ee", "d1:ai1e1:ai2ee", "i1ei2e", "x", "99999999999999999999:a",
  ])
  func `what is not canonical is an error`(text: String) {
    #expect(throws: BencodeError.self) { try BencodeReader.read(Array(text.utf8)) }
  }

  @Test func `length, depth and count are bounded before memory is given`() {
    let limits = BencodeReader.Limits(bytes: 100, depth: 3, tokens: 5)
    #expect(throws: BencodeError(.tooLong, at: 100)) {
      try BencodeReader.read([UInt8](repeating: 0x6C, count: 101), limits: limits)
    }
    #expect(throws: BencodeError(.tooDeep, at: 3)) { try BencodeReader.read(Array("lllleeee".utf8), limits: limits) }
    #expect(throws: BencodeError(.tooMany, at: 9)) {
      try BencodeReader.read(Array("l0:0:0:0:0:e".utf8), limits: limits)
    }
    // A length that no file could hold costs nothing.
    #expect(throws: BencodeError(.unexpectedEnd, at: 11)) { try BencodeReader.read(Array("9999999999:".utf8)) }
  }

  @Test func `a value cut at any byte is an error`() {
    let bytes = Array("d4:infod6:lengthi42e4:name1:a0:lee1:zl1:bi-3eee".utf8)
    for end in 0..<bytes.count {
      #expect(throws: BencodeError.self) { try BencodeReader.read(Array(bytes[..<end])) }
    }
  }
}
