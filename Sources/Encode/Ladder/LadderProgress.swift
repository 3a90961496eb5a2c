import Facts
import Synchronization

/// Adds up what chunks that run side by side say.
final class LadderProgress: Sendable {
  private let lengths: [Int64]
  private let total: Int64
  private let rate: Rate
  private let show: @Sendable (Int64, Int64) -> Void
  private let done: Mutex<[Int64]>

  init(_ ladder: Ladder, _ show: @escaping @Sendable (Int64, Int64) -> Void) {
    let rate = ladder.steps.first?.picture.rate ?? ladder.grid.rate
    self.rate = rate
    lengths = ladder.chunks.map {
      ladder.grid.picture($0.segments.upperBound, at: rate) - ladder.grid.picture($0.segments.lowerBound, at: rate)
    }
    total = lengths.reduce(0, +)
    done = Mutex(Array(repeating: 0, count: lengths.count))
    self.show = show
  }

  /// - Parameter pictures: of this chunk.
  func report(_ chunk: Int, _ pictures: Int64) {
    let sum = done.withLock { done in
      done[chunk] = min(max(done[chunk], pictures), lengths[chunk])
      return done.reduce(0, +)
    }
    show(milliseconds(sum), milliseconds(total))
  }

  func finish(_ chunk: Ladder.Chunk) { report(chunk.index, lengths[chunk.index]) }

  private func milliseconds(_ pictures: Int64) -> Int64 {
    rate.value > 0 ? Int64((Double(pictures) * 1000 / rate.value).rounded()) : 0
  }
}
