import Files
import NIOCore
import NIOPosix
import Subprocess
import Testing

/// nginx on a free loopback port with a throwaway configuration, for the length of a closure.
struct WebServer {
  let port: Int
  /// `nginx` writes one line a request there: status, path, range, bytes of the body that were sent.
  let log: String

  var base: String { "http://127.0.0.1:\(port)/" }

  struct Options {
    /// Bytes a second and connection; 0 is no limit.
    var rate = 0
    /// Whether it lets pages of other hosts read its files.
    var cors = false
    /// The path of what is sent where nothing lies, with the status 404; without it, nginx's own text.
    var notFound: String?
  }

  static func freePort() async throws -> Int {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(channel.localAddress?.port)
    try await channel.close()
    return port
  }

  /// - Parameter port: from `freePort`, where a site has to know it before it is built.
  static func run<Result: Sendable>(
    _ root: String, port: Int, _ options: Options = Options(), _ body: @Sendable (WebServer) async throws -> Result
  ) async throws -> Result {
    let folder = try Folder()
    let server = WebServer(port: port, log: folder("requests"))
    try folder.put(configuration(root, server, folder, options), "nginx.conf")
    let result = try await Subprocess.run(
      .name("nginx"), arguments: ["-e", folder("errors"), "-c", folder("nginx.conf")], input: .none, output: .discarded,
      error: .discarded
    ) { process in
      defer { try? process.send(signal: .terminate) }
      try await server.waits(folder)
      return try await body(server)
    }
    return result.closureResult
  }

  private func waits(_ folder: Folder) async throws {
    for _ in 0..<200 {
      if let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "127.0.0.1", port: port).get()
      {
        try? await channel.close()
        return
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    let errors = (try? folder.text("errors")) ?? ""
    Issue.record("nginx does not answer: \(errors)")
  }

  private static func configuration(_ root: String, _ server: WebServer, _ folder: Folder, _ options: Options) -> String
  {
    """
    daemon off; worker_processes 1; pid \(folder("pid"));
    \(Files.currentUserIsRoot ? "user root;" : "")
    events { worker_connections 256; }
    http {
      include /etc/nginx/mime.types;
      types { text/vtt vtt; application/activity+json jsonld; video/iso.segment m4s; application/x-bittorrent torrent; }
      default_type application/octet-stream;
      log_format sent '$status $uri $http_range $body_bytes_sent';
      access_log \(folder("requests")) sent;
      client_body_temp_path \(folder("t1")); proxy_temp_path \(folder("t2")); fastcgi_temp_path \(folder("t3"));
      uwsgi_temp_path \(folder("t4")); scgi_temp_path \(folder("t5"));
      server {
        listen 127.0.0.1:\(server.port);
        root "\(root)";
        \(options.rate > 0 ? "limit_rate \(options.rate); output_buffers 1 32k; sendfile off;" : "")
        \(options.notFound.map { "error_page 404 \($0);" } ?? "")
        \(options.cors ? "add_header Access-Control-Allow-Origin * always;" : "")
      }
    }
    """
  }

  /// Every one of these playlists opens in `ffprobe`, which finds no error in it.
  func expectProbes(_ lists: [String]) async throws {
    for list in lists {
      let probe = try await Tool.check(
        "ffprobe", ["-v", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0", base + list])
      #expect(probe.out.contains(list.contains("/audio-") ? "audio" : "video"), "\(list): \(probe)")
      #expect(probe.err == "", "\(list): \(probe.err)")
    }
  }

  /// Body bytes sent for paths that end so, in answers to ranges that begin between two offsets.
  func sent(_ suffix: String, behind offset: Int, before end: Int) throws -> Int {
    let lines = try Files.readText(log, limit: 16 << 20) ?? ""
    return lines.split(separator: "\n").reduce(0) { total, line in
      let fields = line.split(separator: " ")
      guard fields.count >= 4, fields[1].hasSuffix(suffix), let bytes = Int(fields[fields.count - 1]),
        let start = Int(fields[2].drop { !$0.isNumber }.prefix { $0.isNumber }), (offset..<end).contains(start)
      else {
        return total
      }
      return total + bytes
    }
  }
}

extension Files {
  static var currentUserIsRoot: Bool {
    ((try? status("/proc/self")) ?? nil).map { _ in (try? readText("/proc/self/status", limit: 65_536)) ?? "" }?
      .contains("Uid:\t0\t") ?? false
  }
}
