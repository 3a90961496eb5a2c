import Facts
import Hashing
import Synchronization
import Torrent

/// Writes the file and hashes it while it is written: each byte once, in order, and every hash on a thread of its own.
///
/// The whole-file digest needs the head's final eight bytes, which tell the size: where the size was foreseen it streams
/// like the others, else it and what covers those bytes are hashed again at the end, from the page cache.
final class HashedOutput {
  struct Result {
    var sha256: Digest256
    var size: Int64
    var pieceLength: Int64
    /// 20 bytes a piece.
    var pieces: [UInt8]
    var merkle: Merkle.Summary
    var segments: [Digest256]
  }

  /// Bytes between the producer and the slowest thread.
  private static let underWay = 24 << 20

  private let file: OutputFile
  private let stream: Stream
  private let lanes: Lanes
  private var threads: [Thread] = []
  private let pieceLength: Int64
  private let sizeIsForeseen: Bool
  private(set) var offset: Int64 = 0

  /// - Parameters:
  ///   - foreseenSize: of the whole file, as near as it is known: it chooses the piece length.
  ///   - sizeIsForeseen: the head tells the final size already.
  init(_ path: String, foreseenSize: Int64, sizeIsForeseen: Bool) throws(MediaFailure) {
    let file = try OutputFile(path)
    self.file = file
    let stream = Stream(readers: sizeIsForeseen ? 5 : 4, limit: Self.underWay)
    let lanes = Lanes()
    let pieceLength = PieceLength.forFile(size: foreseenSize)
    self.stream = stream
    self.lanes = lanes
    self.pieceLength = pieceLength
    self.sizeIsForeseen = sizeIsForeseen
    do {
      threads.append(
        try Thread {
          while let block = stream.next(reader: 0) {
            if lanes.failure.withLock({ $0 == nil }) {
              do throws(MediaFailure) { try file.append(block.bytes) } catch { lanes.failure.withLock { $0 = error } }
            }
          }
        })
      threads.append(
        try Thread {
          var hasher = PieceHasher(pieceLength: Int(pieceLength))
          while let block = stream.next(reader: 1) { hasher.update(block.bytes) }
          let pieces = hasher.finalize()
          lanes.pieces.withLock { $0 = pieces }
        })
      threads.append(
        try Thread {
          var hasher = LeafHasher()
          while let block = stream.next(reader: 2) { hasher.update(block.bytes) }
          let leaves = hasher.finalize()
          lanes.leaves.withLock { $0 = leaves }
        })
      threads.append(
        try Thread {
          var hasher = SHA256()
          while let block = stream.next(reader: 3) {
            if block.isSegment { hasher.update(block.bytes) }
            if block.endsSegment {
              let digest = hasher.finalize()
              hasher = SHA256()
              lanes.segments.withLock { $0.append(digest) }
            }
          }
        })
      if sizeIsForeseen {
        threads.append(
          try Thread {
            var hasher = SHA256()
            while let block = stream.next(reader: 4) { hasher.update(block.bytes) }
            let digest = hasher.finalize()
            lanes.whole.withLock { $0 = digest }
          })
      }
    } catch {
      stream.close()
      threads.forEach { $0.join() }
      throw MediaFailure(.output, "the system gives no more threads")
    }
  }

  func put(_ bytes: [UInt8], isSegment: Bool = false, endsSegment: Bool = false) throws(MediaFailure) {
    offset += Int64(bytes.count)
    stream.put(Block(bytes, isSegment: isSegment, endsSegment: endsSegment))
    if let failure = lanes.failure.withLock({ $0 }) { throw failure }
  }

  /// Ends the threads without a result.
  func abandon() {
    stream.close()
    threads.forEach { $0.join() }
    threads = []
  }

  /// - Parameter patch: bytes to put over the head, where they are not what was written.
  func finish(patch: (bytes: [UInt8], offset: Int64)?) throws(MediaFailure) -> Result {
    abandon()
    if let failure = lanes.failure.withLock({ $0 }) { throw failure }
    if let patch { try file.patch(patch.bytes, at: patch.offset) }
    let length = PieceLength.forFile(size: offset)
    var pieces = lanes.pieces.withLock { $0 }
    var leaves = lanes.leaves.withLock { $0 }
    var whole = patch == nil ? lanes.whole.withLock { $0 } : nil
    if length != pieceLength || whole == nil {
      (whole, pieces) = try second(pieceLength: length)
    }
    if patch != nil {
      let leaf = SHA256.hash(try file.read(LeafHasher.blockLength, at: 0))
      leaves.replaceSubrange(0..<min(32, leaves.count), with: leaf.bytes)
    }
    guard let whole, let merkle = Merkle.summarise(leaves: leaves, pieceLength: length, fileSize: offset) else {
      throw MediaFailure(.output, "its hashes do not cover the file")
    }
    return Result(
      sha256: whole, size: offset, pieceLength: length, pieces: pieces, merkle: merkle,
      segments: lanes.segments.withLock { $0 })
  }

  /// Another pass over what was just written, which the page cache still holds.
  private func second(pieceLength length: Int64) throws(MediaFailure) -> (Digest256, [UInt8]) {
    var hasher = SHA256()
    let again = length != pieceLength
    var pieces = PieceHasher(pieceLength: Int(length))
    var place: Int64 = 0
    while place < offset {
      let part = try file.read(1 << 20, at: place)
      if part.isEmpty { throw MediaFailure(.output, "the file that was written is shorter than it should be") }
      hasher.update(part)
      if again { pieces.update(part) }
      place += Int64(part.count)
    }
    if again { return (hasher.finalize(), pieces.finalize()) }
    var kept = lanes.pieces.withLock { $0 }
    let first = SHA1.hash(try file.read(Int(min(length, offset)), at: 0))
    kept.replaceSubrange(0..<min(20, kept.count), with: first.bytes)
    return (hasher.finalize(), kept)
  }
}

/// What the threads leave behind.
private final class Lanes: Sendable {
  let failure = Mutex<MediaFailure?>(nil)
  let pieces = Mutex<[UInt8]>([])
  let leaves = Mutex<[UInt8]>([])
  let segments = Mutex<[Digest256]>([])
  let whole = Mutex<Digest256?>(nil)
}
