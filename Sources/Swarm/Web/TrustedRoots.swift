import NIOCore
import NIOPosix
import NIOSSL

/// Whose certificates are believed: the system's authorities, and those of a file that the operator names.
public struct TrustedRoots: Sendable, Hashable {
  /// PEM; for a site with an authority of its own.
  public var file: String?

  public static let system = TrustedRoots()

  public init(file: String? = nil) { self.file = file }

  /// Certificate and host name are always checked. Blocks: it reads the system's authorities.
  func context() throws(WebFailure) -> NIOSSLContext {
    var settings = TLSConfiguration.makeClientConfiguration()
    settings.certificateVerification = .fullVerification
    settings.minimumTLSVersion = .tlsv12
    settings.applicationProtocols = ["http/1.1"]
    if let file { settings.additionalTrustRoots = [.file(file)] }
    do {
      return try NIOSSLContext(configuration: settings)
    } catch {
      throw .insecure(host: file ?? "the system's certificates", reason: "they cannot be read: \(error)")
    }
  }
}
