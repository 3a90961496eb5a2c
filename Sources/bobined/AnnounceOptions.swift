import ArgumentParser
import Swarm

/// How it makes itself found.
struct AnnounceOptions: ParsableArguments {
  @Flag(help: "Tell no tracker; the DHT has an option of its own.")
  var noAnnounce = false

  @Option(
    help: ArgumentHelp(
      "Port that trackers and the DHT are told, where a router forwards another than --port. (default: as --port)",
      valueName: "port"))
  var announcePort: String?

  @Option(help: ArgumentHelp("Announce to the DHT: auto or none. (default: auto)", valueName: "auto|none"))
  var dht: String?

  @Option(
    help: ArgumentHelp(
      "Nodes of the DHT to ask first, with commas between. (default: three public ones, see docs/announcing.md)",
      valueName: "host:port,..."))
  var dhtBootstrap: String?

  func plan() throws -> AnnouncePlan {
    var plan = AnnouncePlan()
    let isSilent = try Settings.value(nil, "NO_ANNOUNCE", default: false, expecting: "1 or 0") {
      ["1": true, "0": false][$0]
    }
    plan.trackers = !(noAnnounce || isSilent)
    plan.port = try Settings.value(announcePort, "ANNOUNCE_PORT", default: nil, expecting: "a port from 1 to 65535") {
      UInt16($0).flatMap { $0 > 0 ? .some($0) : nil }
    }
    let hasDHT = try Settings.value(dht, "DHT", default: true, expecting: "auto or none") {
      ["auto": true, "none": false][$0]
    }
    var settings = DHTPlan()
    settings.bootstrap = try Settings.value(
      dhtBootstrap, "DHT_BOOTSTRAP", default: settings.bootstrap,
      expecting: "nodes such as dht.example:6881,[2001:db8::1]:6881"
    ) { text in
      let nodes = text.split(separator: ",").map(String.init)
      return nodes.isEmpty || !nodes.allSatisfy(DHTPlan.isNode) ? nil : nodes
    }
    plan.dht = hasDHT ? settings : nil
    return plan
  }
}
