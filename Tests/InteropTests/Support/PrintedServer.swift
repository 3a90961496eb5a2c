import Files
import NIOCore
import NIOPosix
import Subprocess
import Testing

/// A web server with what `bobine server-config` printed and nothing else that tells of the site, for the length of a closure.
struct PrintedServer {
  enum Program: String, CaseIterable, Sendable { case nginx, apache, caddy }

  /// The text that the command prints.
  static func configuration(_ program: Program, _ site: Site, _ flags: String...) async throws -> String {
    try await Tool.check(Programs.bobine, ["server-config", program.rawValue, site.folder.path] + flags).out
  }

  /// - Parameter port: one that it must answer at.
  static func run<Result: Sendable>(
    _ program: Program, _ configuration: String, port: Int, _ body: @Sendable () async throws -> Result
  ) async throws -> Result {
    let folder = try Folder()
    try folder.put(configuration, "site.conf")
    try folder.put(around(program, folder), "server.conf")
    let (name, arguments) = command(program, folder)
    let result = try await Subprocess.run(
      .name(name), arguments: Arguments(arguments),
      // Where Caddy would keep certificates and its last configuration.
      environment: .inherit.updating(["XDG_DATA_HOME": folder("data"), "XDG_CONFIG_HOME": folder("data")]),
      input: .none, output: .discarded, error: .string(limit: 1 << 20)
    ) { process in
      defer { try? process.send(signal: .terminate) }
      try #require(try await answers(port), "\(name) does not answer at \(port): \((try? folder.text("errors")) ?? "")")
      return try await body()
    }
    return result.closureResult
  }

  /// What the program itself says of a configuration.
  static func check(_ program: Program, _ configuration: String) async throws -> Outcome {
    let folder = try Folder()
    try folder.put(configuration, "site.conf")
    try folder.put(around(program, folder), "server.conf")
    var (name, arguments) = command(program, folder)
    switch program {
    case .nginx: arguments.append("-t")
    case .apache: arguments[arguments.count - 1] = "-t"
    case .caddy: arguments[0] = "validate"
    }
    return try await Tool.run(name, arguments, environment: ["XDG_DATA_HOME": folder("data"), "HOME": folder("data")])
  }

  private static func answers(_ port: Int) async throws -> Bool {
    for _ in 0..<200 {
      if let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "127.0.0.1", port: port).get()
      {
        try? await channel.close()
        return true
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  private static func command(_ program: Program, _ folder: Folder) -> (String, [String]) {
    switch program {
    case .nginx: ("nginx", ["-e", folder("errors"), "-c", folder("server.conf")])
    case .apache: ("apache2", ["-f", folder("server.conf"), "-DFOREGROUND"])
    case .caddy: ("caddy", ["run", "--adapter", "caddyfile", "--config", folder("server.conf")])
    }
  }

  /// What a system's own configuration says around that of a site, at its least.
  private static func around(_ program: Program, _ folder: Folder) -> String {
    switch program {
    case .nginx:
      return """
        daemon off; worker_processes 1; pid \(folder("pid"));
        \(Files.currentUserIsRoot ? "user root;" : "")
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path \(folder("t1")); proxy_temp_path \(folder("t2")); fastcgi_temp_path \(folder("t3"));
          uwsgi_temp_path \(folder("t4")); scgi_temp_path \(folder("t5"));
          include \(folder("site.conf"));
        }
        """
    case .apache:
      let modules = [
        "mpm_event", "authz_core", "headers", "rewrite", "deflate", "filter", "setenvif", "alias", "mime", "dir", "ssl",
      ]
      return modules.map { "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so\n" }.joined() + """
        ServerName localhost
        PidFile \(folder("pid"))
        ErrorLog \(folder("errors"))
        TypesConfig /dev/null
        User www-data
        Group www-data
        Include \(folder("site.conf"))

        """
    case .caddy: return "{\n\tadmin off\n\tskip_install_trust\n}\nimport \(folder("site.conf"))\n"
    }
  }
}
