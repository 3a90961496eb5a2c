import NIOCore
import NIOPosix
import Synchronization

@testable import Swarm

/// A UDP socket of a test: what comes is kept, with who sent it.
final class Mailbox: Sendable {
  let channel: any Channel
  private let letters: Letters

  private final class Letters: Sendable {
    let list = Mutex<[(from: PeerAddress?, bytes: [UInt8])]>([])
  }

  private final class Slot: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    private let letters: Letters
    init(_ letters: Letters) { self.letters = letters }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let envelope = unwrapInboundIn(data)
      letters.list.withLock {
        $0.append((PeerAddress(envelope.remoteAddress), Array(envelope.data.readableBytesView)))
      }
    }
  }

  /// On 127.0.0.1, or another address of loopback.
  init(on group: any EventLoopGroup, host: String = "127.0.0.1") async throws {
    let letters = Letters()
    self.letters = letters
    channel = try await DatagramBootstrap(group: group)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Slot(letters)) }
      }
      .bind(host: host, port: 0).get()
  }

  var port: Int { channel.localAddress?.port ?? 0 }
  var count: Int { letters.list.withLock { $0.count } }

  func send(_ bytes: [UInt8], to address: SocketAddress) async throws {
    try await channel.writeAndFlush(AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: bytes)))
  }

  /// The letter of that number; nil where it did not come within five seconds.
  func letter(_ number: Int) async throws -> (from: PeerAddress?, bytes: [UInt8])? {
    for _ in 0..<500 {
      if let letter = letters.list.withLock({ number < $0.count ? $0[number] : nil }) { return letter }
      try await Task.sleep(for: .milliseconds(10))
    }
    return nil
  }
}
