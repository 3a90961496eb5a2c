import Hashing
import Testing

@testable import Torrent

@Suite struct `Torrents of other programs` {
  @Test(arguments: TorrentForm.allCases)
  func `what we write is read with every value`(form: TorrentForm) throws {
    let metainfo = try Sample.metainfo(
      form, size: 700_000, trackers: ["http://a.example/announce", "udp://b.example:80"])
    let bytes = metainfo.bytes
    let read = try TorrentReader.read(bytes)
    #expect(read.form == form)
    #expect(read.infohash == metainfo.file.infohash(form))
    #expect(read.name == "a.bin")
    #expect(read.isSingleFile)
    #expect(read.size == 700_000)
    #expect(read.pieceCount == 11)
    #expect(Array(bytes[read.info]) == metainfo.file.info(form).bytes)
    #expect(read.trackers == [["http://a.example/announce"], ["udp://b.example:80"]])
    #expect(read.pieces == (form == .v2 ? nil : metainfo.file.pieces))
    #expect(read.layers == (form == .v1 ? [:] : [metainfo.file.piecesRoot: metainfo.file.layer]))
  }

  @Test func `a hybrid of several files has the infohashes of the reference, and pads between its files`() throws {
    let bytes = Bencode.dictionary(["info": Sample.folderInfo()]).bytes
    let read = try TorrentReader.read(bytes)
    // contracts/bittorrent.md 1.5
    #expect(read.infohash.v1?.hex == "6a3ec780710d63f963b3f6084de3e5e7424d8e5a")
    #expect(read.infohash.v2?.hex == "b79621262da216d3dfaf6eaf899457208459f7b025f239038f5ddf39fc6dea2c")
    #expect(!read.isSingleFile)
    #expect(read.files.map(\.path.last) == ["a.mp4", "27679", "b.vtt", "64536", "empty", "c.m4s", "46608"])
    #expect(read.files.filter(\.isPad).map(\.length) == [27_679, 64_536, 46_608])
    #expect(read.files.filter { $0.root != nil }.map(\.offset) == [0, 327_680, 393_216])
  }

  @Test func `version 2 alone begins each file at a piece of its own`() throws {
    guard case .dictionary(var info) = Sample.folderInfo() else { return }
    info["files"] = nil
    info["pieces"] = nil
    let read = try TorrentReader.read(Bencode.dictionary(["info": .dictionary(info)]).bytes)
    #expect(read.form == .v2)
    #expect(read.files.map(\.offset) == [0, 327_680, 328_680, 393_216])
    #expect(read.size == 393_216 + 150_000)
  }

  @Test func `keys in any order are read, and the infohash is of the bytes as they are`() throws {
    // As a program writes it that does not sort.
    let info = "d6:pieces20:aaaaaaaaaaaaaaaaaaaa12:piece lengthi16384e4:name1:x6:lengthi5ee"
    let read = try TorrentReader.read(Array("d4:info\(info)8:announce1:ae".utf8))
    #expect(read.infohash.v1 == SHA1.hash(Array(info.utf8)))
    #expect(read.trackers == [["a"]])
  }

  @Test(arguments: [
    ("no info", "de"),
    ("no pieces", "d4:infod6:lengthi5e4:name1:x12:piece lengthi16384eee"),
    ("too few pieces", "d4:infod6:lengthi5e4:name1:x12:piece lengthi16384e6:pieces0:ee"),
    ("a name that leads out", "d4:infod6:lengthi5e4:name2:..12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee"),
    ("a name with a slash", "d4:infod6:lengthi5e4:name3:a/b12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee"),
    ("a piece length of zero", "d4:infod6:lengthi5e4:name1:x12:piece lengthi0e6:pieces20:aaaaaaaaaaaaaaaaaaaaee"),
    ("a negative length", "d4:infod6:lengthi-5e4:name1:x12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee"),
    ("nothing in it", "d4:infod6:lengthi0e4:name1:x12:piece lengthi16384e6:pieces0:ee"),
    ("a version of the future", "d4:infod12:meta versioni3eee"),
    (
      "a path that leads out",
      "d4:infod5:filesld6:lengthi5e4:pathl2:..eee4:name1:x12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee"
    ),
    (
      "sums that overflow",
      "d4:infod5:filesld6:lengthi9223372036854775807e4:pathl1:aeed6:lengthi9223372036854775807e4:pathl1:beee4:name1:x12:piece lengthi16384e6:pieces0:ee"
    ),
  ])
  func `damage is told`(what: String, text: String) {
    #expect(throws: TorrentDamage.self, "\(what)") { try TorrentReader.read(Array(text.utf8)) }
  }

  @Test func `layers that do not hash to their root are refused`() throws {
    var metainfo = try Sample.metainfo(.v2, size: 700_000)
    metainfo.file.layer[5] ^= 1
    let bytes = metainfo.bytes
    #expect(throws: TorrentDamage(.bad("piece layers"))) { try TorrentReader.read(bytes) }
  }

  @Test(arguments: TorrentForm.allCases)
  func `a torrent cut at any byte is damage`(form: TorrentForm) throws {
    let bytes = try Sample.metainfo(form, size: 200_000).bytes
    for count in 0..<bytes.count {
      #expect(throws: TorrentDamage.self) { try TorrentReader.read(Array(bytes.prefix(count))) }
    }
  }
}

enum Sample {
  /// contracts/bittorrent.md 1.5
  static func content(_ size: Int) -> [UInt8] { (0..<size).map { UInt8(($0 * 31 + ($0 >> 8)) & 255) } }

  static func metainfo(_ form: TorrentForm, size: Int, trackers: [String] = []) throws -> Metainfo {
    let bytes = content(size)
    var pieces = PieceHasher(pieceLength: 65_536)
    pieces.update(bytes)
    var leaves = LeafHasher()
    leaves.update(bytes)
    let summary = try #require(
      Merkle.summarise(leaves: leaves.finalize(), pieceLength: 65_536, fileSize: Int64(size)))
    let file = TorrentFile(
      name: "a.bin", size: Int64(size), pieceLength: 65_536, pieces: pieces.finalize(), piecesRoot: summary.root,
      layer: summary.layer)
    return Metainfo(form: form, file: file, trackers: trackers)
  }

  /// `m/{a.mp4, b.vtt, empty, hls/c.m4s}` of contracts/bittorrent.md 1.5.
  static func folderInfo() -> Bencode {
    let files: [(path: [String], size: Int)] = [
      (["a.mp4"], 300_001), (["b.vtt"], 1000), (["empty"], 0), (["hls", "c.m4s"], 150_000),
    ]
    var list: [Bencode] = []
    var all = PieceHasher(pieceLength: 65_536)
    var leavesOf: [String: Bencode] = [:]
    for (path, size) in files {
      let bytes = content(size)
      all.update(bytes)
      list.append(["length": .integer(Int64(size)), "path": .list(path.map(Bencode.text))])
      let pad = (65_536 - size % 65_536) % 65_536
      if pad > 0 {
        all.update([UInt8](repeating: 0, count: pad))
        list.append([
          "attr": .text("p"), "length": .integer(Int64(pad)), "path": .list([.text(".pad"), .text("\(pad)")]),
        ])
      }
      var leaves = LeafHasher()
      leaves.update(bytes)
      let root = Merkle.summarise(leaves: leaves.finalize(), pieceLength: 65_536, fileSize: Int64(size))?.root
      var entry: [Bencode.Key: Bencode] = ["length": .integer(Int64(size))]
      if let root { entry["pieces root"] = .string(root.bytes) }
      leavesOf[path.joined(separator: "/")] = ["": .dictionary(entry)]
    }
    return [
      "file tree": [
        "a.mp4": leavesOf["a.mp4"] ?? [:], "b.vtt": leavesOf["b.vtt"] ?? [:], "empty": leavesOf["empty"] ?? [:],
        "hls": ["c.m4s": leavesOf["hls/c.m4s"] ?? [:]],
      ],
      "files": .list(list), "meta version": 2, "name": .text("m"), "piece length": 65_536,
      "pieces": .string(all.finalize()),
    ]
  }
}
