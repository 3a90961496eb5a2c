internal import Hashing

/// Which line of the ledger a video is, by path, by its written uuid, or by the bytes of its source.
struct VideoIdentity {
  /// In the order of the videos: an index into the ledger's entries.
  private(set) var entryOfVideo: [Int?]
  /// In the order of the ledger's entries.
  private(set) var videoOfEntry: [Int?]

  /// `digests` are those of the sources, in the order of the videos; nil where they are not known.
  init(videos: [VideoText], digests: [Digest256?], ledger: Ledger) {
    entryOfVideo = Array(repeating: nil, count: videos.count)
    videoOfEntry = Array(repeating: nil, count: ledger.entries.count)
    // Gone lines come after living ones: a path that is used again is a new video only if nothing tells otherwise.
    let byPath = Dictionary(
      ledger.entries.indices.map { (ledger.entries[$0].sourcePath, $0) },
      uniquingKeysWith: { a, b in ledger.entries[a].state == .gone ? b : a })
    for (index, video) in videos.enumerated() {
      if let entry = byPath[video.contentPath] { link(index, entry) }
    }
    let byUUID = Dictionary(ledger.entries.indices.map { (ledger.entries[$0].uuid, $0) }) { first, _ in first }
    for (index, video) in videos.enumerated() where entryOfVideo[index] == nil {
      if let uuid = video.frontMatter.uuid?.value, let entry = byUUID[uuid] { link(index, entry) }
    }
    // A renamed file: the same bytes at a new path, and nothing at the old one any more.
    var byDigest: [Digest256: [Int]] = [:]
    for entry in ledger.entries.indices where videoOfEntry[entry] == nil {
      if let digest = ledger.entries[entry].sourceSHA256 { byDigest[digest, default: []].append(entry) }
    }
    for index in videos.indices where entryOfVideo[index] == nil && videos[index].frontMatter.uuid == nil {
      guard let digest = digests[index], let entry = byDigest[digest]?.first(where: { videoOfEntry[$0] == nil }) else {
        continue
      }
      link(index, entry)
    }
  }

  private mutating func link(_ video: Int, _ entry: Int) {
    guard videoOfEntry[entry] == nil else { return }
    entryOfVideo[video] = entry
    videoOfEntry[entry] = video
  }
}
