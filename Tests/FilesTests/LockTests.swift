import Files
import Subprocess
import Testing

@Suite struct `The lock of a folder` {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test func `a second holder is told who holds it, and may have it afterwards`() throws {
    let path = folder(".bobine/lock")
    do {
      let lock = try FolderLock(path, command: "bobine build")
      let error = #expect(throws: FolderLockError.self) { _ = try FolderLock(path, command: "bobine serve") }
      guard case .held(let holder?) = error else {
        Issue.record("the holder is not named: \(String(describing: error))")
        return
      }
      #expect(holder.hasSuffix(" bobine build"))
      #expect(error?.diagnostic(for: "/videos").text.contains(holder) == true)
      _ = consume lock
    }
    _ = try FolderLock(path, command: "bobine build")
  }

  @Test func `a lock held by another process is seen, and is free once that process is killed`() async throws {
    let path = folder("lock")
    try folder.put("4711 someone else\n", "lock")
    let held = try await run(
      .name("flock"), arguments: ["--exclusive", path, "sh", "-c", "echo held; read line"],
      input: .none, output: .string(limit: 100), error: .discarded
    )
    #expect(held.standardOutput == "held\n")  // flock(1) is there and the file can be locked by it.

    _ = try await run(.name("flock"), arguments: ["--exclusive", path, "sh", "-c", "echo held; exec sleep 20"], error: .discarded) {
      execution, output in
      for try await line in output.strings() where line.hasPrefix("held") { break }
      #expect(throws: FolderLockError.held(holder: "4711 someone else")) { _ = try FolderLock(path, command: "x") }
      try execution.send(signal: .kill, toProcessGroup: false)
    }
  }
}
