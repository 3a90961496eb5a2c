import ArgumentParser
import Files
import NIOCore
import Swarm

/// Where and for whom it is a tracker.
struct TrackerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where the tracker answers by HTTP and WebSocket, or 'none'; a * is all addresses. (default: *:6969)",
      valueName: "address:port"))
  var tracker: String?

  @Option(help: ArgumentHelp("Where it answers by UDP, or 'none'. (default: *:6969)", valueName: "address:port"))
  var trackerUdp: String?

  @Flag(help: "Track every infohash, not just those of the torrents and catalogs found here.")
  var trackerOpen = false

  @Option(
    help: ArgumentHelp(
      "Proxies whose X-Forwarded-For is believed, with commas between, or 'none'. (default: loopback)",
      valueName: "addresses"))
  var trackerProxies: String?

  @Option(
    help: ArgumentHelp(
      "At which addresses peers reach this machine, where it is behind a proxy or NAT: one of IPv4, one of IPv6.",
      valueName: "addresses"))
  var trackerExternal: String?

  @Option(
    help: ArgumentHelp("Requests a second of one address, 0 for no limit. (default: 10)", valueName: "count"))
  var trackerRate: String?

  func plan() throws -> TrackerPlan {
    var limits = TrackerLimits()
    limits.rate = try Settings.value(
      trackerRate, "TRACKER_RATE", default: limits.rate, expecting: "a whole number from 0 to 1000000"
    ) { Settings.count($0).map(Double.init) }
    limits.burst = max(limits.burst, 2 * limits.rate)
    let external = try Settings.value(
      trackerExternal, "TRACKER_EXTERNAL", default: [], expecting: "addresses such as 192.0.2.1,2001:db8::1",
      parse: Self.hosts)
    return TrackerPlan(
      web: try Self.addresses(tracker, "TRACKER"), datagrams: try Self.addresses(trackerUdp, "TRACKER_UDP"),
      isOpen: trackerOpen || Settings.text("TRACKER_OPEN") == "1",
      proxies: try Settings.value(
        trackerProxies, "TRACKER_PROXIES", default: Proxies(), expecting: "addresses, loopback or none"
      ) { text in
        if text == "none" { return Proxies(loopback: false) }
        let names = text.split(separator: ",")
        return Self.hosts(names.filter { $0 != "loopback" }.joined(separator: ",")).map {
          Proxies(loopback: names.contains("loopback"), hosts: Set($0))
        }
      },
      externalV4: external.first { $0.bytes.count == 4 }, externalV6: external.first { $0.bytes.count == 16 },
      limits: limits)
  }

  private static func hosts(_ text: String) -> [PeerAddress.Host]? {
    let hosts = text.split(separator: ",").map { PeerAddress.Host(String($0)) }
    return hosts.contains { $0 == nil } ? nil : hosts.compactMap(\.self)
  }

  private static func addresses(_ option: String?, _ name: String) throws -> [SocketAddress] {
    try Settings.value(option, name, default: all(port: 6969), expecting: "192.0.2.1:6969, *:6969 or none") { text in
      if text == "none" { return [] }
      guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
        return nil
      }
      let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
      if host == "*" { return try? all(port: Int(port)) }
      return (try? SocketAddress(ipAddress: String(host), port: Int(port))).map { [$0] }
    }
  }

  /// A machine without IPv6 has no address `::`; then IPv4 alone is enough.
  private static func all(port: Int) throws -> [SocketAddress] {
    [try SocketAddress(ipAddress: "0.0.0.0", port: port)]
      + (Files.exists("/proc/net/if_inet6") ? [try SocketAddress(ipAddress: "::", port: port)] : [])
  }
}
