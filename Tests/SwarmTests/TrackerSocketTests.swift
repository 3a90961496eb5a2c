import Logging
import NIOCore
import NIOPosix
import Testing

@testable import Swarm

@Suite struct `A tracker's connections` {
  /// A tracker on loopback that knows every infohash.
  private func run(
    _ change: (inout TrackerLimits) -> Void = { _ in },
    _ body: (SocketAddress, MultiThreadedEventLoopGroup) async throws -> Void
  ) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    var limits = TrackerLimits()
    change(&limits)
    let server = try await TrackerServer.make(
      on: group.next(), TrackerPlan(isOpen: true, proxies: Proxies(loopback: false), limits: limits),
      metrics: Metrics(),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ).get()
    let channel = try await server.listen(on: SocketAddress(ipAddress: "127.0.0.1", port: 0)).get()
    server.start()
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(try #require(channel.localAddress), group))
    } catch {
      result = .failure(error)
    }
    try await server.stop().get()
    try await group.shutdownGracefully()
    try result.get()
  }

  private static let announce =
    "GET /announce?info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1&left=1 HTTP/1.1\r\nHost: a\r\n\r\n"
  private static let upgrade =
    "GET /tracker/socket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

  /// A frame of a client, masked with zeros, which leaves its bytes as they are.
  private func frame(_ opcode: UInt8, _ payload: [UInt8]) -> [UInt8] {
    let count = payload.count
    let length: [UInt8] =
      count < 126
      ? [0x80 | UInt8(count)]
      : count < 65_536
        ? [0xFE, UInt8(count >> 8), UInt8(count & 255)]
        : [0xFF, 0, 0, 0, 0, 0, UInt8(count >> 16), UInt8(count >> 8 & 255), UInt8(count & 255)]
    return [0x80 | opcode] + length + [0, 0, 0, 0] + payload
  }

  private func open(_ address: SocketAddress, _ group: MultiThreadedEventLoopGroup) async throws -> ScriptedPeer? {
    let peer = try await ScriptedPeer.connect(to: address, on: group)
    try await peer.send(Array(Self.upgrade.utf8))
    guard String(decoding: try await peer.read(12), as: UTF8.self) == "HTTP/1.1 101" else { return nil }
    // RFC 6455, section 1.3: the accept value of this key.
    var head = ""
    while !head.hasSuffix("\r\n\r\n") { head += String(decoding: try await peer.read(1), as: UTF8.self) }
    #expect(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
    return peer
  }

  @Test func `answer one request after the other, and end when they are too slow`() async throws {
    try await run({ $0.request = .seconds(1) }) { address, group in
      let peer = try await ScriptedPeer.connect(to: address, on: group)
      for _ in 0..<3 {
        try await peer.send(Array(Self.announce.utf8))
        #expect(String(decoding: try await peer.read(15), as: UTF8.self) == "HTTP/1.1 200 OK")
        var body = ""
        while !body.hasSuffix("5:peers0:e") {
          let byte = try await peer.read(1)
          guard !byte.isEmpty else { break }
          body += String(decoding: byte, as: UTF8.self)
        }
      }
      try await peer.send(Array("GET /announce".utf8))
      #expect(try await peer.isHungUp)
    }
  }

  @Test func `are so many for one address, and so are its WebSockets`() async throws {
    try await run({ ($0.connectionsPerAddress, $0.socketsPerAddress) = (3, 2) }) { address, group in
      let first = try await open(address, group)
      let second = try await open(address, group)
      #expect(first != nil && second != nil)
      #expect(try await open(address, group) == nil)
      try await first?.close()
    }
  }

  @Test func `end for who asks too often, without a look at what else was asked`() async throws {
    try await run({ ($0.rate, $0.burst) = (1, 3) }) { address, group in
      let peer = try await ScriptedPeer.connect(to: address, on: group)
      try await peer.send(Array(String(repeating: Self.announce, count: 50).utf8))
      let said = String(decoding: try await peer.read(1 << 20), as: UTF8.self)
      #expect(said.split(separator: "HTTP/1.1 200 OK").count == 4)
      #expect(said.contains("Connection: close") && said.hasSuffix("8:retry ini1ee"))
      #expect(try await peer.isHungUp)
    }
  }

  /// Who does not read what it asked for would make us keep it.
  @Test(arguments: [false, true]) func `end for who reads no answers`(isSocket: Bool) async throws {
    try await run({ ($0.rate, $0.connectionsPerAddress) = (0, 4) }) { address, group in
      let ending = group.next().makePromise(of: Void.self)
      let channel = try await ClientBootstrap(group: group)
        .channelOption(.autoRead, value: false).channelOption(.socketOption(.so_rcvbuf), value: 4096)
        .connect(to: address).get()
      channel.closeFuture.cascade(to: ending)
      let question =
        isSocket
        ? frame(9, [UInt8](repeating: 1, count: 100)) : Array(Self.announce.utf8)
      if isSocket { try await channel.writeAndFlush(ByteBuffer(bytes: Self.upgrade.utf8)) }
      let many = ByteBuffer(bytes: (0..<500).flatMap { _ in question })
      var isEnded = false
      // 5 MB at most are in the kernel's hands, on either side.
      for _ in 0..<1000 where !isEnded {
        do { try await channel.writeAndFlush(many) } catch { isEnded = true }
      }
      #expect(isEnded)
      try? await channel.close()
      try? await ending.futureResult.get()
    }
  }

  @Test func `give way to newcomers where all are taken and nothing is said on them`() async throws {
    try await run({ ($0.connections, $0.patience) = (3, .milliseconds(200)) }) { address, group in
      var silent: [ScriptedPeer] = []
      for _ in 0..<3 { silent.append(try await ScriptedPeer.connect(to: address, on: group)) }
      // At once there is no room: they may be about to speak.
      let early = try await ScriptedPeer.connect(to: address, on: group)
      #expect(try await early.isHungUp)
      try await Task.sleep(for: .milliseconds(300))
      let late = try await ScriptedPeer.connect(to: address, on: group)
      try await late.send(Array(Self.announce.utf8))
      #expect(String(decoding: try await late.read(15), as: UTF8.self) == "HTTP/1.1 200 OK")
      #expect(try await silent[0].isHungUp)
    }
  }

  @Test func `end as WebSockets that never say anything`() async throws {
    try await run({ $0.request = .seconds(1) }) { address, group in
      let silent = try #require(try await open(address, group))
      #expect(try await silent.isHungUp)
    }
  }

  @Test func `close a WebSocket for a message that is too large, with 1009`() async throws {
    try await run { address, group in
      let peer = try #require(try await open(address, group))
      try await peer.send(frame(1, [UInt8](repeating: 0x20, count: 40_000)))
      #expect(try await peer.read(4) == [0x88, 2, 0x03, 0xF1])
      #expect(try await peer.isHungUp)
    }
  }

  @Test func `take JSON as text and as bytes, answer pings, and say what is wrong`() async throws {
    try await run { address, group in
      let peer = try #require(try await open(address, group))
      let scrape = Array(#"{"action":"scrape","info_hash":"aaaaaaaaaaaaaaaaaaaa"}"#.utf8)
      for opcode in [1, 2] as [UInt8] {
        try await peer.send(frame(opcode, scrape))
        let head = try await peer.read(2)
        #expect(head.first == 0x81)
        let text = String(decoding: try await peer.read(Int(head.last ?? 0)), as: UTF8.self)
        #expect(text.hasPrefix(#"{"action":"scrape","files":{"aaaaaaaaaaaaaaaaaaaa":{"#))
      }
      try await peer.send(frame(9, [1, 2]))
      #expect(try await peer.read(4) == [0x8A, 2, 1, 2])
      try await peer.send(frame(1, Array("{".utf8)))
      let head = try await peer.read(2)
      let text = String(decoding: try await peer.read(Int(head.last ?? 0)), as: UTF8.self)
      #expect(text.contains("failure reason"))
    }
  }
}
