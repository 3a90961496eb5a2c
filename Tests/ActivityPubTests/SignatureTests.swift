import ActivityPub
import Hashing
import Testing

@Suite struct `HTTP signatures` {
  /// Sun, 06 Nov 1994 08:49:37 GMT.
  private static let now: Int64 = 784_111_777
  private static let keyID = "https://videos.example.org/channels/main/actor.jsonld#main-key"
  private static let pair = try? ActorKeys.generate()

  private func post(_ body: String = "{}") -> SignedRequest {
    SignedRequest(
      method: "POST", target: "/inbox?a=b",
      headers: [("Host", "social.example.org"), ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Accept", "*/*")],
      body: Array(body.utf8))
  }

  private func signed(_ request: SignedRequest) throws -> (request: SignedRequest, publicPEM: String) {
    let pair = try #require(Self.pair)
    return (try HTTPSignature.sign(request, keyID: Self.keyID, privatePEM: pair.privatePEM), pair.publicPEM)
  }

  private func refusal(_ request: SignedRequest, _ publicPEM: String, now: Int64 = now) -> HTTPSignature.Refusal? {
    do {
      try HTTPSignature.verify(request, publicPEM: publicPEM, now: now)
      return nil
    } catch { return error }
  }

  @Test func `a request with a body is signed over its first line, host, date and digest`() throws {
    let (request, key) = try signed(post())
    let header = try HTTPSignature.header(of: request)
    #expect(header.keyID == Self.keyID)
    #expect(header.algorithm == "rsa-sha256")
    #expect(header.names == ["(request-target)", "host", "date", "digest"])
    #expect(header.signature.count == 256)
    // SHA-256 of two braces.
    #expect(
      request.headers.contains { $0 == ("Digest", "SHA-256=RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=") })
    #expect(refusal(request, key) == nil)
  }

  @Test func `one without a body has no digest`() throws {
    var get = post()
    (get.method, get.body) = ("GET", nil)
    let (request, key) = try signed(get)
    #expect(try HTTPSignature.header(of: request).names == ["(request-target)", "host", "date"])
    #expect(!request.headers.contains { $0.name == "Digest" })
    #expect(refusal(request, key) == nil)
  }

  @Test func `what was changed on the way is refused`() throws {
    let (request, key) = try signed(post())
    var other = request
    other.target = "/inbox?a=c"
    #expect(refusal(other, key) == .otherKey)
    other = request
    other.method = "PUT"
    #expect(refusal(other, key) == .otherKey)
    other = request
    other.headers[0].value = "evil.example.org"
    #expect(refusal(other, key) == .otherKey)
    other = request
    other.body = Array("[]".utf8)
    #expect(refusal(other, key) == .otherBody)
    // A digest that fits the new body was not signed.
    other.headers = other.headers.map { $0.name == "Digest" ? ("Digest", BodyDigest.text(Array("[]".utf8))) : $0 }
    #expect(refusal(other, key) == .otherKey)
    // What is not signed may change.
    other = request
    other.headers[2].value = "text/html"
    #expect(refusal(other, key) == nil)
  }

  @Test func `a second header of a signed name is refused`() throws {
    let (request, key) = try signed(post())
    var other = request
    other.headers.append((name: "HOST", value: "evil.example.org"))
    #expect(refusal(other, key) == .otherKey)
    other = request
    other.headers.append(request.headers[request.headers.count - 1])
    #expect(refusal(other, key) == .unsigned)
  }

  @Test func `half an hour is the most that two clocks may differ`() throws {
    let (request, key) = try signed(post())
    for offset in [-1800, 0, 1800] as [Int64] { #expect(refusal(request, key, now: Self.now + offset) == nil) }
    for offset in [-1801, 1801] as [Int64] { #expect(refusal(request, key, now: Self.now + offset) == .otherTime) }
  }

  @Test(arguments: [
    "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 +0000",
    "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Xyz 1994 08:49:37 GMT", "", "784111777",
  ])
  func `a date in another form is none`(text: String) throws {
    var dated = post()
    dated.headers[1].value = text
    let (request, key) = try signed(dated)
    #expect(refusal(request, key) == .otherTime)
  }

  @Test(
    arguments: [
      ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
      ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200), ("Wed, 31 Dec 2025 12:00:00 GMT", 1_767_182_400),
      ("Tue, 19 Jan 2038 03:14:08 GMT", 2_147_483_648),
    ] as [(String, Int64)])
  func `dates are counted by the calendar`(text: String, seconds: Int64) throws {
    var dated = post()
    dated.headers[1].value = text
    let (request, key) = try signed(dated)
    #expect(refusal(request, key, now: seconds - 1800) == nil)
    #expect(refusal(request, key, now: seconds + 1800) == nil)
    #expect(refusal(request, key, now: seconds + 1801) == .otherTime)
  }

  @Test func `what must be signed and is not is named`() throws {
    let pair = try #require(Self.pair)
    var request = post()
    request.headers.remove(at: 1)
    #expect(throws: HTTPSignature.Refusal.notSigned("date")) {
      try HTTPSignature.sign(request, keyID: Self.keyID, privatePEM: pair.privatePEM)
    }
    #expect(refusal(request, pair.publicPEM) == .unsigned)
    for missing in ["(request-target)", "host", "date", "digest"] {
      var (request, key) = try signed(post())
      var header = try HTTPSignature.header(of: request)
      header.names.removeAll { $0 == missing }
      request.headers[request.headers.count - 1].value = header.text
      #expect(refusal(request, key) == .notSigned(missing))
    }
    // Named, but not there.
    var (stripped, key) = try signed(post())
    stripped.headers.remove(at: 0)
    #expect(refusal(stripped, key) == .notSigned("host"))
  }

  @Test func `another key, no key, and other algorithms are refused`() throws {
    var (request, key) = try signed(post())
    #expect(refusal(request, try ActorKeys.generate().publicPEM) == .otherKey)
    #expect(refusal(request, "") == .unreadableKey)
    #expect(refusal(request, String(key.dropLast(40))) == .unreadableKey)
    var header = try HTTPSignature.header(of: request)
    // It names the key's own algorithm.
    header.algorithm = "HS2019"
    request.headers[request.headers.count - 1].value = header.text
    #expect(refusal(request, key) == nil)
    header.algorithm = "hmac-sha256"
    request.headers[request.headers.count - 1].value = header.text
    #expect(refusal(request, key) == .unknownAlgorithm("hmac-sha256"))
  }

  @Test(arguments: [
    "", "x", "keyId=", "keyId=\"a\"", "signature=\"AAAA\"", "keyId=\"a\",signature=\"\"", "keyId=\"a\",signature=\"A\"",
    "keyId=\"\",signature=\"AAAA\"", "keyId=\"a\",keyId=\"b\",signature=\"AAAA\"", "keyId=\"a\",signature=\"AAAA\",",
    "keyId=\"a\\\"\",signature=\"AAAA\"", "keyId=\"a\",headers=\"\",signature=\"AAAA\"",
    "keyId=\"a\",headers=\"date date\",signature=\"AAAA\"", "keyId=\"a\";signature=\"AAAA\"",
    "keyId=\"a,signature=\"AAAA\"",
  ])
  func `a header of another form is none`(text: String) { #expect(SignatureHeader(text) == nil) }

  @Test func `numbers, spaces and unknown parameters are read past`() throws {
    let header = try #require(
      SignatureHeader("created=1402170695, keyId=\"a\" , opaque=\"x=,y\", signature=\"AAAA\""))
    #expect(header == SignatureHeader(keyID: "a", algorithm: nil, names: ["date"], signature: [0, 0, 0]))
  }

  @Test func `a header that is cut off anywhere, changed anywhere or far too long harms nothing`() throws {
    let (request, key) = try signed(post())
    let text = try HTTPSignature.header(of: request).text
    #expect(SignatureHeader(text) == (try HTTPSignature.header(of: request)))
    for count in 0..<text.utf8.count { #expect(SignatureHeader(String(text.prefix(count))) == nil) }
    var state: UInt64 = 7
    for _ in 0..<300 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var bytes = Array(text.utf8)
      let place = Int(state >> 33) % bytes.count
      bytes[place] ^= UInt8(truncatingIfNeeded: state >> 20) | 1
      var other = request
      other.headers[other.headers.count - 1].value = String(decoding: bytes, as: UTF8.self)
      // The key's name and the case of the rest are not signed.
      let changed = SignatureHeader(String(decoding: bytes, as: UTF8.self))
      if changed?.signature != (try HTTPSignature.header(of: request)).signature || changed == nil {
        #expect(refusal(other, key) != nil, "\(place)")
      }
    }
    #expect(SignatureHeader(text + String(repeating: " ", count: 9000)) == nil)
  }
}

@Suite struct `Base 64` {
  @Test func `is read as it is written`() {
    for count in 0..<80 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
  }

  @Test(arguments: ["A", "AA", "AAA", "A===", "====", "AA=A", "AB==", "AAB=", "AA==AAAA", "AA A", "AAA-", "é="])
  func `of another form is refused`(text: String) { #expect(Base64.decode(text) == nil) }
}
