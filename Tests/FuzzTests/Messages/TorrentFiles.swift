import Files
import Hashing
import Torrent

@testable import Swarm

/// `.torrent` files of any program, and where the bytes of their pieces lie (BEP 3, 47, 52).
struct TorrentFiles: Reader {
  static let full = 600_000

  static func samples() throws -> [Part] {
    var samples: [Part] = []
    for form in TorrentForm.allCases {
      let file = try torrentFile("a b é.mp4", bytes: content(70_000), pieceLength: 16_384)
      let trackers = ["http://a.example/announce", "udp://b.example:80", "wss://c.example/"]
      let metainfo = Metainfo(
        form: form, file: file, webSeeds: ["https://a.example/a.mp4"], trackers: form == .v1 ? [] : trackers)
      samples.append(Part(bencode: try BencodeReader.read(metainfo.bytes)))
    }
    samples.append(Part(bencode: ["info": try folder()]))
    let list: [Bencode] = [
      ["length": 20_000, "path": .list([.text("a"), .text("b.mp4")])], ["length": 0, "path": .list([.text("empty")])],
      ["attr": .text("p"), "length": 12_768, "path": .list([.text(".pad"), .text("12768")])],
      ["length": 5, "path": .list([.text("c")]), "path.utf-8": .list([.text("ç")])],
    ]
    samples.append(
      Part(bencode: [
        "announce": .text("udp://a.example:1"),
        "info": [
          "files": .list(list), "name": .text("m"), "piece length": 16_384,
          "pieces": .string([UInt8](repeating: 1, count: 60)), "private": 1,
        ],
      ]))
    return samples
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    guard let torrent = try? TorrentReader.read(bytes) else { return false }
    try require(torrent.pieceLength > 0 && torrent.size > 0, "nothing in it")
    try require((1...Int(TorrentReader.Limits.pieces)).contains(torrent.pieceCount), "\(torrent.pieceCount) pieces")
    try require(torrent.pieces.map { $0.count == torrent.pieceCount * 20 } ?? (torrent.form == .v2), "hashes")
    let info = Array(bytes[torrent.info])
    try require(torrent.infohash.v1.map { $0 == SHA1.hash(info) } ?? (torrent.form == .v2), "version 1's infohash")
    try require(torrent.infohash.v2.map { $0 == SHA256.hash(info) } ?? (torrent.form == .v1), "version 2's infohash")
    try require(BencodeReader.read(info, limits: Self.loose).dictionary != nil, "info is none")
    for file in torrent.files {
      try require(file.length >= 0 && file.offset >= 0 && file.offset + file.length <= torrent.size, "a file outside")
      let path = file.path.joined(separator: "/")
      try require(
        !file.path.isEmpty && PathRules.normalise("/x/\(path)") == "/x/\(path)", "a path that leads out: \(path)")
    }
    try mapped(torrent)
    try again(torrent)
    return true
  }

  private static let loose = BencodeReader.Limits(bytes: 10 << 20, depth: 100, tokens: 3_000_000, anyOrder: true)

  /// Every byte of a piece lies in one place, and that is in a file or nowhere.
  private func mapped(_ torrent: TorrentContents) throws {
    let map = PieceMap(torrent)
    for piece in [0, torrent.pieceCount / 2, torrent.pieceCount - 1] {
      let start = Int64(piece) * torrent.pieceLength
      let count = Int(min(torrent.pieceLength, torrent.size - start))
      let slices = map.slices(from: start, count: count)
      try require(slices.reduce(0) { $0 + $1.length } == count, "slices of \(count) bytes have another length")
      for slice in slices {
        try require(slice.length > 0, "a slice of nothing")
        guard let file = slice.file else { continue }
        try require(slice.offset >= 0 && slice.offset + Int64(slice.length) <= map.files[file].length, "behind a file")
      }
      if let slice = map.slice(from: start, count: count) { try require(slices == [slice], "two maps") }
    }
  }

  /// One file is what we write as well.
  private func again(_ torrent: TorrentContents) throws {
    guard torrent.isSingleFile, let root = torrent.form == .v1 ? .some(Self.noRoot) : torrent.files.first?.root else {
      return
    }
    let file = TorrentFile(
      name: torrent.name, size: torrent.size, pieceLength: torrent.pieceLength, pieces: torrent.pieces ?? [],
      piecesRoot: root, layer: torrent.layers[root] ?? [])
    let read = try TorrentReader.read(Metainfo(form: torrent.form, file: file).bytes)
    try require(read.files == torrent.files && read.name == torrent.name, "files that were written again")
    try require(read.pieces == torrent.pieces && read.layers == torrent.layers, "hashes that were written again")
    try require(read.pieceLength == torrent.pieceLength && read.size == torrent.size, "sizes that were written again")
    try require(read.form == torrent.form && read.infohash == file.infohash(torrent.form), "the form written again")
  }

  private static let noRoot = SHA256.hash([])
}

extension TorrentFiles {
  static func content(_ size: Int) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

  static func torrentFile(_ name: String, bytes: [UInt8], pieceLength: Int) throws -> TorrentFile {
    var pieces = PieceHasher(pieceLength: pieceLength)
    pieces.update(bytes)
    var leaves = LeafHasher()
    leaves.update(bytes)
    guard
      let summary = Merkle.summarise(
        leaves: leaves.finalize(), pieceLength: Int64(pieceLength), fileSize: Int64(bytes.count))
    else { throw Finding("no tree") }
    return TorrentFile(
      name: name, size: Int64(bytes.count), pieceLength: Int64(pieceLength), pieces: pieces.finalize(),
      piecesRoot: summary.root, layer: summary.layer)
  }

  /// The `info` of a hybrid folder with `a.mp4`, `b/c.vtt` and an empty file.
  static func folder() throws -> Bencode {
    let (a, c) = (content(20_000), content(1000))
    let root = try (
      a: torrentFile("", bytes: a, pieceLength: 16_384), c: torrentFile("", bytes: c, pieceLength: 16_384)
    )
    var all = PieceHasher(pieceLength: 16_384)
    all.update(a)
    all.update([UInt8](repeating: 0, count: 12_768))
    all.update(c)
    func entry(_ size: Int64, _ root: Digest256?) -> Bencode {
      var fields: [Bencode.Key: Bencode] = ["length": .integer(size)]
      if let root { fields["pieces root"] = .string(root.bytes) }
      return ["": .dictionary(fields)]
    }
    return [
      "file tree": [
        "a.mp4": entry(20_000, root.a.piecesRoot), "b": ["c.vtt": entry(1000, root.c.piecesRoot)], "e": entry(0, nil),
      ],
      "files": .list([
        ["length": 20_000, "path": .list([.text("a.mp4")])],
        ["attr": .text("p"), "length": 12_768, "path": .list([.text(".pad"), .text("12768")])],
        ["length": 1000, "path": .list([.text("b"), .text("c.vtt")])], ["length": 0, "path": .list([.text("e")])],
      ]),
      "meta version": 2, "name": .text("m"), "piece length": 16_384, "pieces": .string(all.finalize()),
    ]
  }
}
