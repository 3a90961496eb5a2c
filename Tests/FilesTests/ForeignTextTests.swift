import Files
import Testing

@Suite struct `Texts in foreign character sets` {
  @Test func `bytes of a set become their text`() throws {
    #expect(try ForeignText.decode([0x8E, 0x9A, 0x96, 0x8B, 0x0A], from: "CP932") == "字幕\n")
    #expect(try ForeignText.decode([], from: "CP932") == "")
    // A letter that a mark may follow is not lost at the end of the bytes.
    #expect(try ForeignText.decode([0x88, 0x66], from: "BIG5-HKSCS") == "Ê")
  }

  @Test(arguments: [[0x8E], [0x41, 0xFF, 0xFF], [0xA0, 0x81]] as [[UInt8]])
  func `other bytes, and a character cut in two, are told`(_ bytes: [UInt8]) {
    #expect(throws: ForeignText.Failure.otherBytes) { try ForeignText.decode(bytes, from: "EUC-JP") }
  }

  @Test func `a set that the machine does not know is told`() {
    #expect(throws: ForeignText.Failure.unknownSet) { try ForeignText.decode([0x41], from: "NO-SUCH-SET") }
  }
}
