import Synchronization

/// What is counted while the daemon runs, for `/metrics` and the log. Labels have few values, all of our own making.
public final class Metrics: Sendable {
  public enum Name: String, Sendable, CaseIterable {
    case torrents, seededBytes = "seeded_bytes", withdrawn = "withdrawn_torrents"
    case peers, peersRefused = "peers_refused_total", peersClosed = "peers_closed_total"
    case slotsServing = "slots_serving", slotsWaiting = "slots_waiting"
    case uploaded = "uploaded_bytes_total", blocks = "blocks_total", rejected = "requests_rejected_total"
    case verified = "pieces_verified_total", bad = "pieces_bad_total"
    case metadata = "metadata_pieces_total", hashes = "hash_requests_total"
    case followed = "followed_files", followedBytes = "followed_bytes_total"
    case followedPieces = "followed_pieces_total", visits = "catalog_visits_total"
    case announcing = "announced_swarms", announces = "announces_total"
    case dhtNodes = "dht_nodes", dhtPackets = "dht_packets_total", dhtAnnounced = "dht_announced_total"
    case trackerPeers = "tracker_peers", trackerBrowsers = "tracker_browsers", trackerSwarms = "tracker_swarms"
    case trackerAnnounces = "tracker_announces_total", trackerScrapes = "tracker_scrapes_total"
    case trackerRefused = "tracker_refused_total"

    /// What a reader of `/metrics` is told.
    var help: String {
      switch self {
      case .torrents: "Torrents that are seeded."
      case .seededBytes: "Bytes of their data."
      case .withdrawn: "Torrents not seeded because a piece was bad or a file changed."
      case .peers: "Connections of peers."
      case .peersRefused: "Connections refused, by reason."
      case .peersClosed: "Connections closed, by reason."
      case .slotsServing: "Peers that may ask for pieces."
      case .slotsWaiting: "Peers that wait for a slot."
      case .uploaded: "Bytes of pieces handed to the network."
      case .blocks: "Blocks of pieces handed to the network."
      case .rejected: "Requests for blocks refused."
      case .verified: "Pieces verified before they were first sent."
      case .bad: "Pieces found bad, and not sent."
      case .metadata: "Pieces of metadata sent (BEP 9)."
      case .hashes: "Hash requests answered (BEP 52)."
      case .followed: "Files of followed sites that are here whole."
      case .followedBytes: "Bytes of files that came from followed sites, those that came twice as well."
      case .followedPieces: "Pieces that came from followed sites and were right."
      case .visits: "Visits to followed catalogs, by how they ended."
      case .announcing: "Infohashes told to trackers, each family of addresses counted."
      case .announces: "Announces to trackers, by how they ended."
      case .dhtNodes: "Nodes of the DHT that are known to answer."
      case .dhtPackets: "Packets sent to the DHT, by question."
      case .dhtAnnounced: "Nodes of the DHT that took an announce of ours."
      case .trackerPeers: "Peers that the tracker knows by HTTP and UDP."
      case .trackerBrowsers: "Browsers that it knows by WebSocket, once for each swarm."
      case .trackerSwarms: "Infohashes that it answers for."
      case .trackerAnnounces: "Announces answered, by how they came."
      case .trackerScrapes: "Scrapes answered."
      case .trackerRefused: "Requests to the tracker refused, by reason."
      }
    }

    var isGauge: Bool { !rawValue.hasSuffix("_total") }
  }

  private struct Key: Hashable {
    var name: Name
    var label: String?
  }

  private let values = Mutex<[Key: Int]>([:])

  public init() {}

  public func add(_ name: Name, _ label: String? = nil, by count: Int = 1) {
    values.withLock { $0[Key(name: name, label: label), default: 0] += count }
  }

  public func set(_ name: Name, label: String? = nil, to value: Int) {
    values.withLock { $0[Key(name: name, label: label)] = value }
  }

  /// Of all labels together.
  public func value(_ name: Name) -> Int {
    values.withLock { $0.reduce(0) { $1.key.name == name ? $0 + $1.value : $0 } }
  }

  public func value(_ name: Name, _ label: String) -> Int {
    values.withLock { $0[Key(name: name, label: label)] ?? 0 }
  }

  /// In the text format of Prometheus, every name in a fixed order.
  public var text: String {
    let values = self.values.withLock { $0 }
    var out = ""
    for name in Name.allCases {
      let full = "bobined_\(name.rawValue)"
      out += "# HELP \(full) \(name.help)\n# TYPE \(full) \(name.isGauge ? "gauge" : "counter")\n"
      let own = values.filter { $0.key.name == name }.sorted { ($0.key.label ?? "") < ($1.key.label ?? "") }
      if own.isEmpty { out += "\(full) 0\n" }
      for (key, value) in own {
        out += key.label.map { "\(full){reason=\"\($0)\"} \(value)\n" } ?? "\(full) \(value)\n"
      }
    }
    return out
  }
}
