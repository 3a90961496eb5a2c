import Encode
import Files
import Subprocess
import Synchronization
import Testing

/// Programs that fail, hang, chatter, or are not there.
struct RunnerTests {
  @Test func `a program that is not there is told by name`() async {
    await #expect(throws: ProcessFailure.notFound("no-such-program")) {
      try await SubprocessRunner().run(Command("no-such-program", []))
    }
  }

  @Test func `an exit status and a signal are told apart`() async throws {
    #expect(try await shell("exit 3").end == .exited(3))
    #expect(try await shell("kill -9 $$").end == .signal(9))
  }

  @Test func `of endless complaints the last eight kilobytes are kept`() async throws {
    let result = try await shell("yes complaint | head -c 3000000 >&2; echo the end >&2")
    #expect(result.isSuccess)
    #expect(result.errors.utf8.count == 8 << 10)
    #expect(result.errors.hasSuffix("the end\n"))
  }

  @Test func `progress is told as it comes, and nonsense is not`() async throws {
    let seen = Mutex<[ProcessProgress]>([])
    let text =
      "frame=5\\nout_time_us=N/A\\nprogress=continue\\nnonsense\\nframe=9\\nout_time_us=2500000\\ntotal_size=77\\nprogress=end\\n"
    _ = try await SubprocessRunner().run(Command("sh", ["-c", "printf '\(text)'"])) { report in
      seen.withLock { $0.append(report) }
    }
    #expect(seen.withLock { $0 } == [ProcessProgress(frames: 5), ProcessProgress(time: 2500, frames: 9, size: 77)])
  }

  @Test func `a program that reports the same for too long is ended`() async {
    let command = Command(
      "sh", ["-c", "for i in $(seq 3000); do echo frame=1; echo progress=continue; sleep 0.1; done"],
      stallLimit: .seconds(1))
    await #expect(throws: ProcessFailure.stalled(seconds: 1)) { try await SubprocessRunner().run(command) }
  }

  @Test func `a stopped program is ended`() async {
    let command = Command("sh", ["-c", "kill -STOP $$"], stallLimit: .seconds(1))
    await #expect(throws: ProcessFailure.stalled(seconds: 1)) { try await SubprocessRunner().run(command) }
  }

  @Test func `a cancelled task leaves no child behind`() async throws {
    try await withFolder { folder in
      let task = Task {
        try await SubprocessRunner().run(
          Command("sh", ["-c", "echo $$ > \(folder)/pid.new; mv \(folder)/pid.new \(folder)/pid; exec sleep 60"]))
      }
      for _ in 0..<1500 where !Files.exists("\(folder)/pid") { try await Task.sleep(for: .milliseconds(20)) }
      let pid = try #require(try Files.readText("\(folder)/pid", limit: 20)?.split(separator: "\n").first)
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(!Files.exists("/proc/\(pid)"))
    }
  }

  private func shell(_ script: String) async throws -> ProcessResult {
    try await SubprocessRunner().run(Command("sh", ["-c", script]))
  }
}
