import Files
import NIOCore
import Testing

@testable import Swarm

@Suite struct `A batch of blocks` {
  @Test func `holds each behind its head, across the ends of files and the zeros between them`() throws {
    let folder = try SeedFolder()
    let (first, second) = (try folder.file("a", holding: 40_000), try folder.file("b", holding: 10))
    var batch = SendBatch(blocks: 3)
    let run = Block(piece: 7, begin: 16_384, length: 16_384)
    #expect(try batch.add(2, from: run, in: first.file, at: 100, waits: true) == 2)
    let mixed = Block(piece: 9, begin: 0, length: 25)
    let parts = [
      SendBatch.Part(file: first.file, offset: 39_990, length: 10), SendBatch.Part(file: nil, offset: 0, length: 5),
      SendBatch.Part(file: second.file, offset: 0, length: 10),
    ]
    #expect(try batch.add(mixed, parts, waits: true))
    func head(_ block: Block) -> [UInt8] {
      var head = ByteBuffer()
      head.writeMultipleIntegers(9 + block.length, UInt8(7), block.piece, block.begin)
      return Array(head.readableBytesView)
    }
    var expected = head(run)
    expected += first.bytes[100..<16_484]
    expected += head(Block(piece: 7, begin: 32_768, length: 16_384))
    expected += first.bytes[16_484..<32_868]
    expected += head(mixed)
    expected += first.bytes[39_990...]
    expected += [0, 0, 0, 0, 0]
    expected += second.bytes
    #expect(Array(batch.bytes.readableBytesView) == expected)
    #expect(batch.count == 3 && batch.payload == 32_793 && batch.room == 0)
    batch.removeLast(mixed)
    #expect(Array(batch.bytes.readableBytesView) == Array(expected.dropLast(38)))
  }

  @Test func `ends where its file does`() throws {
    let folder = try SeedFolder()
    let file = try folder.file("a", holding: 20_000).file
    var batch = SendBatch(blocks: 2)
    let block = Block(piece: 0, begin: 0, length: 16_384)
    #expect(try batch.add(2, from: block, in: file, at: 0, waits: true) == 1)
    #expect(try batch.add(1, from: block, in: file, at: 16_384, waits: true) == 0)
    #expect(batch.count == 1)
  }
}

extension SeedFolder {
  fileprivate func file(_ name: String, holding count: Int) throws -> (file: OpenFile, bytes: [UInt8]) {
    let bytes = Self.content(count)
    try Files.write(bytes, to: "\(path)/\(name)")
    return (try Files.open("\(path)/\(name)"), bytes)
  }
}
