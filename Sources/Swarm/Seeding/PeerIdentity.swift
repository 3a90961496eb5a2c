/// How this daemon calls itself towards peers and trackers.
public struct PeerIdentity: Sendable, Hashable {
  /// 20 bytes: `-BN0100-` and twelve that are drawn anew for each process (BEP 20).
  public let peerID: [UInt8]
  /// Such as `0.1.0`.
  public let version: String

  /// - Parameter random: at least twelve bytes.
  public init(version: String, random: some Sequence<UInt8>) {
    let digits = version.split(separator: ".").prefix(3).compactMap { UInt8($0) }
    let code = (0..<4).map { $0 < digits.count ? Self.digit(digits[$0]) : "0" }.joined()
    peerID = Array("-BN\(code)-".utf8) + random.prefix(12)
    precondition(peerID.count == 20, "a peer id has 20 bytes")
    self.version = version
  }

  /// BEP 20 gives a part of the version one character.
  private static func digit(_ value: UInt8) -> String {
    value < 10 ? String(value) : String(UnicodeScalar(UInt8(ascii: "A") + min(value - 10, 25)))
  }
}
