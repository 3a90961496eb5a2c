import NIOCore
import NIOPosix
import Synchronization

@testable import Swarm

/// A server that says just the bytes that a test gives it, over a real socket.
final class ScriptedServer: Sendable {
  /// What is sent for one request.
  struct Answer: Sendable {
    var bytes: [UInt8]
    /// Sent so many at a time, with a millisecond between; nil for all at once.
    var step: Int?
    /// Whether the connection ends behind it.
    var isLast = false
    /// Sent again and again, until the client has had enough.
    var isEndless = false

    init(_ text: String, _ body: [UInt8] = [], step: Int? = nil, isLast: Bool = false, isEndless: Bool = false) {
      bytes = Array(text.utf8) + body
      (self.step, self.isLast, self.isEndless) = (step, isLast, isEndless)
    }

    /// A whole answer with its length.
    static func ok(_ body: [UInt8], status: String = "200 OK", fields: String = "") -> Answer {
      Answer("HTTP/1.1 \(status)\r\nContent-Length: \(body.count)\r\n\(fields)\r\n", body)
    }

    static func redirect(_ place: String, status: Int = 302) -> Answer {
      Answer("HTTP/1.1 \(status) Elsewhere\r\nLocation: \(place)\r\nContent-Length: 0\r\n\r\n")
    }

    static let silence = Answer("")
  }

  struct Request: Sendable {
    /// The whole head.
    var text: String
    /// Which connection of the server's it came on, from 0.
    var connection: Int

    var target: String { text.split(separator: " ").dropFirst().first.map(String.init) ?? "" }

    func field(_ name: String) -> String? {
      text.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
        .map { String($0.dropFirst(name.count + 2)) }
    }
  }

  let channel: any Channel
  private let log = Mutex<(requests: [Request], connections: Int)>(([], 0))
  private let answer: @Sendable (Request) -> Answer

  var port: Int { channel.localAddress?.port ?? 0 }
  var requests: [Request] { log.withLock { $0.requests } }
  var connections: Int { log.withLock { $0.connections } }

  func url(_ path: String, host: String = "127.0.0.1") -> WebURL {
    guard let url = WebURL("http://\(host):\(port)\(path)") else { preconditionFailure("a test's own path") }
    return url
  }

  private init(_ channel: any Channel, _ answer: @escaping @Sendable (Request) -> Answer) {
    (self.channel, self.answer) = (channel, answer)
  }

  /// - Parameter host: 127.0.0.1, or another address of loopback.
  static func start(
    on group: any EventLoopGroup, host: String = "127.0.0.1", answer: @escaping @Sendable (Request) -> Answer
  ) async throws -> ScriptedServer {
    let box = Mutex<ScriptedServer?>(nil)
    let shared = Shared(box: box)
    let channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 64)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Talker(shared))
        }
      }
      .bind(host: host, port: 0).get()
    let server = ScriptedServer(channel, answer)
    shared.set(server)
    return server
  }

  private final class Shared: Sendable {
    private let box: Mutex<ScriptedServer?>
    init(box: consuming Mutex<ScriptedServer?>) { self.box = box }
    func set(_ server: ScriptedServer) { box.withLock { $0 = server } }
    var server: ScriptedServer? { box.withLock { $0 } }
  }

  private final class Talker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let shared: Shared
    private var number = 0
    private var head: [UInt8] = []

    init(_ shared: Shared) { self.shared = shared }

    func channelActive(context: ChannelHandlerContext) {
      number =
        shared.server?.log.withLock { log in
          log.connections += 1
          return log.connections - 1
        } ?? 0
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      head += Array(unwrapInboundIn(data).readableBytesView)
      guard let text = String(validating: head, as: UTF8.self), text.hasSuffix("\r\n\r\n"), let server = shared.server
      else { return }
      head = []
      let request = Request(text: text, connection: number)
      server.log.withLock { $0.requests.append(request) }
      send(server.answer(request), from: 0, context)
    }

    private func send(_ answer: Answer, from start: Int, _ context: ChannelHandlerContext) {
      let end = min(start + (answer.step ?? answer.bytes.count), answer.bytes.count)
      let written = context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer.bytes[start..<end])))
      written.assumeIsolated().whenSuccess {
        if end < answer.bytes.count {
          context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) {
            self.send(answer, from: end, context)
          }
        } else if answer.isEndless {
          context.eventLoop.assumeIsolated().execute { self.send(answer, from: 0, context) }
        } else if answer.isLast {
          context.close(promise: nil)
        }
      }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }
}
