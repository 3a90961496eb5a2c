import Files
import Glibc
import NIOCore
import NIOPosix
import Subprocess
import Testing

/// A folder with an output in it, served by Apache as shared hosting does, on loopback, while a test runs.
enum RealServer {
  /// What a host allows and what it has.
  struct Hosting: Sendable, Hashable, CustomTestStringConvertible {
    var allowOverride = "FileInfo"
    var modules = ["mime", "headers", "setenvif", "rewrite", "alias", "deflate", "filter"]

    func without(_ names: String...) -> Hosting {
      var copy = self
      copy.modules.removeAll { names.contains($0) }
      return copy
    }

    var testDescription: String { "AllowOverride \(allowOverride) with \(modules.joined(separator: " "))" }
  }

  /// One answer: status, header lines in lower case, body.
  struct Answer {
    var status: Int
    var headers: [String: String]
    var body: String
  }

  /// Runs `body` with the port of the server.
  static func with(_ hosting: Hosting, _ output: Output, _ body: (Int) async throws -> Void) async throws {
    var template = Array("/tmp/bobine-server-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else { throw FileError("make the folder", "/tmp", errno: errno) }
    let folder = unsafe String(cString: made)
    defer { try? Files.removeTree(folder) }
    // A server that drops its rights must still read the output.
    _ = unsafe chmod(folder, 0o755)
    for (path, bytes) in output.files { try Files.write(bytes, to: "\(folder)/www/\(path)") }
    let port = try await freePort()
    let configuration = "\(folder)/server.conf"
    try Files.write(Array(text(hosting, folder, port).utf8), to: configuration)
    // The least that any Apache knows: what is not here, our rules must say.
    try Files.write(Array("text/html html\ntext/plain txt\n".utf8), to: "\(folder)/mime.types")
    let result = try await run(
      .name("apache2"), arguments: ["-f", configuration, "-DFOREGROUND"], input: .none, output: .discarded,
      error: .discarded
    ) { execution in
      for _ in 0..<200 {
        if try await get(port, "/robots.txt").status != 0 { break }
        try await Task.sleep(for: .milliseconds(25))
      }
      // Asked to end and waited for, whatever came of the test: killed, a server leaves its workers behind.
      var failure: (any Error)?
      do { try await body(port) } catch { failure = error }
      try execution.send(signal: .terminate)
      return failure
    }
    if let failure = result.closureResult { throw failure }
  }

  /// The system gives one that nobody listens at.
  private static func freePort() async throws -> Int {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(channel.localAddress?.port)
    try await channel.close()
    return port
  }

  /// curl, since a request must go out exactly as it is written.
  static func get(_ port: Int, _ path: String, _ headers: [String] = [], method: String = "GET") async throws -> Answer
  {
    let arguments =
      ["--silent", "--include", "--globoff", "--max-time", "5"]
      // Told by --request alone, curl would wait for a body.
      + (method == "HEAD" ? ["--head"] : ["--request", method])
      + headers.flatMap { ["--header", $0] } + ["http://127.0.0.1:\(port)\(path)"]
    let result = try await run(
      .name("curl"), arguments: Arguments(arguments), input: .none, output: .string(limit: 1 << 20), error: .discarded)
    let text = result.standardOutput.replacing("\r\n", with: "\n")
    let end = text.firstRange(of: "\n\n") ?? text.endIndex..<text.endIndex
    let lines = text[..<end.lowerBound].split(separator: "\n")
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstRange(of: ": ") else { continue }
      let name = line[..<colon.lowerBound].lowercased()
      // Twice the same header is what a browser refuses for CORS: it has to be seen.
      fields[name] = (fields[name].map { $0 + ", " } ?? "") + line[colon.upperBound...]
    }
    let status = lines.first.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }
    return Answer(status: status ?? 0, headers: fields, body: String(text[end.upperBound...]))
  }

  private static func text(_ hosting: Hosting, _ folder: String, _ port: Int) -> String {
    let modules = ["mpm_event", "authz_core", "dir"] + hosting.modules
    return modules.map { "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so\n" }.joined() + """
      ServerName localhost
      Listen 127.0.0.1:\(port)
      PidFile \(folder)/pid
      ErrorLog \(folder)/error.log
      \(hosting.modules.contains("mime") ? "TypesConfig \(folder)/mime.types" : "")
      User www-data
      Group www-data
      DocumentRoot \(folder)/www
      <Directory \(folder)/www>
        Options FollowSymLinks
        AllowOverride \(hosting.allowOverride)
        Require all granted
      </Directory>

      """
  }
}
