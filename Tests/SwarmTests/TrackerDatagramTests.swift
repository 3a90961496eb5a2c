import Logging
import NIOCore
import NIOPosix
import Testing

@testable import Swarm

/// Over real sockets of loopback, where one machine has many addresses.
@Suite struct `A tracker's datagrams` {
  private func run(_ body: (Int, MultiThreadedEventLoopGroup) async throws -> Void) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let server = try await TrackerServer.make(
      on: group.next(), TrackerPlan(isOpen: true), metrics: Metrics(),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ).get()
    let channel = try await server.listenForDatagrams(on: SocketAddress(ipAddress: "0.0.0.0", port: 0)).get()
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(try #require(channel.localAddress?.port), group))
    } catch {
      result = .failure(error)
    }
    try await channel.close()
    try await group.shutdownGracefully()
    try result.get()
  }

  private static let connect = [0, 0, 4, 0x17, 0x27, 0x10, 0x19, 0x80, 0, 0, 0, 0, 0, 0, 0, 7] as [UInt8]

  @Test func `come from the address that was asked, though it listens on all`() async throws {
    try await run { port, group in
      let client = try await Mailbox(on: group)
      for (number, host) in ["127.0.0.1", "127.0.0.9", "127.8.8.8", "127.0.0.9", "127.0.0.9"].enumerated() {
        let asked = try SocketAddress(ipAddress: host, port: port)
        try await client.send(Self.connect, to: asked)
        let answer = try #require(try await client.letter(number))
        #expect(answer.from == PeerAddress(asked) && answer.bytes.count == 16)
      }
    }
  }

  @Test func `are all answered, however many arrive before an address has its own socket`() async throws {
    try await run { port, group in
      let client = try await Mailbox(on: group)
      let asked = try SocketAddress(ipAddress: "127.0.0.9", port: port)
      for _ in 0..<20 { try await client.send(Self.connect, to: asked) }
      for number in 0..<20 { #expect(try await client.letter(number)?.from == PeerAddress(asked)) }
    }
  }

  @Test func `are answered still where more addresses are asked than get a socket of their own`() async throws {
    try await run { port, group in
      let client = try await Mailbox(on: group)
      for number in 0..<(DatagramBranches.limit + 8) {
        let asked = try SocketAddress(ipAddress: "127.1.0.\(number + 1)", port: port)
        try await client.send(Self.connect, to: asked)
        let answer = try #require(try await client.letter(number))
        #expect((answer.from == PeerAddress(asked)) == (number < DatagramBranches.limit))
      }
    }
  }
}
