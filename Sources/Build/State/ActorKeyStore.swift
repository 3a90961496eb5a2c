import ActivityPub
import Diagnostics
import Files

/// The actors' keys. A public key is input, in git; a key pair is made once, at an actor's first sight, and the private
/// half never leaves the state folder: mode 0600, ignored by git.
struct ActorKeyStore: Sendable {
  let paths: ProjectPaths
  /// PEM of an RSA key is below this.
  private static let limit = 16_384

  /// A key pair that is nobody's yet, in PEM.
  struct Pair: Sendable {
    var privatePEM: String
    var publicPEM: String

    init() throws {
      (privatePEM, publicPEM) = try ActorKeys.generate()
    }
  }

  /// As many pairs as these actors lack. To find two primes takes a tenth of a second and more, which videos need not wait
  /// for. Nothing is written: which actors there are is decided later.
  @concurrent func pairs(for actors: [String]) async -> [Pair] {
    var pairs: [Pair] = []
    for actor in actors where !Files.exists(paths.publicKey(actor)) && !Files.exists(paths.privateKey(actor)) {
      // A failure is told where the key is missed.
      guard !Task.isCancelled, let pair = try? Pair() else { break }
      pairs.append(pair)
      await Task.yield()
    }
    return pairs
  }

  /// - Parameter fresh: pairs to give to actors without one, before others are made.
  func publicKeys(
    of actors: [String], fresh: [Pair], _ diagnostics: inout [Diagnostic]
  ) -> [String: String] {
    var keys: [String: String] = [:]
    var fresh = fresh
    for actor in actors {
      do {
        keys[actor] = try publicKey(of: actor, &fresh)
      } catch {
        diagnostics.append(.noFreshKey(actor, reason: (error as? FileError)?.text ?? "\(error)"))
      }
    }
    return keys
  }

  private func publicKey(of actor: String, _ fresh: inout [Pair]) throws -> String {
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
    let pair = try fresh.popLast() ?? Pair()
    try Files.write(Array(pair.privatePEM.utf8), to: privatePath, mode: 0o600, durable: true)
    try Files.write(Array(pair.publicPEM.utf8), to: publicPath, durable: true)
    return pair.publicPEM
  }
}
