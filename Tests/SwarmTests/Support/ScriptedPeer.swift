import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Swarm

/// A leecher that does just what a test says, over a real socket.
final class ScriptedPeer: Sendable {
  let channel: any Channel
  private let inbox: Inbox

  private init(_ channel: any Channel, _ inbox: Inbox) { (self.channel, self.inbox) = (channel, inbox) }

  static func connect(to address: SocketAddress, on group: any EventLoopGroup) async throws -> ScriptedPeer {
    let inbox = Inbox()
    let channel = try await ClientBootstrap(group: group)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Collector(inbox)) }
      }
      .connect(to: address).get()
    return ScriptedPeer(channel, inbox)
  }

  func send(_ bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
  }

  func send(_ write: (inout ByteBuffer) -> Void) async throws {
    var buffer = ByteBuffer()
    write(&buffer)
    try await channel.writeAndFlush(buffer)
  }

  /// Exactly so many bytes; fewer only where the other side hung up before, or nothing came for five seconds.
  func read(_ count: Int) async throws -> [UInt8] {
    for _ in 0..<500 {
      if let bytes = inbox.take(count) { return bytes }
      if inbox.isClosed { break }
      try await Task.sleep(for: .milliseconds(10))
    }
    return inbox.takeRest()
  }

  /// The next message, its id first; nil where the other side hung up or nothing came for five seconds.
  func message() async throws -> [UInt8]? {
    while true {
      let head = try await read(4)
      guard head.count == 4 else { return nil }
      let length = head.reduce(0) { $0 << 8 | Int($1) }
      if length > 0 { return try await read(length) }
    }
  }

  /// The next message of a kind; others before it are passed over.
  func message(_ id: UInt8) async throws -> [UInt8]? {
    while let message = try await message() { if message.first == id { return message } }
    return nil
  }

  var isHungUp: Bool {
    get async throws {
      for _ in 0..<500 where !inbox.isClosed { try await Task.sleep(for: .milliseconds(10)) }
      return inbox.isClosed
    }
  }

  func close() async throws { try? await channel.close() }

  /// Says hello, and reads the answer: the seed's handshake and what follows it up to `have all` or the bitfield.
  func greet(
    _ key: SwarmKey, _ capabilities: Handshake.Capabilities = [.extended, .fast]
  ) async throws -> (handshake: [UInt8], key: [UInt8]) {
    let hello = Handshake(capabilities: capabilities, key: key, peerID: Array("-XX0000-scripted0000".utf8))
    try await send(hello.bytes)
    let answer = try await read(68)
    return (answer, Array(answer.dropFirst(28).prefix(20)))
  }

  /// Asks for a block and returns what came for it.
  func block(_ block: Block) async throws -> [UInt8]? {
    try await request(block)
    return try await message(7).map { Array($0.dropFirst(9)) }
  }

  func request(_ block: Block, id: UInt8 = 6) async throws {
    try await send { $0.writeMultipleIntegers(UInt32(13), id, block.piece, block.begin, block.length) }
  }

  func interested() async throws { try await send { $0.writeMessage(2) } }
}

/// What came and was not taken yet.
private final class Inbox: Sendable {
  private let state = Mutex<(bytes: [UInt8], isClosed: Bool)>(([], false))

  func add(_ bytes: [UInt8]) { state.withLock { $0.bytes += bytes } }
  func close() { state.withLock { $0.isClosed = true } }
  var isClosed: Bool { state.withLock { $0.isClosed } }

  func take(_ count: Int) -> [UInt8]? {
    state.withLock { state in
      guard state.bytes.count >= count else { return nil }
      defer { state.bytes.removeFirst(count) }
      return Array(state.bytes.prefix(count))
    }
  }

  func takeRest() -> [UInt8] {
    state.withLock { state in
      defer { state.bytes = [] }
      return state.bytes
    }
  }
}

private final class Collector: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  private let inbox: Inbox

  init(_ inbox: Inbox) { self.inbox = inbox }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    inbox.add(Array(unwrapInboundIn(data).readableBytesView))
  }
  func channelInactive(context: ChannelHandlerContext) { inbox.close() }
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
