import DequeModule

/// What one peer asked for and did not get yet, in the order it asked.
struct RequestQueue {
  enum Answer: Hashable {
    case queued
    /// To be told with a reject, where the peer knows such a message (BEP 6).
    case refused
  }

  let capacity: Int
  private var blocks: Deque<Block> = []

  init(capacity: Int) { self.capacity = capacity }

  var isEmpty: Bool { blocks.isEmpty }
  var first: Block? { blocks.first }

  /// - Parameter seed: whose pieces are asked for.
  mutating func add(_ block: Block, of seed: Seed) -> Answer {
    guard blocks.count < capacity, Int(block.piece) < seed.pieceCount, block.length > 0,
      block.length <= Block.maximumLength,
      Int64(block.begin) + Int64(block.length) <= seed.bound(ofPiece: Int(block.piece))
    else { return .refused }
    blocks.append(block)
    return .queued
  }

  /// - Returns: whether the block still waited.
  mutating func cancel(_ block: Block) -> Bool {
    guard let index = blocks.firstIndex(of: block) else { return false }
    blocks.remove(at: index)
    return true
  }

  /// How many of the first follow one another in a piece, each as long as the first.
  func run(atMost most: Int) -> Int {
    guard let first = blocks.first else { return 0 }
    var count = 1
    while count < min(most, blocks.count) {
      let (last, next) = (blocks[count - 1], blocks[count])
      guard next.piece == last.piece, next.begin == last.begin + last.length, next.length == first.length else { break }
      count += 1
    }
    return count
  }

  mutating func removeFirst(_ count: Int) { blocks.removeFirst(count) }

  mutating func removeAll() -> [Block] {
    defer { blocks.removeAll() }
    return Array(blocks)
  }
}
