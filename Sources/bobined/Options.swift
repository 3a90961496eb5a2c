import ArgumentParser
import Files
import Logging
import NIOCore
import Swarm

/// Where it listens.
struct NetworkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Port for peers, TCP. (default: 6881)", valueName: "port"))
  var port: String?

  @Option(
    help: ArgumentHelp(
      "Addresses to listen on for peers, with commas between. (default: 0.0.0.0,::)", valueName: "addresses"))
  var listen: String?

  @Option(
    help: ArgumentHelp(
      "Where /healthz and /metrics answer, or 'none'. (default: 127.0.0.1:9681)", valueName: "address:port"))
  var status: String?

  func peers() throws -> [SocketAddress] {
    let port = try Settings.value(port, "PORT", default: 6881, expecting: "a port from 0 to 65535") {
      UInt16($0).map(Int.init)
    }
    // A machine without IPv6 has no address `::`; then IPv4 alone is enough.
    let standard =
      [try SocketAddress(ipAddress: "0.0.0.0", port: port)]
      + (Self.hasIPv6 ? [try SocketAddress(ipAddress: "::", port: port)] : [])
    return try Settings.value(listen, "LISTEN", default: standard, expecting: "addresses such as 192.0.2.1,2001:db8::1")
    {
      let addresses = $0.split(separator: ",").map { try? SocketAddress(ipAddress: String($0), port: port) }
      return addresses.contains(where: { $0 == nil }) || addresses.isEmpty ? nil : addresses.compactMap(\.self)
    }
  }

  private static var hasIPv6: Bool { Files.exists("/proc/net/if_inet6") }

  func statusAddress() throws -> SocketAddress? {
    let standard = try SocketAddress(ipAddress: "127.0.0.1", port: 9681)
    return try Settings.value(status, "STATUS", default: .some(standard), expecting: "127.0.0.1:9681 or none") { text in
      if text == "none" { return .some(nil) }
      guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
        return nil
      }
      let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
      return (try? SocketAddress(ipAddress: String(host), port: Int(port))).map(Optional.some)
    }
  }
}

/// What strangers may take.
struct LimitOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Bytes a second for all peers together: 500K, 2M. (default: no limit)", valueName: "rate"))
  var uploadRate: String?

  @Option(help: ArgumentHelp("Peers connected at one time. (default: 400)", valueName: "count"))
  var connections: String?

  @Option(
    help: ArgumentHelp("Of them from one IPv4 address or IPv6 /64 network. (default: 3)", valueName: "count"))
  var connectionsPerAddress: String?

  @Option(help: ArgumentHelp("Peers served at one time; the others wait their turn. (default: 64)", valueName: "count"))
  var slots: String?

  func seeding() throws -> SeedingLimits {
    var limits = SeedingLimits()
    func count(_ option: String?, _ name: String, _ standard: Int) throws -> Int {
      try Settings.value(option, name, default: standard, expecting: "a whole number from 1 to 1000000") {
        Settings.count($0).flatMap { $0 > 0 ? $0 : nil }
      }
    }
    limits.uploadRate = try Settings.value(
      uploadRate, "UPLOAD_RATE", default: nil, expecting: "bytes a second, at least 16K, such as 500K or 2M"
    ) { text in Settings.bytes(text).flatMap { $0 >= 16_000 ? .some($0) : nil } }
    limits.connections = try count(connections, "CONNECTIONS", limits.connections)
    limits.connectionsPerAddress = try count(
      connectionsPerAddress, "CONNECTIONS_PER_ADDRESS", limits.connectionsPerAddress)
    limits.slots = try count(slots, "SLOTS", limits.slots)
    return limits
  }
}

/// How it runs.
struct RunningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder of what is remembered between starts. (default: $STATE_DIRECTORY, else ~/.local/state/bobined)",
      valueName: "folder"))
  var state: String?

  @Option(help: ArgumentHelp("Seconds between looks for new torrents. (default: 30)", valueName: "seconds"))
  var rescan: String?

  @Option(help: ArgumentHelp("What is logged: error, warning, info, debug. (default: info)", valueName: "level"))
  var logLevel: String?

  func stateFolder(from here: String) -> String {
    // systemd sets STATE_DIRECTORY, the XDG base directory specification the other two.
    let named = state ?? Settings.text("STATE") ?? Files.environment("STATE_DIRECTORY")
    let home = Files.environment("XDG_STATE_HOME") ?? PathRules.join(Files.homeFolder ?? here, ".local/state")
    return PathRules.absolute(named ?? PathRules.join(home, "bobined"), from: here)
  }

  func rescanSeconds() throws -> Int {
    try Settings.value(rescan, "RESCAN", default: 30, expecting: "seconds, at least 1") {
      Settings.count($0).flatMap { $0 > 0 ? $0 : nil }
    }
  }

  func logger() throws -> Logger {
    let level = try Settings.value(
      logLevel, "LOG_LEVEL", default: Logger.Level.info, expecting: "error, warning, info or debug"
    ) { text in [.error, .warning, .info, .debug].first { $0.rawValue == text } }
    var log = Logger(label: "bobined") { _ in JournalHandler() }
    log.logLevel = level
    return log
  }
}
