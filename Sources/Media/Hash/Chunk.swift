import Synchronization

/// A piece of memory of one megabyte that is filled once, read by several threads, and used again for other bytes: fresh
/// pages for every segment cost more time than copying them.
@safe final class Chunk: @unchecked Sendable {
  static let capacity = 1 << 20

  // Written by its one owner before it is shared, read only after that.
  private let memory: UnsafeMutableRawPointer
  private(set) var count = 0

  fileprivate init() { unsafe memory = .allocate(byteCount: Self.capacity, alignment: 64) }

  deinit { unsafe memory.deallocate() }

  var room: Int { Self.capacity - count }

  fileprivate func empty() { count = 0 }

  /// Takes as much as there is room for, from `start` on.
  ///
  /// - Returns: how many bytes that was.
  func append(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
    let taken = min(room, bytes.count - start)
    guard taken > 0 else { return 0 }
    unsafe bytes.withUnsafeBytes { buffer in
      if let base = buffer.baseAddress { unsafe (memory + count).copyMemory(from: base + start, byteCount: taken) }
    }
    count += taken
    return taken
  }

  func withBytes<Result>(_ body: (borrowing Span<UInt8>) -> Result) -> Result {
    let start = unsafe UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
    return body(unsafe Span(_unsafeStart: start, count: count))
  }

  /// Lets `body` fill up to `count` bytes and say how many it did.
  func fill(_ body: (UnsafeMutableRawBufferPointer) -> Int) {
    count = min(max(0, unsafe body(UnsafeMutableRawBufferPointer(start: memory, count: Self.capacity))), Self.capacity)
  }
}

/// Chunks that nobody uses at the moment. Who takes them bounds how many there are.
final class ChunkPool: Sendable {
  private let free = Mutex<[Chunk]>([])

  func take() -> Chunk {
    let chunk = free.withLock { $0.popLast() } ?? Chunk()
    chunk.empty()
    return chunk
  }

  func give(_ chunk: Chunk) { free.withLock { $0.append(chunk) } }

  /// Gives the memory of unused chunks back.
  func drop() { free.withLock { $0 = [] } }
}
