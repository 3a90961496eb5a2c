import NIOCore
import NIOPosix

/// Announces over UDP (BEP 15) through one socket of one family. Confined to its channel's loop.
///
/// A question is repeated after 15, 30 and 60 seconds (the protocol's `15 * 2^n`, stopped at n = 2: a tracker that is silent for two
/// minutes is asked again when its back-off ends). A connection id is used for a minute.
final class UDPTrackerClient: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>
  typealias Outcome = Result<TrackerAnswer, TrackerFailure>

  static let firstWait = TimeAmount.seconds(15)
  static let sends = 3
  private static let connectionLifetime = TimeAmount.seconds(60)

  private struct Question {
    var address: PeerAddress
    var announce: Announce
    var data: [UInt8]
    var uploaded: Int64
    var sent = 0
    var isConnecting = true
    var timer: Scheduled<Void>?
    var done: (Outcome) -> Void
  }

  private let me: AnnouncedSelf
  private let port: UInt16
  private var channel: (any Channel)?
  private var questions: [UInt32: Question] = [:]
  private var connections: [PeerAddress: (id: UInt64, until: NIODeadline)] = [:]

  init(_ me: AnnouncedSelf, port: UInt16) { (self.me, self.port) = (me, port) }

  func handlerAdded(context: ChannelHandlerContext) { channel = context.channel }

  func ask(
    _ announce: Announce, at address: PeerAddress, data: [UInt8], uploaded: Int64, done: @escaping (Outcome) -> Void
  ) {
    guard channel?.isActive == true else { return done(.failure(.unreachable("the socket is closed"))) }
    send(
      Question(address: address, announce: announce, data: data, uploaded: uploaded, done: done), transaction: nil)
  }

  private func send(_ question: Question, transaction old: UInt32?) {
    guard let channel else { return }
    var question = question
    if let old { questions[old] = nil }
    // Drawn anew for each packet: who cannot see them cannot answer in the tracker's place.
    var transaction = UInt32.random(in: .min ... .max)
    while questions[transaction] != nil { transaction = UInt32.random(in: .min ... .max) }
    let now = channel.eventLoop.now
    let packet: ByteBuffer
    if let connection = connections[question.address], connection.until > now {
      question.isConnecting = false
      packet = UDPTrackerMessage.announce(
        question.announce, of: me, port: port, uploaded: question.uploaded, data: question.data,
        connection: connection.id, transaction: transaction)
    } else {
      connections[question.address] = nil
      question.isConnecting = true
      packet = UDPTrackerMessage.connect(transaction: transaction)
    }
    let wait = Self.firstWait * (1 << question.sent)
    question.sent += 1
    question.timer = channel.eventLoop.assumeIsolated().scheduleTask(in: wait) { [weak self] in
      self?.waited(transaction)
    }
    questions[transaction] = question
    guard let address = question.address.socketAddress else { return }
    channel.writeAndFlush(AddressedEnvelope(remoteAddress: address, data: packet), promise: nil)
  }

  private func waited(_ transaction: UInt32) {
    guard let question = questions[transaction] else { return }
    if question.sent >= Self.sends {
      questions[transaction] = nil
      question.done(.failure(.unreachable("no answer came")))
    } else {
      send(question, transaction: transaction)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let packet = unwrapInboundIn(data)
    guard let (transaction, reply) = UDPTrackerMessage.read(packet.data), var question = questions[transaction],
      PeerAddress(packet.remoteAddress) == question.address
    else { return }
    switch reply {
    case .connected(let id):
      guard question.isConnecting else { return }
      question.timer?.cancel()
      let now = context.eventLoop.now
      if connections.count > 1000 { connections = connections.filter { $0.value.until > now } }
      connections[question.address] = (id, now + Self.connectionLifetime)
      question.sent = 0
      send(question, transaction: transaction)
    case .announced(let answer):
      guard !question.isConnecting else { return }
      finish(transaction, .success(answer))
    case .error(let reason):
      // It may mean the connection id: the next announce gets a new one.
      connections[question.address] = nil
      finish(transaction, .failure(.refused(reason, retry: nil)))
    }
  }

  private func finish(_ transaction: UInt32, _ outcome: Outcome) {
    guard let question = questions.removeValue(forKey: transaction) else { return }
    question.timer?.cancel()
    question.done(outcome)
  }

  func channelInactive(context: ChannelHandlerContext) {
    for transaction in questions.keys.sorted() { finish(transaction, .failure(.unreachable("the daemon ends"))) }
  }

  /// An unreachable port comes back as an error of the socket: the question's own clock decides.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
