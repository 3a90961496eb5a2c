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

  mutating func removeFirst() { blocks.removeFirst() }

  mutating func removeAll() -> [Block] {
    defer { blocks.removeAll() }
    return Array(blocks)
  }
}
