import Files
import Glibc
import Site
import Subprocess

/// A folder with an output in it, served by a real server on loopback while a test runs.
enum RealServer {
  enum Kind: String, CaseIterable, Sendable {
    case apache = "apache2"
    case nginx = "nginx"
  }

  /// One answer: status, header lines in lower case, body.
  struct Answer {
    var status: Int
    var headers: [String: String]
    var body: String
  }

  /// Runs `body` with the port of the server.
  static func with(_ kind: Kind, _ context: SiteContext, _ output: Output, _ body: (Int) async throws -> Void)
    async throws
  {
    var template = Array("/tmp/bobine-server-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else { throw FileError("make the folder", "/tmp", errno: errno) }
    let folder = unsafe String(cString: made)
    defer { try? Files.removeTree(folder) }
    // A server that drops its rights, as nginx does for root, must still read the output.
    _ = unsafe chmod(folder, 0o755)
    for (path, bytes) in output.files { try Files.write(bytes, to: "\(folder)/www/\(path)") }
    let port = Int.random(in: 20_000..<30_000)
    let configuration = "\(folder)/server.conf"
    let text = kind == .apache ? apache(folder, port) : nginx(folder, port, context)
    try Files.write(Array(text.utf8), to: configuration)
    // The least that any Apache knows: what is not here, our rules must say.
    try Files.write(Array("text/html html\ntext/plain txt\n".utf8), to: "\(folder)/mime.types")
    let arguments: [String] =
      kind == .apache
      ? ["-f", configuration, "-DFOREGROUND"] : ["-p", folder, "-c", configuration, "-e", "\(folder)/error.log"]
    let result = try await run(
      .name(kind.rawValue), arguments: Arguments(arguments), input: .none, output: .discarded, error: .discarded
    ) { execution in
      for _ in 0..<200 {
        if try await get(port, "/robots.txt").status == 200 { break }
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

  /// curl, since a request must go out exactly as it is written.
  static func get(_ port: Int, _ path: String, _ headers: [String] = [], method: String = "GET") async throws -> Answer
  {
    let arguments =
      ["--silent", "--include", "--globoff", "--max-time", "5", "--request", method]
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

  /// As shared hosting has it: the modules it usually loads, and FileInfo alone for `.htaccess`.
  private static func apache(_ folder: String, _ port: Int) -> String {
    let modules = ["mpm_event", "authz_core", "mime", "headers", "setenvif", "rewrite", "dir", "alias"]
    return modules.map { "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so\n" }.joined() + """
      ServerName localhost
      Listen 127.0.0.1:\(port)
      PidFile \(folder)/pid
      ErrorLog \(folder)/error.log
      TypesConfig \(folder)/mime.types
      User www-data
      Group www-data
      DocumentRoot \(folder)/www
      <Directory \(folder)/www>
        AllowOverride FileInfo
        Require all granted
      </Directory>

      """
  }

  private static func nginx(_ folder: String, _ port: Int, _ context: SiteContext) -> String {
    """
    daemon off;
    pid \(folder)/pid;
    error_log \(folder)/error.log;
    events { worker_connections 64; }
    http {
    access_log off;
    client_body_temp_path \(folder)/body;
    proxy_temp_path \(folder)/proxy;
    fastcgi_temp_path \(folder)/fastcgi;
    uwsgi_temp_path \(folder)/uwsgi;
    scgi_temp_path \(folder)/scgi;
    \(Rules.nginx(root: folder + "/www", listen: "127.0.0.1:\(port)", context))
    }

    """
  }
}
