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
    var merkle: PieceTree.Summary
    var segments: [Digest256]
  }

  /// Bytes between the producer and the slowest thread.
  private static let underWay = 16 << 20

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
    threads.append(
      Thread {
        while let block = stream.next(reader: 0) {
          if lanes.failure.withLock({ $0 == nil }) {
            if let failure = block.withBytes({ file.append($0) }) { lanes.failure.withLock { $0 = failure } }
          }
        }
      })
    threads.append(
      Thread {
        var hasher = PieceHasher(pieceLength: Int(pieceLength))
        while let block = stream.next(reader: 1) { block.withBytes { hasher.update($0) } }
        let pieces = hasher.finalize()
        lanes.pieces.withLock { $0 = pieces }
      })
    threads.append(
      Thread {
        var hasher = TreeHasher()
        while let block = stream.next(reader: 2) { block.withBytes { hasher.update($0) } }
        let tree = hasher.finalize()
        lanes.tree.withLock { $0 = tree }
      })
    threads.append(
      Thread {
        var hasher = SHA256()
        while let block = stream.next(reader: 3) {
          if block.isSegment { block.withBytes { hasher.update($0) } }
          if block.endsSegment {
            let digest = hasher.finalize()
            hasher = SHA256()
            lanes.segments.withLock { $0.append(digest) }
          }
        }
      })
    if sizeIsForeseen {
      threads.append(
        Thread {
          var hasher = SHA256()
          while let block = stream.next(reader: 4) { block.withBytes { hasher.update($0) } }
          let digest = hasher.finalize()
          lanes.whole.withLock { $0 = digest }
        })
    }
  }

  func put(_ content: Block.Content, isSegment: Bool = false, endsSegment: Bool = false) throws(MediaFailure) {
    let block = Block(content, isSegment: isSegment, endsSegment: endsSegment)
    offset += Int64(block.count)
    stream.put(block)
    if let failure = lanes.failure.withLock({ $0 }) { throw failure }
  }

  /// Ends the threads without a result.
  func abandon() {
    stream.close()
    threads.forEach { $0.join() }
    threads = []
  }

  /// - Parameters:
  ///   - patch: bytes to put over the head, where they are not what was written.
  ///   - alive: called now and then while the file is read again.
  func finish(patch: (bytes: [UInt8], offset: Int64)?, alive: () -> Void) throws(MediaFailure) -> Result {
    abandon()
    if let failure = lanes.failure.withLock({ $0 }) { throw failure }
    if let patch { try file.patch(patch.bytes, at: patch.offset) }
    let length = PieceLength.forFile(size: offset)
    var pieces = lanes.pieces.withLock { $0 }
    var tree = lanes.tree.withLock { $0 }
    var whole = patch == nil ? lanes.whole.withLock { $0 } : nil
    if length != pieceLength || whole == nil {
      (whole, pieces) = try second(pieceLength: length, pieces, isPatched: patch != nil, alive)
    }
    if patch != nil {
      var head = TreeHasher()
      head.update(try file.read(TreeHasher.unit, at: 0))
      tree.replaceHead(with: head.finalize())
    }
    guard let whole, let merkle = tree.summary(pieceLength: length, fileSize: offset) else {
      throw MediaFailure(.output, "its hashes do not cover the file")
    }
    return Result(
      sha256: whole, size: offset, pieceLength: length, pieces: pieces, merkle: merkle,
      segments: lanes.segments.withLock { $0 })
  }

  /// Another pass over what was just written, which the page cache still holds.
  private func second(
    pieceLength length: Int64, _ hashed: [UInt8], isPatched: Bool, _ alive: () -> Void
  ) throws(MediaFailure) -> (Digest256, [UInt8]) {
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
      alive()
    }
    if again { return (hasher.finalize(), pieces.finalize()) }
    var kept = hashed
    if isPatched {
      let first = SHA1.hash(try file.read(Int(min(length, offset)), at: 0))
      kept.replaceSubrange(0..<min(20, kept.count), with: first.bytes)
    }
    return (hasher.finalize(), kept)
  }
}

/// What the threads leave behind.
private final class Lanes: Sendable {
  let failure = Mutex<MediaFailure?>(nil)
  let pieces = Mutex<[UInt8]>([])
  let tree = Mutex(PieceTree())
  let segments = Mutex<[Digest256]>([])
  let whole = Mutex<Digest256?>(nil)
}
