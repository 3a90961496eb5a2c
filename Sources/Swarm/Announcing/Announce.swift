/// One announce of one swarm to one tracker.
struct Announce: Sendable, Hashable {
  /// `completed` is never sent: we come with the whole (BEP 3).
  enum Event: Sendable, Hashable { case none, started, stopped }

  var key: SwarmKey
  var event: Event
  var tracker: TrackerURL
  var family: WebRequest.Family
  /// At which addresses the tracker may be asked.
  var reach = WebRequest.Reach.anywhere
}

/// What all announces of one process say of us.
struct AnnouncedSelf: Sendable, Hashable {
  var peerID: [UInt8]
  /// Constant, so that a tracker knows us again under another address (BEP 7).
  var key: UInt32
}
