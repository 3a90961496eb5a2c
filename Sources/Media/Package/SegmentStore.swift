import Facts

/// Where the bytes of open segments wait: chunks in memory, and beyond a bound a scratch file beside the output, so that
/// a segment of any size takes no more memory than another.
final class SegmentStore {
  /// Chunks that wait in memory before more are put into the scratch file.
  private static let limit = 32

  let pool = ChunkPool()
  private let path: String
  private var resident = 0
  private var scratch: ScratchFile?
  private var scratchEnd: Int64 = 0
  private var scratchLive: Int64 = 0

  /// - Parameter path: of the scratch file, which has no name any more once it is open.
  init(path: String) { self.path = path }

  /// The bytes of one run, in order.
  struct Bytes {
    fileprivate enum Part {
      case memory(Chunk)
      case spilled(offset: Int64, count: Int)
    }

    fileprivate var parts: [Part] = []
    fileprivate(set) var count = 0
  }

  func append(_ bytes: borrowing Span<UInt8>, to run: inout Bytes) throws(MediaFailure) {
    var done = 0
    while done < bytes.count {
      var chunk: Chunk?
      if case .memory(let last)? = run.parts.last, last.room > 0 { chunk = last }
      if chunk == nil {
        try spill(&run)
        let fresh = pool.take()
        resident += 1
        run.parts.append(.memory(fresh))
        chunk = fresh
      }
      done += chunk?.append(bytes, from: done) ?? 0
    }
    run.count += bytes.count
  }

  /// Puts the newest full chunk of a run away where too many wait.
  private func spill(_ run: inout Bytes) throws(MediaFailure) {
    guard resident >= Self.limit, case .memory(let chunk)? = run.parts.last else { return }
    let file: ScratchFile
    if let scratch { file = scratch } else { file = try ScratchFile(path) }
    scratch = file
    if let failure = chunk.withBytes({ file.write($0, at: scratchEnd) }) { throw failure }
    run.parts[run.parts.count - 1] = .spilled(offset: scratchEnd, count: chunk.count)
    scratchEnd += Int64(chunk.count)
    scratchLive += Int64(chunk.count)
    pool.give(chunk)
    resident -= 1
  }

  /// Hands the bytes of a run out in order, each chunk to a new owner.
  func drain(_ run: consuming Bytes, _ body: (Chunk, _ isLast: Bool) throws(MediaFailure) -> Void) throws(MediaFailure)
  {
    for (index, part) in run.parts.enumerated() {
      let isLast = index == run.parts.count - 1
      switch part {
      case .memory(let chunk):
        resident -= 1
        try body(chunk, isLast)
      case .spilled(let offset, let count):
        let chunk = pool.take()
        guard let scratch, scratch.read(count, at: offset, into: chunk) else {
          throw MediaFailure(.output, "the scratch file beside the output could not be read")
        }
        scratchLive -= Int64(count)
        if scratchLive == 0 { scratchEnd = 0 }
        try body(chunk, isLast)
      }
    }
  }
}
