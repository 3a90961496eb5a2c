import Hashing
import Testing

@testable import Torrent

/// What BEP 52's reference creator and libtorrent 2.0.8 agree on for `a.bin` of `n` bytes, 64 KiB pieces
/// (contracts/bittorrent.md 1.5).
private let vectors: [(Int, String, String)] = [
  (
    1, "20358effc68c3712f1eae571b4acb6e570c6a6b0",
    "2dbc32a62177d7f172ceaf9b6a3dec06c4c99468652fe2c4f32fedda11ffb495"
  ),
  (
    16_384, "5eee37cc53cdf18edb213a851903f076f5d8d5d3",
    "05babe2f0d98a4e123d99e2f6f44e53b64e739a80b9bbf7d962e5d1d79c64b9b"
  ),
  (
    16_385, "a846736e9fd4584a8aa9d9080047a07f001ecb7c",
    "8e15528442e7f9b218d846027a96147713847cc2c8ff0d0ca9bb06ae6532d304"
  ),
  (
    65_536, "d0783932b84d474ff4bf480f0ea952e0118a8a8a",
    "0a50d9caf3ecb124ce98712ce59a16d0453cbdbd7c6600aa076bce94863fdbba"
  ),
  (
    65_537, "2457387e241a5a59b7ee0b941dad0a115fb84750",
    "8fc2eb3db4af00485a7d8c4fc3801f9f143be23234302f38330b4537776a89a4"
  ),
  (
    700_000, "86d249a35cbab9d476df65d2074f047804b214c4",
    "e67ec35042b70bd0cceb1447b0db7a9ab01ea15be99e093f752c01d59dd34ac2"
  ),
]

@Suite struct `Torrent files` {
  @Test(arguments: vectors)
  func `a hybrid has the infohashes of the reference`(size: Int, v1: String, v2: String) throws {
    let infohash = try file(size).infohash(.hybrid)
    #expect(infohash.v1?.hex == v1)
    #expect(infohash.v2?.hex == v2)
  }

  @Test func `each form carries the hashes of its versions only`() throws {
    let file = try file(700_000)
    #expect(file.infohash(.v1).v2 == nil)
    #expect(file.infohash(.v2).v1 == nil)
    #expect(file.infohash(.v1).v1 != file.infohash(.hybrid).v1)
    #expect(file.infohash(.v2).v2 != file.infohash(.hybrid).v2)
  }

  @Test(arguments: [
    (TorrentForm.v1, ["length", "name", "piece length", "pieces"]),
    (.hybrid, ["file tree", "length", "meta version", "name", "piece length", "pieces"]),
    (.v2, ["file tree", "meta version", "name", "piece length"]),
  ])
  func `the info dictionary holds the keys of its form, sorted`(form: TorrentForm, keys: [String]) throws {
    let info = try file(700_000).info(form)
    #expect(try sortedKeys(info) == keys)
  }

  @Test func `the top level holds the keys of BEP 3, 12, 19 and 52, sorted`() throws {
    let metainfo = Metainfo(
      form: .hybrid, file: try file(700_000), webSeeds: ["https://v.example/a.bin"],
      trackers: ["https://v.example/announce"])
    #expect(
      try sortedKeys(BencodeReader.read(metainfo.bytes)) == [
        "announce", "announce-list", "created by", "info", "piece layers", "url-list",
      ])
  }

  @Test func `without trackers and web seeds only the constants stand around the info`() throws {
    let plain = Metainfo(form: .v1, file: try file(1))
    #expect(try sortedKeys(BencodeReader.read(plain.bytes)) == ["created by", "info"])
  }

  @Test func `the infohash is the hash of the bytes of info in the file`() throws {
    for form in TorrentForm.allCases {
      let metainfo = Metainfo(form: form, file: try file(65_537), trackers: ["udp://t.example:80"])
      let info = try #require(try BencodeReader.read(metainfo.bytes)["info"]).bytes
      #expect(contains(metainfo.bytes, info))
      if let v1 = metainfo.file.infohash(form).v1 { #expect(SHA1.hash(info) == v1) }
      if let v2 = metainfo.file.infohash(form).v2 { #expect(SHA256.hash(info) == v2) }
    }
  }

  @Test func `addresses do not touch the infohash`() throws {
    let file = try file(700_000)
    let bare = try #require(try BencodeReader.read(Metainfo(form: .v1, file: file).bytes)["info"])
    let full = Metainfo(form: .v1, file: file, webSeeds: ["https://x.example/"], trackers: ["wss://x.example"])
    #expect(try BencodeReader.read(full.bytes)["info"] == bare)
  }

  @Test func `a piece layer stands under its root, and only for a file of more than one piece`() throws {
    let long = try file(65_537)
    let layers = try #require(try BencodeReader.read(Metainfo(form: .v2, file: long).bytes)["piece layers"])
    #expect(layers == .dictionary([Bencode.Key(long.piecesRoot.bytes): .string(long.layer)]))
    let short = try file(65_536)
    #expect(try BencodeReader.read(Metainfo(form: .v2, file: short).bytes)["piece layers"] == [:])
  }

  @Test func `URLs of one host are one tier, WebSocket trackers the last, and announce is the first`() throws {
    let trackers = [
      "wss://v.example/tracker/socket", "https://v.example/tracker/announce", "udp://v.example:6969",
      "udp://other.example:80",
      "http://[::1]:80/announce", "udp://[::1]:81",
    ]
    let fields = try BencodeReader.read(Metainfo(form: .v1, file: try file(1), trackers: trackers).bytes)
    let tiers = fields["announce-list"]?.list?.map {
      $0.list?.compactMap(\.string).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(
      tiers == [
        ["https://v.example/tracker/announce", "udp://v.example:6969"], ["udp://other.example:80"],
        ["http://[::1]:80/announce", "udp://[::1]:81"], ["wss://v.example/tracker/socket"],
      ])
    #expect(fields["announce"] == .text("https://v.example/tracker/announce"))
  }

  /// Mebibytes that are the most for a piece length, in kibibytes.
  @Test(arguments: zip([512, 1024, 4096, 16_384], [256, 512, 1024, 2048] as [Int64]))
  func `piece length follows from the size`(mebibytes: Int, kibibytes: Int64) {
    let most = Int64(mebibytes) << 20
    #expect(PieceLength.forFile(size: most) == kibibytes << 10)
    #expect(PieceLength.forFile(size: most + 1) == kibibytes << 11)
  }

  private func sortedKeys(_ value: Bencode) throws -> [String] {
    try #require(value.dictionary).keys.sorted().map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    bytes.indices.contains { bytes[$0...].starts(with: part) }
  }
}

private func file(_ size: Int) throws -> TorrentFile {
  let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
  var pieces = PieceHasher(pieceLength: 65_536)
  var leaves = LeafHasher()
  pieces.update(bytes)
  leaves.update(bytes)
  let merkle = try #require(
    Merkle.summarise(leaves: leaves.finalize(), pieceLength: 65_536, fileSize: Int64(size)))
  return TorrentFile(
    name: "a.bin", size: Int64(size), pieceLength: 65_536, pieces: pieces.finalize(), piecesRoot: merkle.root,
    layer: merkle.layer)
}
