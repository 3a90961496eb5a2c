/// Memory of batches, used again: fresh memory costs the kernel a fault for each of its pages. Confined to the loop of peers.
struct SendBuffers {
  /// Blocks of a batch that is worth keeping: that of a peer that is fast.
  static let blocks = 32
  /// While nobody sends, so 2 MiB.
  private static let kept = 4
  private var free: [SendBatch] = []

  /// - Returns: an empty batch with room for so many blocks, at most 32.
  mutating func take(_ blocks: Int) -> SendBatch {
    guard 2 * blocks > Self.blocks else { return SendBatch(blocks: blocks) }
    var batch = free.popLast() ?? SendBatch(blocks: Self.blocks)
    batch.removeAll()
    return batch
  }

  /// - Parameter batch: that was sent, or is not needed.
  mutating func giveBack(_ batch: SendBatch) {
    if batch.blocks == Self.blocks && free.count < Self.kept { free.append(batch) }
  }
}
