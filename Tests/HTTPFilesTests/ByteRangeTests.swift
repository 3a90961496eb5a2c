import Testing

@testable import HTTPFiles

@Suite struct `Byte ranges by RFC 9110` {
  @Test(
    arguments: [
      ("bytes=0-3", 0..<4), ("bytes=0-0", 0..<1), ("bytes=4-", 4..<10), ("bytes=-4", 6..<10), ("bytes=9-", 9..<10),
      ("bytes=2-99", 2..<10), ("Bytes=0-3", 0..<4), ("bytes= 0-3 ", 0..<4), ("bytes=0-99999999999999999999999", 0..<10),
    ] as [(String, Range<Int64>)])
  func `a range is cut to the file`(_ header: String, _ expected: Range<Int64>) {
    #expect(ByteRange(header, size: 10) == .part(expected))
  }

  @Test func `a suffix range longer than the file gives the whole file`() {
    #expect(ByteRange("bytes=-11", size: 10) == .part(0..<10))
    #expect(ByteRange("bytes=-99999999999999999999999", size: 10) == .part(0..<10))
  }

  @Test(arguments: ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99999999999999999999999-"])
  func `a range without a byte of the file is unsatisfiable`(_ header: String) {
    #expect(ByteRange(header, size: 10) == .unsatisfiable)
  }

  @Test(arguments: ["bytes=0-", "bytes=-5", "bytes=0-0"])
  func `an empty file satisfies no range`(_ header: String) {
    #expect(ByteRange(header, size: 0) == .unsatisfiable)
  }

  @Test(arguments: [
    nil, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=3-1", "bytes=--5", "bytes=+1-2", "items=0-3",
    "bytes=0-1,4-5", "bytes=1-2-3", "bytes=0x1-2", "bytes=１-2", "bytes 0-3",
  ])
  func `what is no single range of bytes is ignored`(_ header: String?) {
    #expect(ByteRange(header, size: 10) == .everything)
  }
}
