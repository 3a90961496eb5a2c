/// Bytes that are published and must not change by accident: a change moves a swarm, so it is a decision, named in
/// CHANGELOG.md.
enum Golden {
  /// Sources in `Tests/Fixtures/golden/`, the SHA-256 of our MP4 of each, and the infohash of its default torrent.
  static let files: [(source: String, sha256: String, infohash: String)] = [
    (
      "b-frames.mp4", "58e4e1658318242a7cafa7bb16a9a553aff1b40aa193851c948aafbdb925c4c5",
      "cf1382406b0ff95548baf62beec28572e630c636"
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
