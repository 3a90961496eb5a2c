import Files
import Glibc
import Testing

@Suite struct `Taking parts out of files` {
  let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.put("0123456789", "a")
  }

  @Test func `a part is written as it stands in the file, and shown as it passes`() throws {
    var seen: [UInt8] = []
    try Files.extract(2..<6, of: folder("a"), to: folder("b")) { seen += $0 }
    #expect(try folder.text("b") == "2345")
    #expect(seen == Array("2345".utf8))
    #expect(try Files.status(folder("b"))?.mode == (try Files.status(folder("a"))?.mode))
  }

  @Test func `parts of more than a megabyte are whole too`() throws {
    let bytes = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    try Files.write(bytes, to: folder("large"))
    try Files.extract(7..<2_400_000, of: folder("large"), to: folder("part")) { _ in }
    #expect(try Files.read(folder("part"), limit: 1 << 22) == Array(bytes[7..<2_400_000]))
  }

  @Test func `a file that ends too soon is an error, and nothing of the part is left`() throws {
    #expect(throws: FileError("read", folder("a"), errno: ENODATA)) {
      try Files.extract(8..<12, of: folder("a"), to: folder("b")) { _ in }
    }
    #expect(!Files.exists(folder("b")))
  }

  @Test func `a file that stands there already is neither written nor removed`() throws {
    try folder.put("mine", "b")
    #expect(throws: FileError("write", folder("b"), errno: EEXIST)) {
      try Files.extract(0..<4, of: folder("a"), to: folder("b")) { _ in }
    }
    #expect(try folder.text("b") == "mine")
  }

  @Test func `a pipe is refused instead of waited for`() throws {
    #expect(unsafe mkfifo(folder("pipe"), 0o644) == 0)
    #expect(throws: FileError.self) { try Files.readParts(of: folder("pipe"), in: 0..<1) { _ in } }
  }
}
