public import Files
import Hashing
import Torrent

/// A torrent whose data lies beside it, as little of it as ten thousand of them may cost in memory: hashes, layers and
/// the names in a folder are read again when a peer comes (``LoadedTorrent``).
public struct Seed: Sendable, Hashable {
  public var torrent: Place
  /// The one file, or the folder that holds the files.
  public var data: Place
  public var v1: SwarmKey?
  public var v2: SwarmKey?
  /// Of all pieces, in bytes.
  public var size: Int64
  /// In bytes.
  public var pieceLength: Int64
  public var pieceCount: Int
  /// Where `info` lies in the torrent file.
  public var info: Range<Int>
  public var isSingleFile: Bool
  /// Peers may come from the torrent's own trackers alone (BEP 27).
  public var isPrivate: Bool
  /// Tiers of URLs (BEP 12).
  public var trackers: [[String]]

  /// A path and what the disk said of it: as long as that holds, nobody changed what lies there.
  public struct Place: Sendable, Hashable {
    /// Absolute.
    public var path: String
    public var stamp: Stamp
  }

  /// By which names its swarms are known.
  public var keys: [SwarmKey] { [v1, v2].compactMap(\.self) }

  /// What a connection may not exceed in one message: a bitfield of this torrent, or an extension's message.
  var messageLimit: Int { max(1 + (pieceCount + 7) / 8, 128 << 10) }

  func length(ofPiece index: Int) -> Int64 { min(pieceLength, size - Int64(index) * pieceLength) }

  /// Up to where peers may ask for a piece's bytes. In version 2 alone libtorrent 2.0 draws the last piece as long as the
  /// others and asks for the zeros behind the end; others do not ask, so answering harms nobody.
  func bound(ofPiece index: Int) -> Int64 { v1 == nil ? pieceLength : length(ofPiece: index) }
}

/// Size, time and inode of a file; of a folder's files together, their sums.
public struct Stamp: Sendable, Hashable {
  /// In bytes.
  public var size: Int64
  /// In nanoseconds since 1970.
  public var modified: Int64
  public var inode: UInt64

  public init(size: Int64, modified: Int64, inode: UInt64) {
    self.size = size
    self.modified = modified
    self.inode = inode
  }

  public init(_ status: FileStatus) {
    self.init(size: status.size, modified: status.modified, inode: status.inode)
  }

  /// Of several files: one that changes, changes the sums.
  public init(of files: some Sequence<FileStatus>) {
    self.init(size: 0, modified: 0, inode: 0)
    for file in files {
      size &+= file.size
      modified &+= file.modified
      inode &+= file.inode
    }
  }
}
