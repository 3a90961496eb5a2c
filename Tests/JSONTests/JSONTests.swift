import JSON
import Testing

@Suite struct `JSON values` {
  @Test func `keys are written sorted by their bytes whatever order they were given in`() {
    let value: JSON = ["b": 1, "a": 2, "@context": 3, "É": 4, "B": 5]
    #expect(text(value) == #"{"@context":3,"B":5,"a":2,"b":1,"É":4}"# + "\n")
  }

  @Test func `only what must be escaped is`() {
    #expect(text(.string("a\"b\\c/\n\r\t\u{1}é😀")) == #""a\"b\\c/\n\r\t\u0001é😀""# + "\n")
  }

  @Test func `inside a script element no tag can begin`() {
    #expect(JSON.string("</script>").embedded == #""\u003c/script>""#)
  }

  @Test func `numbers keep their kind and infinity is null`() {
    #expect(
      text([.integer(.max), .double(1.5), .double(0.1), .double(.infinity)]) == "[9223372036854775807,1.5,0.1,null]\n")
  }

  @Test func `absent fields are left out`() {
    #expect(text(.object(present: ["a": nil, "b": .string("x")])) == "{\"b\":\"x\"}\n")
  }

  @Test func `every value reads back`() throws {
    let value: JSON = [
      "empty": [:], "list": [1, -2, .double(2.5), true, false, .null, "t\u{7F}\u{2028}"], "nested": [["x": []]],
    ]
    #expect(try JSON(value.bytes) == value)
  }

  @Test func `escapes and surrogate pairs are read`() throws {
    #expect(try JSON(Array(#" "\u00e9\ud83d\ude00\/\b\f" "#.utf8)) == .string("é😀/\u{8}\u{C}"))
  }

  @Test(arguments: [
    "", " ", "nul", "tru", "+1", "01", "1.", ".5", "1e", "-", "[1,]", "[1 2]", "{\"a\":1,}", "{a:1}", "{\"a\" 1}",
    "'a'",
    "\"a", "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\n\"", "1 2", "{\"a\":1,\"a\":2}", "NaN",
    "1e999",
  ])
  func `what RFC 8259 does not allow is an error`(wrong: String) {
    #expect(throws: JSONError.self) { try JSON(Array(wrong.utf8)) }
  }

  @Test func `bytes that are not UTF-8 are an error`() {
    #expect(throws: JSONError.self) { try JSON([0x22, 0xFF, 0x22]) }
  }

  @Test func `depth and length are bounded`() {
    let deep = Array(String(repeating: "[", count: 100_000).utf8)
    #expect(throws: JSONError(reason: .tooDeep, offset: 64)) { try JSON(deep) }
    #expect(throws: JSONError(reason: .tooLong, offset: 3)) { try JSON(Array("1234".utf8), limit: 3) }
  }

  @Test func `a value cut at any byte is an error`() {
    let bytes = JSON.object(["a": [1, .double(2.5), "é😀"], "b": .null]).bytes.dropLast()
    for end in 0..<bytes.count {
      #expect(throws: JSONError.self) { try JSON(Array(bytes[..<end])) }
    }
  }

  private func text(_ value: JSON) -> String { String(decoding: value.bytes, as: UTF8.self) }
}
