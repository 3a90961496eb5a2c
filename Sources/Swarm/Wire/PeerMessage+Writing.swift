import NIOCore

/// What a seed says, with its length before it.
extension ByteBuffer {
  mutating func writeMessage(_ id: UInt8) {
    writeMultipleIntegers(UInt32(1), id)
  }

  mutating func writeChoke() { writeMessage(0) }
  mutating func writeUnchoke() { writeMessage(1) }
  mutating func writeHaveAll() { writeMessage(14) }
  mutating func writeKeepAlive() { writeInteger(UInt32(0)) }

  /// A full one: every piece is here (BEP 3); the spare bits of the last byte are zero.
  mutating func writeFullBitfield(pieces: Int) {
    let count = (pieces + 7) / 8
    writeMultipleIntegers(UInt32(1 + count), UInt8(5))
    writeRepeatingByte(0xFF, count: count - 1)
    let spare = UInt8(truncatingIfNeeded: count * 8 - pieces)
    writeInteger(UInt8(0xFF) << spare)
  }

  /// The 13 bytes before a block's own.
  /// The 13 bytes before the bytes of a block.
  mutating func setPieceHead(_ block: Block, at index: Int) {
    setInteger(9 + block.length, at: index)
    setInteger(UInt8(7), at: index + 4)
    setInteger(block.piece, at: index + 5)
    setInteger(block.begin, at: index + 9)
  }

  mutating func writeReject(_ block: Block) {
    writeMultipleIntegers(UInt32(13), UInt8(16), block.piece, block.begin, block.length)
  }

  /// - Parameter id: which the receiver chose; 0 for the extensions' own handshake (BEP 10).
  mutating func writeExtended(_ id: UInt8, _ body: [UInt8]) {
    writeMultipleIntegers(UInt32(2 + body.count), UInt8(20), id)
    writeBytes(body)
  }

  mutating func writeHashes(_ request: HashRequest, _ nodes: [UInt8]) {
    writeMultipleIntegers(UInt32(1 + HashRequest.length + nodes.count), UInt8(22))
    request.write(to: &self)
    writeBytes(nodes)
  }

  mutating func writeHashReject(_ request: HashRequest) {
    writeMultipleIntegers(UInt32(1 + HashRequest.length), UInt8(23))
    request.write(to: &self)
  }
}
