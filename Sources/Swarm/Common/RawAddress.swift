import Glibc
import NIOCore

/// What only a pointer gives, the bytes of a socket's address and the addresses of a name: the one file of the daemon that
/// says `unsafe`.
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

extension PeerAddress.Host {
  /// The addresses that the system knows for a name, the best first (RFC 6724); none where it knows none. Blocks, and for long
  /// where a name server is silent.
  static func lookUp(_ name: String) -> [PeerAddress.Host] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
    defer { unsafe freeaddrinfo(list) }
    var hosts: [PeerAddress.Host] = []
    var next = unsafe list
    while let entry = unsafe next?.pointee {
      unsafe next = entry.ai_next
      // sockaddr_in: family, port, address; sockaddr_in6: family, port, flow, address.
      let place =
        switch unsafe entry.ai_family {
        case AF_INET: 4..<8
        case AF_INET6: 8..<24
        default: 0..<0
        }
      guard let address = unsafe entry.ai_addr, place.upperBound <= Int(unsafe entry.ai_addrlen) else { continue }
      let bytes = unsafe UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen))
      if let host = PeerAddress.Host(bytes: unsafe Array(bytes[place])), !hosts.contains(host) { hosts.append(host) }
    }
    return hosts
  }
}
