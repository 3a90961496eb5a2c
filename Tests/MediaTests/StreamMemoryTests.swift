import Synchronization
import Testing

@testable import Media

/// What is on its way to the disk and to the hashes is bounded by the memory that it holds.
struct StreamMemoryTests {
  @Test func `segments of one byte fill no more chunks than the bound has megabytes`() async throws {
    let stream = Stream(readers: 1, limit: 4 << 20)
    let pool = ChunkPool()
    let sent = Sent()
    let producer = Thread {
      for _ in 0..<100 {
        let chunk = pool.take()
        _ = chunk.append([1].span, from: 0)
        stream.put(Block(.chunk(chunk, pool)))
        sent.count.withLock { $0 += 1 }
      }
      stream.close()
    }
    for _ in 0..<200 where sent.now < 4 { try await Task.sleep(for: .milliseconds(10)) }
    try await Task.sleep(for: .milliseconds(100))
    #expect(sent.now == 4)
    var bytes = 0
    while let block = stream.next(reader: 0) { bytes += block.count }
    producer.join()
    #expect(bytes == 100 && sent.now == 100)
  }
}

private final class Sent: Sendable {
  let count = Mutex(0)
  var now: Int { count.withLock { $0 } }
}
