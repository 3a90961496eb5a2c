import ActivityPub
import Testing

@Suite struct `Actor keys` {
  @Test func `a pair is PEM on both sides, and the private key gives the public one again`() throws {
    let pair = try ActorKeys.generate()
    #expect(pair.privatePEM.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    #expect(pair.publicPEM.hasPrefix("-----BEGIN PUBLIC KEY-----\n"))
    #expect(pair.publicPEM.hasSuffix("-----END PUBLIC KEY-----\n"))
    // PeerTube takes 10 to 5000 characters; 2048 bits are 451.
    #expect(pair.publicPEM.utf8.count == 451)
    #expect(try ActorKeys.publicPEM(fromPrivate: pair.privatePEM) == pair.publicPEM)
  }

  @Test func `two actors never get the same key`() throws {
    #expect(try ActorKeys.generate().publicPEM != ActorKeys.generate().publicPEM)
  }

  @Test(arguments: [
    "", "x", "-----BEGIN PRIVATE KEY-----\n", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
  ])
  func `what is no private key is refused`(text: String) {
    #expect(throws: ActorKeys.KeyError.notAPrivateKey) { try ActorKeys.publicPEM(fromPrivate: text) }
  }

  @Test func `a key that is cut off anywhere, or far too long, is refused`() throws {
    let pem = try ActorKeys.generate().privatePEM
    for count in stride(from: 0, to: pem.utf8.count - 30, by: 37) {
      #expect(throws: ActorKeys.KeyError.self) { try ActorKeys.publicPEM(fromPrivate: String(pem.prefix(count))) }
    }
    #expect(throws: ActorKeys.KeyError.notAPrivateKey) {
      try ActorKeys.publicPEM(fromPrivate: pem + String(repeating: "\n", count: 20_000))
    }
  }
}
