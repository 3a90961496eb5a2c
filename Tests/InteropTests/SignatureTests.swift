import ActivityPub
import JSON
import Testing

extension Visiting {
  /// Python's `cryptography` has no code in common with ours but OpenSSL's RSA; signing text and headers are written twice.
  @Suite struct `HTTP signatures and another library` {
    private static let keyID = "https://videos.example.org/channels/main/actor.jsonld#main-key"
    private static let now: Int64 = 1_767_182_400

    private let request = SignedRequest(
      method: "POST", target: "/inbox",
      headers: [
        ("Host", "social.example.org"), ("Date", "Wed, 31 Dec 2025 12:00:00 GMT"),
        ("Content-Type", "application/activity+json"),
      ], body: Array(#"{"type":"Accept","summary":"d’accord"}"#.utf8))

    @Test func `what we sign it believes, and what was changed it does not`() async throws {
      let folder = try Folder()
      let pair = try ActorKeys.generate()
      try folder.put(pair.publicPEM, "public.pem")
      var signed = try HTTPSignature.sign(request, keyID: Self.keyID, privatePEM: pair.privatePEM)
      try folder.put(signed.text, "request.json")
      #expect(try await verdict(folder) == "true")
      signed.target = "/other"
      try folder.put(signed.text, "request.json")
      #expect(try await verdict(folder) == "false")
    }

    @Test func `what it signs we believe, and what was changed we do not`() async throws {
      let folder = try Folder()
      try await Tool.script("signatures.py", "pair", folder.path)
      try folder.put(request.text, "request.json")
      let told = try await Tool.script(
        "signatures.py", "sign", folder("request.json"), folder("private.pem"), Self.keyID)
      var signed = try SignedRequest(told.json())
      let key = try folder.text("public.pem")
      #expect(try HTTPSignature.header(of: signed).keyID == Self.keyID)
      try HTTPSignature.verify(signed, publicPEM: key, now: Self.now)
      #expect(throws: HTTPSignature.Refusal.otherTime) {
        try HTTPSignature.verify(signed, publicPEM: key, now: Self.now + 86_400)
      }
      signed.body?.append(32)
      #expect(throws: HTTPSignature.Refusal.otherBody) {
        try HTTPSignature.verify(signed, publicPEM: key, now: Self.now)
      }
    }

    private func verdict(_ folder: Folder) async throws -> String {
      let told = try await Tool.script("signatures.py", "verify", folder("request.json"), folder("public.pem"))
      return String(decoding: try #require(try told.json()["signed"]).bytes, as: UTF8.self).filter { !$0.isNewline }
    }
  }
}

extension SignedRequest {
  fileprivate var text: String {
    let json: JSON = [
      "method": .string(method), "target": .string(target),
      "headers": .array(headers.map { [.string($0.name), .string($0.value)] }),
      "body": .string(String(decoding: body ?? [], as: UTF8.self)),
    ]
    return String(decoding: json.bytes, as: UTF8.self)
  }

  fileprivate init(_ json: JSON) throws {
    let headers = try #require(json["headers"]?.array).map { pair in
      let pair = try #require(pair.array)
      return (name: try #require(pair[0].text), value: try #require(pair[1].text))
    }
    self.init(
      method: try #require(json["method"]?.text), target: try #require(json["target"]?.text), headers: headers,
      body: Array(try #require(json["body"]?.text).utf8))
  }
}
