import Diagnostics
import Files
import Glibc
import Testing

@Suite struct `Writing files` {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test func `what was written is read back, in folders that did not exist`() throws {
    try folder.put("bonjour", "a/b/c.txt")
    #expect(try folder.text("a/b/c.txt") == "bonjour")
    #expect(try Files.list(folder("a/b")) == ["c.txt"])
  }

  @Test(arguments: [
    "with space", "é nfc \u{E9}", "e\u{301} nfd", "new\nline", "tab\tquote\"", "фильм & Ко.mp4", "-dash", "back\\slash",
  ])
  func `any name that is text can be written, listed and removed`(_ name: String) throws {
    try folder.put("x", name)
    #expect(try Files.list(folder.path).map { Array($0.utf8) } == [Array(name.utf8)])
    try Files.remove(folder(name))
    #expect(try Files.list(folder.path) == [])
  }

  @Test func `a name that is not UTF-8 is not listed`() throws {
    try folder.put("x", "good")
    let bad = Array((folder.path + "/").utf8CString.dropLast()) + [0x66, CChar(bitPattern: 0xE9), 0]
    let descriptor = unsafe open(bad, O_CREAT | O_WRONLY, 0o644)
    #expect(descriptor >= 0)
    _ = close(descriptor)
    defer { _ = unsafe unlink(bad) }
    #expect(try Files.list(folder.path) == ["good"])
    let walked = FolderWalk.entries(of: folder.path)
    #expect(walked.entries.map(\.path) == ["good"])
    #expect(walked.problems.map(\.reason) == [.nameIsNotText])
    #expect(walked.problems.first?.diagnostic().id == "name-is-not-utf-8")
  }

  @Test func `a name with a NUL byte is refused, not cut`() throws {
    try folder.put("x", "a")
    #expect(throws: FileError.self) { try Files.read(folder("a\0b"), limit: 10) }
    #expect(throws: FileError.self) { try Files.write([], to: folder("c\0d")) }
    #expect(throws: FileError.self) { try Files.rename(folder("a"), to: folder("e\0f")) }
    #expect(try Files.list(folder.path) == ["a"])
  }

  @Test func `a folder that the system lets nobody make is an error, not a try without end`() throws {
    #expect(throws: FileError.self) { try Files.makeFolder("/proc/bobine/inner") }
    try folder.put("a file", "a.txt")
    #expect(throws: FileError.self) { try Files.makeFolder(folder("a.txt/inner")) }
    try Files.makeFolder(folder("b/c/d"))
    try Files.makeFolder(folder("b/c/d"))
    #expect(Files.isFolder(folder("b/c/d")))
  }

  @Test func `unchanged bytes leave the file as it is`() throws {
    try folder.put("same", "a")
    let before = try Files.status(folder("a"))
    #expect(try !Files.writeIfChanged(Array("same".utf8), to: folder("a")))
    #expect(try Files.status(folder("a")) == before)
    #expect(try Files.writeIfChanged(Array("Same".utf8), to: folder("a")))
    #expect(try folder.text("a") == "Same")
    #expect(try Files.writeIfChanged([], to: folder("new")))
  }

  @Test func `a file that is open keeps its old bytes while it is replaced`() throws {
    try folder.put("old", "a")
    let reader = unsafe open(folder("a"), O_RDONLY)
    defer { _ = close(reader) }
    try folder.put("new and longer", "a")
    var buffer = [UInt8](repeating: 0, count: 32)
    let count = unsafe read(reader, &buffer, 32)
    #expect(String(decoding: buffer.prefix(count), as: UTF8.self) == "old")
    #expect(try folder.text("a") == "new and longer")
  }

  @Test func `a write that fails leaves the old file and nothing beside it`() throws {
    try folder.put("x", "taken/inside")
    #expect(throws: FileError.self) { try Files.write([1], to: folder("taken")) }
    #expect(try Files.list(folder.path) == ["taken"])
    #expect(try folder.text("taken/inside") == "x")
  }

  @Test func `writing over a symlink replaces the link, not what it points to`() throws {
    try folder.put("precious", "outside")
    try folder.link("page", to: "outside")
    try folder.put("page", "page")
    #expect(try folder.text("outside") == "precious")
    #expect(Files.linkTarget(folder("page")) == nil)
  }

  @Test func `the mode is kept from the first moment`() throws {
    try Files.write([1], to: folder("key.pem"), mode: 0o600, durable: true)
    #expect(try Files.status(folder("key.pem"))?.mode == 0o600)
  }

  @Test func `a copy has the same bytes and is a file of its own`() throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    try Files.write(bytes, to: folder("a"))
    try Files.copy(folder("a"), to: folder("deep/b"))
    #expect(try Files.read(folder("deep/b"), limit: bytes.count) == bytes)
    #expect(try Files.status(folder("a"))?.inode != Files.status(folder("deep/b"))?.inode)
    #expect(throws: FileError.self) { try Files.copy(folder("absent"), to: folder("c")) }
    #expect(!Files.exists(folder("c")))
  }

  @Test func `a hard link is the same file, and an empty folder is removed only when it is empty`() throws {
    try folder.put("x", "d/a")
    try Files.hardLink(folder("d/a"), to: folder("b"))
    #expect(try Files.status(folder("d/a"))?.inode == Files.status(folder("b"))?.inode)
    #expect(try !Files.removeEmptyFolder(folder("d")))
    try Files.remove(folder("d/a"))
    try Files.remove(folder("d/a"))
    #expect(try Files.removeEmptyFolder(folder("d")))
    #expect(try !Files.removeEmptyFolder(folder("d")))
  }
}
