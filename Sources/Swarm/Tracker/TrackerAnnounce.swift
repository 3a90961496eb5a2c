import NIOCore

/// What a peer tells a tracker by HTTP or UDP, whatever the form it came in (BEP 3, BEP 15).
struct TrackerAnnounce: Hashable {
  var key: SwarmKey
  /// The address that the announce came from, never one that it names (BEP 7, "Security"), and the port that it names.
  var peer: PeerAddress
  var isSeed: Bool
  var event = Event.none
  /// How many peers are asked for; nil where it does not say.
  var wanted: Int?
  /// At which of our addresses it reached us.
  var reached: PeerAddress.Host?

  /// Numbered as in BEP 15.
  enum Event: UInt32 {
    case none, completed, started, stopped
  }

  struct Answer: Hashable {
    var figures: SwarmFigures
    /// In seconds.
    var interval: Int
    /// Of the family of the peer, then of the other one.
    var peers: [PeerAddress]
    var others: [PeerAddress]
  }

  enum Refusal: Error, Hashable {
    /// No swarm of ours.
    case unknown
    case tooManyOfAddress
    case full

    /// What the peer is told.
    var text: String {
      switch self {
      case .unknown: "this tracker does not know the infohash"
      case .tooManyOfAddress: "too many peers of your address are in this swarm"
      case .full: "this tracker is full, come again later"
      }
    }
  }
}

/// What a scrape tells of a swarm (BEP 48).
struct SwarmFigures: Hashable {
  var complete = 0
  var incomplete = 0
  /// Downloads that came to their end here.
  var downloaded = 0
}

/// Quick random numbers for the choice of peers (SplitMix64), begun with one of the system's: nothing secret hangs on them, and
/// the system's own cost a call to the kernel each.
struct QuickRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
