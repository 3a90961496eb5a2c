import Files
import Subprocess
import SystemPackage
import Testing

/// `bobine serve`, for the length of a closure.
enum Preview {
  static func run(
    _ folder: String, port: Int, _ flags: [String] = [], _ body: @Sendable (String) async throws -> Void
  ) async throws {
    let base = "http://127.0.0.1:\(port)/"
    _ = try await Subprocess.run(
      .path(FilePath(Programs.bobine)), arguments: Arguments(["serve", folder, "--port", "\(port)"] + flags),
      input: .none,
      output: .discarded, error: .discarded
    ) { process in
      defer { try? process.send(signal: .interrupt) }
      var answers = false
      for _ in 0..<600 where !answers {
        answers = try await Tool.run("curl", "-s", "--fail", "-o", "/dev/null", base).status == 0
        if !answers { try await Task.sleep(for: .milliseconds(100)) }
      }
      try #require(answers, "the preview does not answer")
      try await body(base)
    }
  }
}
