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
      "no-b-frames.mkv", "c5751fbd565b8d910f6d53c1897fe60c584c2c359ca87c52ec4e7e6f8e865744",
      "2cc3cedfbc94669eb6be55a0bd2745528166a853"
    ),
    (
      "vp9-opus.webm", "b2a438e561388683ffbdc9cd0c740a70c13de19e9dd2bc8e8d367d3c5b35afdf",
      "215b9963443591155fa43a62f6b16ac2b21337b7"
    ),
  ]
}
