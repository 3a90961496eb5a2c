import Files
import Glibc
import Testing

@Suite struct `Reading files` {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test func `a file larger than the limit is refused, one of exactly that size is read`() throws {
    try folder.put("12345", "a")
    #expect(try Files.read(folder("a"), limit: 5).count == 5)
    #expect(throws: FileError("read", folder("a"), errno: EFBIG)) { try Files.read(folder("a"), limit: 4) }
  }

  @Test func `the start of a file is as long as asked, or the whole file`() throws {
    try folder.put("version https://git-lfs", "a")
    #expect(try Files.readStart(of: folder("a"), count: 7) == Array("version".utf8))
    #expect(try Files.readStart(of: folder("a"), count: 4096).count == 23)
  }

  @Test func `a named pipe is refused instead of waited for`() throws {
    #expect(unsafe mkfifo(folder("pipe"), 0o644) == 0)
    #expect(throws: FileError.self) { try Files.read(folder("pipe"), limit: 10) }
  }

  @Test func `an absent file is no status, and an error to read that says so in words`() throws {
    #expect(try Files.status(folder("absent")) == nil)
    let error = #expect(throws: FileError.self) { try Files.read(folder("absent"), limit: 1) }
    #expect(error?.text == "cannot read \(folder("absent")): No such file or directory")
    #expect(error?.isAbsent == true)
  }

  @Test func `text that is not UTF-8 is no text`() throws {
    try Files.write([0x66, 0xFF], to: folder("a"))
    #expect(try folder.text("a") == nil)
  }

  @Test func `a status tells size, times, kind and mode`() throws {
    let before = SystemClock.nowInNanoseconds() - 20_000_000
    try folder.put("12345", "a")
    let status = try #require(try Files.status(folder("a")))
    #expect(status.size == 5 && status.kind == .file && status.mode & 0o600 == 0o600)
    #expect(status.modified >= before && status.changed >= status.modified)
    try folder.link("l", to: "a")
    #expect(try Files.status(folder("l"), followLinks: false)?.kind == .symlink)
    #expect(try Files.status(folder("l"))?.inode == status.inode)
    #expect(try Files.status(folder.path)?.kind == .folder)
  }

  @Test func `the surroundings are real`() throws {
    #expect(try Files.status(Files.executablePath())?.kind == .file)
    #expect(Files.isFolder(Files.currentFolder))
    #expect(try Files.freeSpace(at: folder.path) > 0)
    #expect(Files.processorCount >= 1)
    #expect(Files.environment("BOBINE_SURELY_NOT_SET") == nil)
    #expect(Files.environment("PATH") != nil)
    let start = SystemClock.monotonic()
    #expect(SystemClock.monotonic() >= start)
    #expect(SystemClock.now() > 1_700_000_000)
  }
}
