public import Hashing

/// What a `.torrent` file of any program says: one file or many, version 1, 2 or both (BEP 3, 47, 52).
public struct TorrentContents: Sendable, Hashable {
  public var form: TorrentForm
  public var infohash: Infohash
  /// `info.name`: of the file, or of the folder that holds the files.
  public var name: String
  /// In bytes.
  public var pieceLength: Int64
  /// In the order of their pieces, with the pad files of a version 1 torrent (BEP 47).
  public var files: [File]
  /// Whether `name` is the file itself.
  public var isSingleFile: Bool
  /// Whether peers may come from the named trackers alone (BEP 27).
  public var isPrivate: Bool
  /// `announce-list`, else `announce`: tiers of URLs, as they are written (BEP 12).
  public var trackers: [[String]]
  /// The bytes of `info` in the file, which the infohash is taken over and which BEP 9 hands out.
  public var info: Range<Int>
  /// SHA-1 of each piece, 20 bytes each; nil in version 2 alone.
  public var pieces: [UInt8]?
  /// For each file longer than a piece, by its root: SHA-256 of each piece, 32 bytes each.
  public var layers: [Digest256: [UInt8]]

  public struct File: Sendable, Hashable {
    /// Below the folder `name`; of a single file its name alone.
    public var path: [String]
    /// In bytes.
    public var length: Int64
    /// Of its first byte, among all bytes that have pieces. In version 2 each file begins a piece of its own.
    public var offset: Int64
    /// Zeros that no disk holds.
    public var isPad: Bool
    /// Of version 2; nil in version 1 alone and of empty files.
    public var root: Digest256?

    public init(path: [String], length: Int64, offset: Int64, isPad: Bool, root: Digest256?) {
      (self.path, self.length, self.offset, self.isPad, self.root) = (path, length, offset, isPad, root)
    }
  }

  public init(
    form: TorrentForm, infohash: Infohash, name: String, pieceLength: Int64, files: [File], isSingleFile: Bool,
    isPrivate: Bool, trackers: [[String]], info: Range<Int>, pieces: [UInt8]?, layers: [Digest256: [UInt8]]
  ) {
    (self.form, self.infohash, self.name, self.pieceLength) = (form, infohash, name, pieceLength)
    (self.files, self.isSingleFile, self.isPrivate, self.trackers) = (files, isSingleFile, isPrivate, trackers)
    (self.info, self.pieces, self.layers) = (info, pieces, layers)
  }

  /// Of the pieces, the last one counted at its own length.
  public var size: Int64 { files.last.map { $0.offset + $0.length } ?? 0 }

  public var pieceCount: Int { Int((size + pieceLength - 1) / pieceLength) }
}

/// Why a file is no torrent that could be seeded.
public struct TorrentDamage: Error, Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    case bencode(BencodeError)
    /// A key that is not there or has another type, as a path of keys.
    case missing(String)
    /// A value that is out of its bounds.
    case bad(String)
    /// The two versions in one torrent describe other files.
    case inconsistent
    /// `meta version` above 2.
    case tooNew(Int64)
  }

  public var reason: Reason

  public init(_ reason: Reason) { self.reason = reason }

  public var text: String {
    switch reason {
    case .bencode(let error): "byte \(error.offset): \(error.reason.rawValue)"
    case .missing(let key): "\(key) is missing or has another type"
    case .bad(let key): "\(key) is out of bounds"
    case .inconsistent: "its version 1 and version 2 parts describe other files"
    case .tooNew(let version): "it is of version \(version), and 2 is the newest known"
    }
  }
}
