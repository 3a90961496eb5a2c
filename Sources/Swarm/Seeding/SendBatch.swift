import Files
import NIOCore

/// Blocks that go out at one time, each behind its head, in one stretch of memory.
struct SendBatch {
  /// A stretch of a file, or of zeros.
  struct Part {
    var file: OpenFile?
    var offset: Int64
    var length: Int
  }

  /// Length, kind, piece and begin of a `piece` message (BEP 3), in bytes.
  private static let head = 13
  /// A block with its head.
  private static let stride = head + Int(Block.maximumLength)

  /// All of it has a value, so that its parts may be filled in any order.
  private var memory: ByteBuffer
  private var end = 0
  /// That there is room for in all.
  let blocks: Int
  /// Blocks in it.
  private(set) var count = 0

  init(blocks: Int) {
    self.blocks = blocks
    memory = ByteBuffer(repeating: 0, count: blocks * Self.stride)
  }

  /// How many more there is room for.
  var room: Int { (memory.readableBytes - end) / Self.stride }
  /// Of all blocks, without heads, in bytes.
  var payload: Int { end - count * Self.head }
  /// What is to be sent.
  var bytes: ByteBuffer { memory.getSlice(at: 0, length: end) ?? ByteBuffer() }

  mutating func removeAll() { (end, count) = (0, 0) }

  mutating func removeLast(_ block: Block) {
    end -= Self.head + Int(block.length)
    count -= 1
  }

  /// Adds blocks of equal length that follow one another, as far as they are in memory.
  ///
  /// - Parameter waits: for the disk instead.
  /// - Returns: how many.
  mutating func add(
    _ count: Int, from first: Block, in file: OpenFile, at offset: Int64, waits: Bool
  ) throws(FileError) -> Int {
    let length = Int(first.length)
    let parts = OpenFile.Parts(
      start: end + Self.head, count: min(count, room), length: length, stride: length + Self.head)
    var span = memory.mutableReadableBytesSpan
    let whole = try file.read(at: offset, into: &span, parts, waits: waits) / length
    for index in 0..<whole {
      close(Block(piece: first.piece, begin: first.begin + UInt32(index) * first.length, length: first.length))
    }
    return whole
  }

  /// Adds a block that does not lie in one file.
  ///
  /// - Returns: whether it was added whole.
  mutating func add(_ block: Block, _ parts: [Part], waits: Bool) throws(FileError) -> Bool {
    guard room > 0 else { return false }
    var place = end + Self.head
    for part in parts {
      if let file = part.file {
        let parts = OpenFile.Parts(start: place, length: part.length, stride: part.length)
        var span = memory.mutableReadableBytesSpan
        guard try file.read(at: part.offset, into: &span, parts, waits: waits) == part.length else { return false }
      } else {
        memory.setRepeatingByte(0, count: part.length, at: place)
      }
      place += part.length
    }
    close(block)
    return true
  }

  /// Puts the head before a block whose bytes are there.
  private mutating func close(_ block: Block) {
    memory.setPieceHead(block, at: end)
    end += Self.head + Int(block.length)
    count += 1
  }
}
