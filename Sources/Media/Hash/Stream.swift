/// Bytes on their way to the file and to every hash, shared by the threads that read them.
final class Block: Sendable {
  enum Content: Sendable {
    case bytes([UInt8])
    /// Goes back to its pool when the last reader lets go.
    case chunk(Chunk, ChunkPool)
  }

  let content: Content
  /// Is it part of a segment (`moof` + `mdat`), and does that segment end with it?
  let isSegment: Bool
  let endsSegment: Bool

  init(_ content: Content, isSegment: Bool = false, endsSegment: Bool = false) {
    self.content = content
    self.isSegment = isSegment
    self.endsSegment = endsSegment
  }

  deinit {
    if case .chunk(let chunk, let pool) = content { pool.give(chunk) }
  }

  var count: Int {
    switch content {
    case .bytes(let bytes): bytes.count
    case .chunk(let chunk, _): chunk.count
    }
  }

  /// Bytes of memory that it holds: a chunk of a small segment is as large as any.
  var memory: Int {
    switch content {
    case .bytes(let bytes): bytes.count
    case .chunk: Chunk.capacity
    }
  }

  func withBytes<Result>(_ body: (borrowing Span<UInt8>) -> Result) -> Result {
    switch content {
    case .bytes(let bytes): body(bytes.span)
    case .chunk(let chunk, _): chunk.withBytes(body)
    }
  }
}

/// One order of blocks for several readers, each at its own pace, with a bound on what is under way: the producer waits
/// for the slowest reader.
final class Stream: @unchecked Sendable {
  private let monitor = Monitor()
  // All below is touched only under the monitor.
  private var blocks: [Block] = []
  /// The number of the first block that is still kept.
  private var first = 0
  /// Of each reader: how many blocks it has taken, and how many it is done with.
  private var taken: [Int]
  private var done: [Int]
  /// Memory of all blocks that are kept.
  private var pendingBytes = 0
  private var isClosed = false
  private var producerWaits = false
  /// Bytes put since the readers were woken.
  private var unheard = 0
  private static let wakeful = 256 << 10
  private let limit: Int

  /// - Parameter limit: bytes of memory under way; one larger block passes all the same.
  init(readers: Int, limit: Int) {
    taken = [Int](repeating: 0, count: readers)
    done = taken
    self.limit = limit
  }

  func put(_ block: Block) {
    monitor.locked {
      while pendingBytes > 0, pendingBytes + block.memory > limit {
        producerWaits = true
        monitor.wake()
        monitor.wait()
      }
      producerWaits = false
      blocks.append(block)
      pendingBytes += block.memory
      unheard += block.count
      // To wake five threads for every few kilobytes would cost more than hashing them.
      if unheard >= Self.wakeful {
        unheard = 0
        monitor.wake()
      }
    }
  }

  func close() {
    monitor.locked {
      isClosed = true
      monitor.wake()
    }
  }

  /// The next block of a reader; nil at the end. Asking for it says that the one before is done with.
  func next(reader: Int) -> Block? {
    monitor.locked {
      done[reader] = taken[reader]
      drop()
      while taken[reader] - first >= blocks.count {
        if isClosed { return nil }
        monitor.wait()
      }
      let block = blocks[taken[reader] - first]
      taken[reader] += 1
      return block
    }
  }

  /// Frees what every reader has left behind.
  private func drop() {
    let slowest = done.min() ?? 0
    guard slowest > first else { return }
    for block in blocks[..<(slowest - first)] { pendingBytes -= block.memory }
    blocks.removeFirst(slowest - first)
    first = slowest
    if producerWaits { monitor.wake() }
  }
}
