import Diagnostics
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
    let script = #"echo "$$ someone else" > "$0"; touch "$0.ready"; exec sleep 600"#
    _ = try await run(
      .name("flock"), arguments: ["--no-fork", "--exclusive", path, "sh", "-c", script, path],
      input: .none, output: .discarded, error: .discarded
    ) { execution in
      for _ in 0..<400 where !Files.exists(path + ".ready") { try await Task.sleep(for: .milliseconds(25)) }
      let holder = "\(execution.processIdentifier) someone else"
      #expect(throws: FolderLockError.held(holder: holder)) { _ = try FolderLock(path, command: "bobine build") }
      try execution.send(signal: .kill)
    }
    _ = try FolderLock(path, command: "bobine build")
    #expect(try folder.text("lock")?.hasSuffix(" bobine build\n") == true)
  }
}
