/// Bytes that are published and must not change by accident: a change moves a swarm, so it is a decision, named in
/// CHANGELOG.md.
enum Golden {
  /// Sources in `Tests/Fixtures/golden/`, the SHA-256 of our MP4 of each, and the infohash of its default torrent.
  static let files: [(source: String, sha256: String, infohash: String)] = [
    (
      "b-frames.mp4", "b4b5e5e0797f5097e4316e909cf060019a22d215c6e52c2c08b4f3d10d2e3914",
      "ed99a52bdbfae76dc215ae2ffc035edf700a30eb"
    ),
    (
      "no-b-frames.mkv", "e4ea8f05182a91af30f234313b936123ae60eae9f7c23ffa1c5ed51f83ce00d8",
      "f76df702f1a04514782399f3731292862f3a941f"
    ),
    (
      "vp9-opus.webm", "7042876958f0c02733d67b2e2826afb014cd38e015e382fc2cbfc1010afe4d52",
      "e27160aa56111202e2a308b1f2fc4f5875db5a70"
    ),
  ]
}
