import NIOCore
import NIOPosix

/// Sends bytes to a loopback port and collects what comes back until the other side closes.
enum RawClient {
  /// - Parameter text: CR and LF as they stand; the last request should say `Connection: close`.
  static func exchange(_ text: String, port: Int) async throws -> String {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: text))
      var answer = ""
      for try await piece in inbound {
        answer += String(buffer: piece)
        if answer.utf8.count > 4 << 20 { break }
      }
      return answer
    }
  }
}
