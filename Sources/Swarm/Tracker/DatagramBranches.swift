import NIOCore

/// Sockets of the UDP tracker with an address of their own, beside one that listens on all.
///
/// An answer by the latter leaves by the address that the system's routes choose. On a machine with several that may be another than
/// the one that was asked, and then no client takes it (nor does a router let it in). So whatever address is asked first through
/// the common socket gets its own, which answers, and to which the kernel hands all that follows.
///
/// Confined to the loop of its sockets.
final class DatagramBranches {
  /// Addresses of a machine; further ones are answered by the common socket. (Loopback alone has millions.)
  static let limit = 32

  private enum Branch {
    case opening(EventLoopFuture<any Channel>)
    case open(any Channel)
    /// It cannot be bound, such as an address of broadcasts.
    case none
  }

  private let open: (SocketAddress) -> EventLoopFuture<any Channel>
  private var branches: [PeerAddress: Branch] = [:]
  private var isClosed = false

  /// - Parameter open: makes a socket of that address, on this loop.
  init(_ open: @escaping (SocketAddress) -> EventLoopFuture<any Channel>) { self.open = open }

  /// Sends from this address of ours.
  ///
  /// - Returns: false where it cannot be sent from.
  func send(_ packet: AddressedEnvelope<ByteBuffer>, from address: PeerAddress) -> Bool {
    switch branch(of: address) {
    case .none: return false
    case .open(let channel): channel.writeAndFlush(packet, promise: nil)
    case .opening(let future): future.assumeIsolated().whenSuccess { $0.writeAndFlush(packet, promise: nil) }
    }
    return true
  }

  private func branch(of address: PeerAddress) -> Branch {
    if let known = branches[address] { return known }
    guard !isClosed, branches.count < Self.limit, let place = address.socketAddress else { return .none }
    let future = open(place)
    branches[address] = .opening(future)
    future.assumeIsolated().whenComplete { result in
      switch result {
      case .success(let channel) where self.isClosed: channel.close(promise: nil)
      case .success(let channel): self.branches[address] = .open(channel)
      case .failure: self.branches[address] = Branch.none
      }
    }
    return branches[address] ?? .none
  }

  func close() {
    isClosed = true
    for case .open(let channel) in branches.values { channel.close(promise: nil) }
    branches = [:]
  }
}
