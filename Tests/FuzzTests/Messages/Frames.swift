import NIOCore
import NIOEmbedded
import NIOWebSocket

@testable import Swarm

/// WebSocket frames, as they come to the tracker's socket behind an upgrade (RFC 6455).
struct Frames: Reader {
  static let full = 250_000
  static let small = 600

  /// With a mask of zeros, so that what is in it can be changed for what it is; of fewer than 64 KiB.
  static func frame(_ opcode: UInt64, fin: Bool = true, _ payload: Part) -> Part {
    .row([
      .number((fin ? 0x80 : 0) | opcode, width: 1), .number(0xFE, width: 1),
      .row([.measured(width: 2, [.row([.raw([0, 0, 0, 0]), payload])])].map { masked($0) }),
    ])
  }

  /// The length does not count the mask that stands between it and the payload.
  private static func masked(_ part: Part) -> Part {
    guard case .measured(_, let parts) = part, case .group(_, let inner, _, _)? = parts.first, inner.count == 2 else {
      return part
    }
    return .row([.number(UInt64(inner[1].bytes.count), width: 2), inner[0], inner[1]])
  }

  static func samples() -> [Part] {
    let messages = Browsers.samples()
    let text = messages[0].bytes
    return messages.map { frame(1, $0) } + [
      .row(messages.map { frame(1, $0) }), frame(9, .text("ping")), frame(2, messages[1]), frame(10, .text("")),
      .row([
        frame(1, fin: false, .raw(Array(text.prefix(100)))), frame(9, .text("x")),
        frame(0, .raw(Array(text.dropFirst(100)))),
      ]),
      frame(8, .number(1000, width: 2)),
    ]
  }

  private let loop = EmbeddedEventLoop()
  private let tracker: Tracker
  private var random = SplitMix(state: 8)

  init() throws {
    tracker = Tracker(
      loop: loop, TrackerPlan(isOpen: true, limits: Datagrams.limits), metrics: Metrics(), log: SeedShelf.quiet)
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    let limit = tracker.limits.message
    let channel = EmbeddedChannel(loop: loop)
    try channel.pipeline.syncOperations.addHandlers([
      ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limit)), WebSocketProtocolErrorHandler(),
      NIOWebSocketFrameAggregator(
        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 16, maxAccumulatedFrameSize: limit),
      TrackerSocket(.v4(0x7F00_0001), tracker),
    ])
    let cut = random.below(bytes.count + 1)
    var isBroken = false
    for part in [bytes[..<cut], bytes[cut...]] where !part.isEmpty {
      do { try channel.writeInbound(ByteBuffer(bytes: part)) } catch {
        isBroken = true
        break
      }
    }
    loop.run()
    var answers = 0
    while let frame = try channel.readOutbound(as: WebSocketFrame.self) {
      answers += 1
      try require(frame.data.readableBytes <= 2048 + 8 * bytes.count, "a long answer")
      if frame.opcode == .connectionClose {
        isBroken = isBroken || frame.data.getInteger(at: 0, as: UInt16.self) != 1000
      }
    }
    try require(answers <= 16 + bytes.count, "\(answers) answers to \(bytes.count) bytes")
    _ = try? channel.finish(acceptAlreadyClosed: true)
    try require(tracker.sockets.isEmpty && tracker.browsers.peerCount == 0, "something is kept of who went")
    return !isBroken
  }
}
