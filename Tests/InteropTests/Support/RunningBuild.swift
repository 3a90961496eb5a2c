import Files
import Subprocess
import SystemPackage
import Testing

/// `bobine build` that goes on while a test looks.
struct RunningBuild: Sendable {
  /// The id of its process.
  let process: String
  private let execution: Execution<NoInput, DiscardedOutput, StringOutput<UTF8>>

  /// Every program that it started, and those that they started.
  var descendants: [String] { Processes.descendants(of: process) }

  /// Runs a build and `body` beside it.
  ///
  /// - Returns: how the build ended, and what it wrote to standard error.
  static func run(
    _ site: Site, _ flags: String..., body: (RunningBuild) async throws -> Void
  ) async throws -> Outcome {
    let arguments = ["build", site.folder.path, "--now", Site.now] + flags
    let result = try await Subprocess.run(
      .path(FilePath(Programs.bobine)), arguments: Arguments(arguments), input: .none, output: .discarded,
      error: .string(limit: 1 << 20)
    ) { execution in
      try await body(RunningBuild(process: "\(execution.processIdentifier)", execution: execution))
    }
    return Outcome(
      command: "bobine " + arguments.joined(separator: " "), result.terminationStatus, out: "",
      err: result.standardError)
  }

  /// Looks every two milliseconds, for a minute at most and while the build runs, until `condition` holds.
  func wait(until condition: () throws -> Bool) async throws {
    let end = SystemClock.monotonic() + 60_000_000_000
    while Processes.isAlive(process), SystemClock.monotonic() < end {
      if try condition() { return }
      try await Task.sleep(for: .milliseconds(2))
    }
    Issue.record("what the test waits for did not happen while the build ran")
  }

  func send(_ signal: Signal) throws { try execution.send(signal: signal) }

  /// The build and every program that it started.
  func kill() async throws { try await Processes.kill([process] + descendants) }
}
