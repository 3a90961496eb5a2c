/// Bytes that are published and must not change by accident: a change moves a swarm, so it is a decision, named in
/// CHANGELOG.md.
enum Golden {
  /// Sources of the example site, the SHA-256 of our MP4 of each, and the infohash of its default torrent.
  static let files: [(source: String, expected: (sha256: String, infohash: String))] = []
}
