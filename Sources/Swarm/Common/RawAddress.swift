import NIOCore

/// The bytes of a socket's address, which only a pointer gives: the one file of the daemon that says `unsafe`.
extension SocketAddress {
  /// 4 or 16 bytes of an address in network order; nil for a Unix socket.
  var hostBytes: [UInt8]? {
    switch self {
    // sockaddr_in: family, port, address; sockaddr_in6: family, port, flow, address.
    case .v4: rawBytes(4..<8)
    case .v6: rawBytes(8..<24)
    case .unixDomainSocket: nil
    }
  }

  private func rawBytes(_ range: Range<Int>) -> [UInt8] {
    unsafe withSockAddr { address, size in
      let bytes = unsafe UnsafeRawBufferPointer(start: address, count: size)
      return unsafe Array(bytes[range])
    }
  }
}
