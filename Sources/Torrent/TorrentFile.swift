public import Hashing

/// Which BitTorrent versions a torrent speaks (contracts/bittorrent.md, part 0): version 1, both, or version 2.
public enum TorrentForm: String, Sendable, Hashable, CaseIterable {
  case v1, hybrid, v2
}

/// The names of a torrent's swarms.
public struct Infohash: Sendable, Hashable {
  /// SHA-1 of the info dictionary; nil in version 2 alone.
  public var v1: Digest160?
  /// SHA-256 of the info dictionary; nil in version 1 alone.
  public var v2: Digest256?

  public init(v1: Digest160?, v2: Digest256?) {
    self.v1 = v1
    self.v2 = v2
  }
}

/// The one file of a torrent, as its info dictionary describes it.
public struct TorrentFile: Sendable, Hashable {
  /// `info.name`: a file name, not a path.
  public var name: String
  /// In bytes, at least 1.
  public var size: Int64
  /// In bytes; a power of two, at least 16 KiB, where version 2 takes part (BEP 52).
  public var pieceLength: Int64
  /// SHA-1 of each piece, 20 bytes each (``PieceHasher``).
  public var pieces: [UInt8]
  public var piecesRoot: Digest256
  /// ``Merkle/Summary/layer``.
  public var layer: [UInt8]

  public init(
    name: String, size: Int64, pieceLength: Int64, pieces: [UInt8], piecesRoot: Digest256, layer: [UInt8]
  ) {
    self.name = name
    self.size = size
    self.pieceLength = pieceLength
    self.pieces = pieces
    self.piecesRoot = piecesRoot
    self.layer = layer
  }

  /// The info dictionary. A function of the file alone: nothing of clock, version, tracker or address enters it.
  public func info(_ form: TorrentForm) -> Bencode {
    var info: [Bencode.Key: Bencode] = ["name": .text(name), "piece length": .integer(pieceLength)]
    if form != .v2 {
      info["length"] = .integer(size)
      info["pieces"] = .string(pieces)
    }
    if form != .v1 {
      info["meta version"] = 2
      let entry: Bencode = ["length": .integer(size), "pieces root": .string(piecesRoot.bytes)]
      info["file tree"] = .dictionary([Bencode.Key(name): ["": entry]])
    }
    return .dictionary(info)
  }

  public func infohash(_ form: TorrentForm) -> Infohash {
    let bytes = info(form).bytes
    return Infohash(v1: form == .v2 ? nil : SHA1.hash(bytes), v2: form == .v1 ? nil : SHA256.hash(bytes))
  }
}

extension Bencode: ExpressibleByIntegerLiteral, ExpressibleByDictionaryLiteral {
  public init(integerLiteral value: Int64) { self = .integer(value) }

  /// Of two equal keys the last one holds.
  public init(dictionaryLiteral elements: (Key, Bencode)...) {
    self = .dictionary(Dictionary(elements) { _, last in last })
  }
}
