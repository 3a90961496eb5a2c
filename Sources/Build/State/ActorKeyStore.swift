import ActivityPub
import Diagnostics
import Files

/// The actors' keys. A public key is input, in git; a key pair is made once, at an actor's first sight, and the private
/// half never leaves the state folder: mode 0600, ignored by git.
struct ActorKeyStore: Sendable {
  let paths: ProjectPaths
  /// PEM of an RSA key is below this.
  private static let limit = 16_384

  func publicKeys(of actors: [String], _ diagnostics: inout [Diagnostic]) -> [String: String] {
    var keys: [String: String] = [:]
    for actor in actors {
      do {
        keys[actor] = try publicKey(of: actor)
      } catch {
        diagnostics.append(.noFreshKey(actor, reason: (error as? FileError)?.text ?? "\(error)"))
      }
    }
    return keys
  }

  private func publicKey(of actor: String) throws -> String {
    let publicPath = paths.publicKey(actor)
    let privatePath = paths.privateKey(actor)
    if try Files.status(publicPath) != nil {
      return String(decoding: try Files.read(publicPath, limit: Self.limit), as: UTF8.self)
    }
    if try Files.status(privatePath) != nil {
      let pem = String(decoding: try Files.read(privatePath, limit: Self.limit), as: UTF8.self)
      let publicPEM = try ActorKeys.publicPEM(fromPrivate: pem)
      try Files.write(Array(publicPEM.utf8), to: publicPath)
      return publicPEM
    }
    let pair = try ActorKeys.generate()
    try Files.write(Array(pair.privatePEM.utf8), to: privatePath, mode: 0o600, durable: true)
    try Files.write(Array(pair.publicPEM.utf8), to: publicPath, durable: true)
    return pair.publicPEM
  }
}
