import Files
import Subprocess
import SystemPackage
import Testing

/// `bobine serve`, for the length of a closure.
enum Preview {
  /// - Parameters:
  ///   - port: 0 for any free one.
  ///   - body: is given the address that the program says it serves at.
  /// - Returns: how it ended when it was asked to with SIGINT, as Control-C does.
  @discardableResult
  static func run(
    _ folder: String, port: Int = 0, _ flags: [String] = [], _ body: (String) async throws -> Void
  ) async throws -> Outcome {
    let arguments = ["serve", folder, "--port", "\(port)", "--now", Site.now] + flags
    let result = try await Subprocess.run(
      .path(FilePath(Programs.bobine)), arguments: Arguments(arguments), input: .none, output: .sequence,
      error: .string(limit: 1 << 20)
    ) { process in
      try await body(try #require(try await address(process), "the preview does not say where it serves"))
      try process.send(signal: .interrupt)
    }
    return Outcome(
      command: "bobine " + arguments.joined(separator: " "), result.terminationStatus, out: "",
      err: result.standardError)
  }

  /// What the program says within a minute; without it, the program is ended and so is what it says.
  private static func address<Input, Error>(_ process: Execution<Input, SequenceOutput, Error>) async throws -> String?
  {
    let patience = Task {
      try await Task.sleep(for: .seconds(60))
      try process.send(signal: .kill)
    }
    defer { patience.cancel() }
    for try await line in process.standardOutput.strings() {
      if let found = line.firstMatch(of: #/ at (http://127\.0\.0\.1:\d+/) /#) { return String(found.output.1) }
    }
    return nil
  }
}
