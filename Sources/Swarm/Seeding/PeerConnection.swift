import NIOCore

/// One peer: reads what it says, and sends what it asked for. Confined to the loop of peers.
///
/// Greeting, naming, open, closed: `PeerConnection+Greeting` takes it to open, `+Messages` reacts to what comes,
/// `+Sending` gives what was asked for, `+Upkeep` watches the time.
final class PeerConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = IOData

  enum Phase {
    /// Up to the infohash.
    case greeting
    /// Up to the peer id.
    case naming
    case open
    case closed
  }

  let id: Int
  let address: PeerAddress
  let seeder: Seeder
  var context: ChannelHandlerContext?
  var phase = Phase.greeting
  private var unread = ByteBuffer()

  // What both sides agreed to.
  var torrent: ActiveTorrent?
  var theirs: Handshake.Capabilities = []
  var isVersion2 = false
  var extensions = ExtensionHandshake()

  // What the peer has and wants.
  var isInterested = false
  var isChoked = true
  var have = 0
  var refused = 0
  /// Requests refused because the peer cannot know yet that it was choked.
  var graced = 0
  var requests: RequestQueue
  var metadata: [Int] = []
  var metadataLeft = 0
  var hashRequests: [HashRequest] = []
  var hashing: TokenBucket

  // What is on its way.
  var isSending = false
  /// For the disk.
  var isWaiting = false
  /// The block that the disk was asked to bring to memory.
  var primed: Block?
  /// How many blocks go out at one time: more to who takes them fast.
  var batch = 2
  var sent = 0

  // When what happened.
  let since: NIODeadline
  var lastRead: NIODeadline
  var lastSent: NIODeadline
  var lastInterest: NIODeadline
  var unchokedAt: NIODeadline
  var completeSince: NIODeadline?
  var lastExchange: NIODeadline
  var told: Set<PeerAddress> = []

  init(id: Int, address: PeerAddress, seeder: Seeder, now: NIODeadline) {
    (self.id, self.address, self.seeder) = (id, address, seeder)
    requests = RequestQueue(capacity: seeder.limits.requests)
    let budget = Double(seeder.limits.hashing)
    hashing = TokenBucket(rate: budget / 60, burst: budget, now: now)
    since = now
    (lastRead, lastSent, lastInterest, lastExchange, unchokedAt) = (now, now, now, now, now)
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard phase != .closed else { return }
    var bytes = unwrapInboundIn(data)
    lastRead = seeder.now
    if unread.readableBytes == 0 { unread = bytes } else { unread.writeBuffer(&bytes) }
    do throws(WireViolation) {
      try readAll()
    } catch {
      return close(error.rawValue)
    }
    // What was read is given back at once: hundreds of connections wait most of the time.
    if unread.readableBytes == 0 { unread = ByteBuffer() } else { unread.discardReadBytes() }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    // Once for all that came at one time: a batch of many requests costs hardly more than one of a few.
    if phase == .open { pump() }
    context.fireChannelReadComplete()
  }

  private func readAll() throws(WireViolation) {
    while true {
      switch phase {
      case .greeting: guard try greet(&unread) else { return }
      case .naming: guard try name(&unread) else { return }
      case .open:
        let limit = torrent?.seed.messageLimit ?? 0
        guard let message = try PeerMessage.read(&unread, limit: limit) else { return }
        try receive(message)
      case .closed: return
      }
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    close("hung_up")
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { close("network") }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // Nobody who still wants something closes its half.
    if let event = event as? ChannelEvent, event == .inputClosed { close("hung_up") }
    context.fireUserInboundEventTriggered(event)
  }

  /// - Parameter reason: a label with few values.
  func close(_ reason: String) {
    guard phase != .closed else { return }
    phase = .closed
    seeder.left(self, because: reason)
    torrent = nil
    context?.close(promise: nil)
    context = nil
  }

  /// Sends a few bytes at once.
  func say(_ write: (inout ByteBuffer) -> Void) {
    guard let context else { return }
    var buffer = context.channel.allocator.buffer(capacity: 128)
    write(&buffer)
    context.writeAndFlush(wrapOutboundOut(.byteBuffer(buffer)), promise: nil)
  }
}
