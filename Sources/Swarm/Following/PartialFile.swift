import Files
import Hashing
import Synchronization
import Torrent

/// A file on its way: its data, and beside it the record of the pieces that were verified.
///
/// A piece is written when its hash is right, and entered into the record when the disk holds it. So whatever moment the program
/// or the machine stops at, what the record names is there, and at most the piece on its way is fetched again. Each entry carries
/// a check of its own: one that was written half is none.
final class PartialFile: Sendable {
  private let data: PartFile
  private let record: PartFile
  private let pieceLength: Int64
  /// What was verified before this program started.
  let known: PieceStates

  /// Opens what an earlier start left, or begins. Blocks.
  init(_ key: SwarmKey, of contents: TorrentContents, in folder: String) throws(FileError) {
    try Files.makeFolder(folder)
    data = try PartFile(Self.data(key, folder))
    record = try PartFile(Self.record(key, folder))
    pieceLength = contents.pieceLength
    let head = Self.head(contents)
    let size = try record.size
    let bytes = try record.read(at: 0, count: Int(min(size, Int64(head.count + contents.pieceCount * 2 * Self.entry))))
    var states = PieceStates(count: contents.pieceCount)
    guard bytes.starts(with: head) else {
      // Of another torrent, or cut short before anything was entered.
      try record.truncate(to: 0)
      try record.write(head, at: 0)
      end = End(Int64(head.count))
      known = states
      return
    }
    var position = head.count
    let length = try data.size
    while position + Self.entry <= bytes.count, let piece = Self.piece(bytes[position..<position + Self.entry]),
      piece < contents.pieceCount
    {
      // A data file that somebody shortened no longer has it.
      let last = Int64(piece) * contents.pieceLength + Int64(PieceVerdict.length(of: piece, contents))
      if last <= length { states[piece] = true }
      position += Self.entry
    }
    try record.truncate(to: Int64(position))
    end = End(Int64(position))
    known = states
  }

  /// Where the next entry goes. One piece at a time is kept, on whatever thread.
  private let end: End

  private final class End: Sendable {
    private let value: Mutex<Int64>
    init(_ value: Int64) { self.value = Mutex(value) }
    func next(_ body: (Int64) throws(FileError) -> Void, _ step: Int) throws(FileError) {
      let position = value.withLock { $0 }
      try body(position)
      value.withLock { $0 = position + Int64(step) }
    }
  }

  /// Keeps a piece whose hash is right. Blocks.
  func keep(_ piece: Int, _ bytes: [UInt8]) throws(FileError) {
    try data.write(bytes, at: Int64(piece) * pieceLength)
    try data.sync()
    try end.next({ position throws(FileError) in try record.write(Self.entry(piece), at: position) }, Self.entry)
  }

  /// Forgets all: none of it can be told good from bad any more.
  func forget() throws(FileError) { try record.truncate(to: 0) }

  static func data(_ key: SwarmKey, _ folder: String) -> String { PathRules.join(folder, "\(key.hex).data") }
  static func record(_ key: SwarmKey, _ folder: String) -> String { PathRules.join(folder, "\(key.hex).record") }

  // MARK: The record

  /// In bytes: the piece, and a check of it.
  private static let entry = 8

  static func head(_ contents: TorrentContents) -> [UInt8] {
    let hash = contents.infohash.v2?.hex ?? contents.infohash.v1?.hex ?? ""
    return Array("bobined pieces 1 \(hash)\n".utf8)
  }

  static func entry(_ piece: Int) -> [UInt8] {
    let number = UInt32(truncatingIfNeeded: piece)
    let word = UInt64(number) << 32 | UInt64(check(number))
    return (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
  }

  private static func piece(_ bytes: ArraySlice<UInt8>) -> Int? {
    let word = bytes.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    let number = UInt32(truncatingIfNeeded: word >> 32)
    return check(number) == UInt32(truncatingIfNeeded: word) ? Int(number) : nil
  }

  private static func check(_ number: UInt32) -> UInt32 { (number &* 0x9E37_79B1) ^ 0x626F_6269 }
}
