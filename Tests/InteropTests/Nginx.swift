import Foundation

/// A real nginx on a free port of the loopback interface, for the time of a test.
final class Nginx {
  let port: Int
  private let process: Process
  private let folder = TemporaryFolder()
  var address: String { "http://127.0.0.1:\(port)" }
  var accessLog: String { folder.file("access.log") }

  /// - Parameters:
  ///   - root: what it serves.
  ///   - rate: bytes a second for each connection; 0 for no limit.
  ///   - cors: sends `Access-Control-Allow-Origin: *`.
  init(root: String, rate: Int = 0, cors: Bool = false) throws {
    port = try Self.freePort()
    let cross = cors ? "add_header Access-Control-Allow-Origin *; add_header Access-Control-Expose-Headers *;" : ""
    try folder.write(
      """
      daemon off;
      pid \(folder.file("pid"));
      error_log \(folder.file("error.log"));
      events { worker_connections 256; }
      http {
        log_format bytes '$request_method $uri $status $http_range $bytes_sent';
        access_log \(folder.file("access.log")) bytes;
        client_body_temp_path \(folder.file("body")); proxy_temp_path \(folder.file("proxy"));
        fastcgi_temp_path \(folder.file("fastcgi")); uwsgi_temp_path \(folder.file("uwsgi")); scgi_temp_path \(folder.file("scgi"));
        types {
          text/html html; text/css css; application/javascript js; image/jpeg jpg; video/mp4 mp4;
          application/vnd.apple.mpegurl m3u8; text/vtt vtt; application/activity+json jsonld; application/json json;
          application/xml xml; application/x-bittorrent torrent;
        }
        server {
          listen 127.0.0.1:\(port);
          root \(root);
          limit_rate \(rate);
          \(cross)
        }
      }
      """, to: "nginx.conf")
    process = Process()
    process.executableURL = URL(filePath: "/usr/sbin/nginx")
    process.arguments = ["-c", folder.file("nginx.conf"), "-p", folder.path]
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<200 where !Self.answers(port) { usleep(20_000) }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  /// Lines of method, path, status, range, bytes sent.
  func log() -> [[String]] {
    let text = String(decoding: FileManager.default.contents(atPath: accessLog) ?? Data(), as: UTF8.self)
    return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }

  private static func freePort() throws -> Int {
    let script = "import socket; s=socket.socket(); s.bind(('127.0.0.1',0)); print(s.getsockname()[1])"
    let printed = try run("python3", ["-c", script]).output
    return Int(printed.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 18_080
  }

  private static func answers(_ port: Int) -> Bool {
    (try? run("curl", ["-s", "-o", "/dev/null", "http://127.0.0.1:\(port)/"]).status == 0) ?? false
  }
}
