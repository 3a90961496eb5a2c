extension Diagnostic {
  /// Another program listens there already.
  public static func portIsTaken(host: String, port: Int) -> Diagnostic {
    Diagnostic(
      "port-is-taken", .error, at: nil, "port \(port) on \(host) is taken by another program",
      next: "choose another one: `--port \(port < 65_535 ? port + 1 : 8080)`, or `--port 0` for any that is free")
  }

  public static func cannotListen(host: String, port: Int, reason: String) -> Diagnostic {
    Diagnostic(
      "cannot-listen", .error, at: nil, "cannot listen on \(host), port \(port)", note: reason,
      next: port > 0 && port < 1024
        ? "ports below 1024 are for the administrator: `--port 8080`" : "`--host 127.0.0.1 --port 0` always works")
  }
}
