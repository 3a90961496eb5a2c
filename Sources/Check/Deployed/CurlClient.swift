import Files
import Subprocess
import SystemPackage

/// Asks with the `curl` command: the certificates, proxies and versions of HTTP that the system has, without a cost to programs that
/// ask nothing (docs/architecture.md, "Why each dependency").
public struct CurlClient: WebClient {
  private let program: String
  private let given: [String]

  /// PeerTube waits 7 seconds for a document, Mastodon 10 (contracts/activitypub.md 2.1).
  private static let always = [
    // Before all else: a `.curlrc` of the user may say anything.
    "--disable", "--silent", "--show-error", "--include", "--globoff", "--path-as-is", "--suppress-connect-headers",
    "--proto", "=http,https", "--connect-timeout", "7", "--max-time", "10", "--user-agent", "bobine-check",
  ]

  /// - Parameters:
  ///   - host: the site's, with a port if it has one; asked at `connectTo` in place of where its name leads.
  ///   - authority: a file with certificates to trust beside the system's.
  /// - Returns: nil where there is no `curl`.
  public init?(connecting host: String? = nil, to connectTo: String? = nil, authority: String? = nil) {
    guard let program = Files.program("curl") else { return nil }
    self.program = program
    var given: [String] = []
    if let host, let connectTo {
      let ports = host.contains(":") ? [""] : [":80", ":443"]
      for port in ports { given += ["--connect-to", "\(host)\(port):\(connectTo)"] }
    }
    if let authority { given += ["--cacert", authority] }
    self.given = given
  }

  public func answer(_ request: WebRequest) async -> WebAnswer {
    let asked = request.method == "HEAD" ? ["--head"] : ["--request", request.method]
    let words = Self.always + given + asked + request.headers.flatMap { ["--header", $0] } + ["--", request.url]
    do {
      let result = try await Subprocess.run(
        .path(FilePath(program)), arguments: Arguments(words), environment: .inherit.updating(["LC_ALL": "C"]),
        input: .none, output: .sequence, error: .string(limit: 1 << 16)
      ) { process in
        var reader = AnswerReader(limit: request.limit)
        for try await chunk in process.standardOutput {
          if !reader.append(unsafe chunk.withUnsafeBytes { unsafe Array($0) }) {
            try? process.send(signal: .kill)
            break
          }
        }
        return reader.result
      }
      if let answer = result.closureResult { return answer }
      return WebAnswer(status: 0, problem: Self.reason(result.standardError))
    } catch {
      return WebAnswer(status: 0, problem: "curl did not run: \(error)")
    }
  }

  /// `curl: (6) Could not resolve host: …`, without what names the program.
  private static func reason(_ errors: String) -> String {
    let line = errors.split(separator: "\n").last.map(String.init) ?? "there is no answer"
    return line.hasPrefix("curl: (") ? String(line.drop { $0 != ")" }.dropFirst(2)) : line
  }
}
