import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Swarm

@Suite struct `A client of servers` {
  private typealias Answer = ScriptedServer.Answer

  private func run(
    _ limits: WebLimits = WebLimits(), host: String = "127.0.0.1",
    isPublic: @escaping @Sendable (PeerAddress.Host) -> Bool = { $0.isPublic },
    answer: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Answer,
    _ body: (WebClient, ScriptedServer) async throws -> Void
  ) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let client = try await WebClient.make(
      on: group.next(), limits: limits, roots: .system, agent: "bobined/test", isPublic: isPublic
    ).get()
    let server = try await ScriptedServer.start(on: group, host: host, answer: answer)
    let result: Result<Void, any Error>
    do { result = .success(try await body(client, server)) } catch { result = .failure(error) }
    try await client.stop().get()
    try await group.shutdownGracefully()
    try result.get()
  }

  private func failure(_ client: WebClient, _ url: WebURL, limit: Int64 = 100) async -> WebFailure? {
    await failure(client, WebRequest(url, limit: limit))
  }

  private func failure(_ client: WebClient, _ request: WebRequest) async -> WebFailure? {
    await failure { _ = try await client.get(request).get() }
  }

  private func failure(_ body: () async throws -> Void) async -> WebFailure? {
    do { try await body() } catch { return error as? WebFailure }
    return nil
  }

  @Test func `takes bodies of a length, in chunks, and up to the end of the connection`() async throws {
    try await run { request in
      switch request.target {
      case "/length": .ok([1, 2, 3])
      case "/chunks":
        Answer(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: u\r\n\r\n", step: 3)
      case "/early": Answer("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
      default: Answer("HTTP/1.0 200 OK\r\n\r\nall of it", step: 4, isLast: true)
      }
    } _: { client, server in
      func body(_ path: String) async throws -> [UInt8] {
        try await client.get(WebRequest(server.url(path), limit: 100)).get().body
      }
      var bodies: [[UInt8]] = []
      bodies.append(try await body("/length"))
      bodies.append(try await body("/chunks"))
      bodies.append(try await body("/early"))
      bodies.append(try await body("/end"))
      #expect(bodies == [[1, 2, 3], Array("abc".utf8), Array("x".utf8), Array("all of it".utf8)])
      // All came over one connection.
      #expect(server.requests.map(\.connection) == [0, 0, 0, 0])
      #expect(server.requests.first?.field("User-Agent") == "bobined/test")
      #expect(server.requests.first?.field("Accept-Encoding") == "identity")
      #expect(server.requests.first?.field("Host") == "127.0.0.1:\(server.port)")
    }
  }

  @Test func `asks for a part and takes no other`() async throws {
    try await run { request in
      func part(_ range: String, _ body: [UInt8]) -> Answer {
        .ok(body, status: "206 Partial Content", fields: "Content-Range: bytes \(range)\r\n")
      }
      return switch request.target {
      case "/right": part("10-12/100", [1, 2, 3])
      case "/shorter": part("10-11/100", [1, 2])
      case "/other": part("11-13/100", [1, 2, 3])
      case "/longer": part("10-13/100", [1, 2, 3, 4])
      case "/lies": part("10-12/100", [1, 2])
      case "/untold": .ok([1, 2, 3], status: "206 Partial Content")
      case "/more":
        Answer(
          "HTTP/1.1 206 P\r\nContent-Range: bytes 10-12/100\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n"
        )
      default: .ok([UInt8](repeating: 7, count: 100))
      }
    } _: { client, server in
      func get(_ path: String) async throws -> WebAnswer {
        try await client.get(WebRequest(server.url(path), range: 10..<13, limit: 1000)).get()
      }
      let right = try await get("/right")
      #expect(right.body == [1, 2, 3] && right.head.part == ContentRange(bytes: 10..<13, size: 100))
      #expect(server.requests.first?.field("Range") == "bytes=10-12")
      #expect(try await get("/shorter").head.part?.bytes == 10..<12)
      for path in ["/other", "/longer", "/lies", "/untold"] {
        #expect(await failure { _ = try await get(path) } == .wrongRange, "\(path)")
      }
      #expect(await failure { _ = try await get("/more") } == .tooLong(limit: 3))
      // A server without parts says so, and whoever asked decides.
      let whole = try await get("/whole")
      #expect(whole.head.status == 200 && whole.head.part == nil && whole.body.count == 100)
    }
  }

  @Test func `follows redirects, but not for ever, and not to other schemes`() async throws {
    try await run { request in
      switch request.target {
      case "/a": .redirect("/b", status: 301)
      case "/b": .redirect("c?x=1", status: 307)
      case "/circle": .redirect("/circle")
      case "/file": .redirect("file:///etc/passwd")
      case "/nowhere": Answer("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")
      default: .ok(Array(request.target.utf8))
      }
    } _: { client, server in
      let answer = try await client.get(WebRequest(server.url("/a"), limit: 100)).get()
      #expect(answer.body == Array("/c?x=1".utf8))
      let last = server.url("/c?x=1")
      #expect(answer.head.url == last)
      for path in ["/circle", "/file", "/nowhere"] {
        let failure = await failure(client, server.url(path), limit: 100)
        guard case .badRedirect = failure else {
          Issue.record("\(path): \(String(describing: failure))")
          continue
        }
      }
      #expect(server.requests.count(where: { $0.target == "/circle" }) == 6)
    }
  }

  @Test func `is not led from a public site into a private network`() async throws {
    // On this machine nothing is public: here 127.0.0.2 plays it.
    let isPublic: @Sendable (PeerAddress.Host) -> Bool = { $0.bytes == [127, 0, 0, 2] }
    try await run(host: "0.0.0.0", isPublic: isPublic) { request in
      request.target.hasPrefix("/to/") ? .redirect(String(request.target.dropFirst(4))) : .ok([1])
    } _: { client, server in
      let inner = server.url("/secret").description
      let outer = server.url("/to/\(inner)", host: "127.0.0.2")
      #expect(await failure(client, outer, limit: 9) == .privateAddress("127.0.0.1"))
      // By a name too, and where an open connection to it is at hand.
      _ = try await client.get(WebRequest(server.url("/", host: "localhost"), limit: 9)).get()
      let named = server.url("/to/\(server.url("/secret", host: "localhost"))", host: "127.0.0.2")
      #expect(await failure(client, named, limit: 9) == .privateAddress("localhost"))
      var direct = WebRequest(server.url("/secret"), limit: 9)
      direct.reach = .publicOnly
      #expect(await failure(client, direct) == .privateAddress("127.0.0.1"))
      #expect(!server.requests.contains { $0.target == "/secret" })
      // What the operator named himself is asked, and may lead outside.
      let outwards = server.url("/to/\(server.url("/film", host: "127.0.0.2"))")
      let answer = try await client.get(WebRequest(outwards, limit: 9)).get()
      #expect(answer.head.isPublic && answer.head.reach == .publicOnly)
    }
  }

  @Test func `takes no more than it allows`() async throws {
    try await run { request in
      switch request.target {
      case "/said": Answer("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n")
      case "/endless":
        Answer(
          "HTTP/1.1 200 OK\r\n\r\n", [UInt8](repeating: 1, count: 60_000), isEndless: true)
      case "/heads": Answer("HTTP/1.1 200 OK\r\n" + String(repeating: "X-A: b\r\n", count: 20_000), isEndless: true)
      case "/early": Answer("HTTP/1.1 103 Hint\r\n\r\n", isEndless: true)
      default: .ok([1])
      }
    } _: { client, server in
      for path in ["/said", "/endless"] {
        let failure = await failure(client, server.url(path), limit: 100_000)
        #expect(failure == .tooLong(limit: 100_000), "\(path)")
      }
      let heads = await failure(client, server.url("/heads"), limit: 100)
      if case .malformed = heads {} else { Issue.record("\(String(describing: heads))") }
      var early = WebRequest(server.url("/early"), limit: 100)
      early.deadline = .milliseconds(300)
      #expect(await failure(client, early) == .timeout(.whole))
    }
  }

  @Test func `waits only so long in each phase`() async throws {
    var limits = WebLimits()
    (limits.head, limits.idle) = (.seconds(1), .milliseconds(200))
    try await run(limits) { request in
      request.target == "/stops" ? Answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") : .silence
    } _: { client, server in
      #expect(await failure(client, server.url("/silent")) == .timeout(.head))
      #expect(await failure(client, server.url("/stops")) == .timeout(.body))
    }
    try await run { _ in
      Answer("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n", [UInt8](repeating: 1, count: 10_000), step: 1)
    } _: { client, server in
      // A byte now and then keeps nobody for ever.
      var slow = WebRequest(server.url("/slow"), limit: 100_000)
      slow.deadline = .milliseconds(400)
      #expect(await failure(client, slow) == .timeout(.whole))
    }
  }

  @Test func `takes an answer that is cut at any byte for what it is`() async throws {
    let whole: [(String, [UInt8])] = [
      ("/length", Answer.ok(Array("abcdef".utf8)).bytes),
      (
        "/chunks",
        Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n").bytes
      ),
    ]
    try await run { request in
      let parts = request.target.split(separator: "-")
      let bytes = whole.first { $0.0 == parts[0] }?.1 ?? []
      var answer = Answer("", isLast: true)
      answer.bytes = Array(bytes.prefix(parts.count > 1 ? Int(parts[1]) ?? 0 : 0))
      return answer
    } _: { client, server in
      for (path, bytes) in whole {
        for count in 0..<bytes.count {
          let request = WebRequest(server.url("\(path)-\(count)"), limit: 100)
          #expect(await failure(client, request) != nil, "\(path) \(count)")
        }
        let answer = try await client.get(WebRequest(server.url("\(path)-\(bytes.count)"), limit: 100)).get()
        #expect(answer.body == Array("abcdef".utf8))
      }
    }
  }

  @Test func `survives bytes that are no HTTP`() async throws {
    let base = Answer("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nTransfer-Encoding: x\r\n\r\nabcdef").bytes
    try await run { request in
      var random = SplitMix(state: UInt64(request.target.dropFirst()) ?? 0)
      var answer = Answer("", isLast: true)
      answer.bytes = base
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        answer.bytes[Int.random(in: 0..<base.count, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
      }
      return answer
    } _: { client, server in
      for number in 0..<300 {
        // Either is fine; that each request ends is what counts, and that nothing traps.
        let answer = try? await client.get(WebRequest(server.url("/\(number)"), limit: 100)).get()
        #expect(answer?.body.count ?? 0 <= 100)
      }
    }
  }

  @Test func `keeps to its connections`() async throws {
    var limits = WebLimits()
    limits.connectionsPerOrigin = 3
    limits.waiting = 40
    try await run(limits) { _ in
      Answer("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n", [UInt8](repeating: 1, count: 20), step: 8)
    } _: { client, server in
      let url = server.url("/x")
      let futures = (0..<40).map { _ in client.get(WebRequest(url, limit: 100)) }
      var sizes: [Int] = []
      for future in futures { sizes.append(try await future.get().body.count) }
      #expect(sizes == [Int](repeating: 20, count: 40))
      #expect(server.connections == 3)
      let many = (0..<60).map { _ in client.get(WebRequest(url, limit: 100)) }
      var busy = 0
      for future in many {
        if await failure({ _ = try await future.get() }) == .busy { busy += 1 }
      }
      #expect(busy > 0 && busy <= 20)
    }
  }

  @Test func `lets a connection go that nobody uses`() async throws {
    var limits = WebLimits()
    limits.keepAlive = .milliseconds(50)
    try await run(limits) { _ in
      .ok([1])
    } _: { client, server in
      for _ in 0..<2 {
        _ = try await client.get(WebRequest(server.url("/"), limit: 9)).get()
        try await Task.sleep(for: .milliseconds(600))
      }
      #expect(server.connections == 2)
    }
  }

  @Test func `asks again where a server ended a connection meanwhile`() async throws {
    let seen = Mutex<Set<Int>>([])
    let answer: @Sendable (ScriptedServer.Request) -> ScriptedServer.Answer = { request in
      // Each connection gives one answer, and hangs up on the next request.
      let isFirst = seen.withLock { $0.insert(request.connection).inserted }
      return isFirst ? .ok([UInt8(request.connection)]) : Answer("", isLast: true)
    }
    try await run(answer: answer) { client, server in
      for number in 0..<4 {
        let body = try await client.get(WebRequest(server.url("/"), limit: 9)).get().body
        #expect(body == [UInt8(number)])
      }
      #expect(server.requests.count == 7)
    }
  }

  @Test func `reads no faster than its answers are taken`() async throws {
    let size = 8 << 20
    try await run { _ in
      .ok([UInt8](repeating: 1, count: size))
    } _: { client, server in
      let given = Mutex((inFlight: 0, most: 0, all: 0))
      let tally = Tally(given: given)
      let sink = WebSink { part in
        let count = part.readableBytes
        tally.add(count)
        let promise = client.loop.makePromise(of: Void.self)
        client.loop.scheduleTask(in: .milliseconds(2)) {
          tally.take(count)
          promise.succeed()
        }
        return promise.futureResult
      }
      _ = try await client.get(WebRequest(server.url("/"), limit: Int64(size)), into: sink).get()
      #expect(tally.all == size)
      // One part at a time.
      #expect(tally.most <= 1 << 20)
    }
  }

  @Test func `tells a server's refusal, and its body to who wants it`() async throws {
    try await run { _ in
      .ok(Array("gone".utf8), status: "404 Not Found", fields: "Retry-After: 120\r\n")
    } _: {
      client, server in
      var request = WebRequest(server.url("/"), limit: 9)
      let answer = try await client.get(request).get()
      #expect(answer.head.status == 404 && answer.body.isEmpty && answer.head.fields.retryAfter == 120)
      request.wantsErrors = true
      #expect(try await client.get(request).get().body == Array("gone".utf8))
    }
  }

  @Test func `says what it cannot reach`() async throws {
    try await run { _ in
      .silence
    } _: { client, server in
      let unknown = try #require(WebURL("http://no-such-name.invalid/"))
      #expect(
        await failure(client, unknown, limit: 9)
          == .unknownHost("no-such-name.invalid"))
      let port = server.port
      try await server.channel.close()
      let closed = try #require(WebURL("http://127.0.0.1:\(port)/"))
      let refused = await failure(client, closed, limit: 9)
      if case .cannotConnect = refused {} else { Issue.record("\(String(describing: refused))") }
      try await client.stop().get()
      #expect(await failure(client, closed, limit: 9) == .stopped)
    }
  }
}

private final class Tally: Sendable {
  private let given: Mutex<(inFlight: Int, most: Int, all: Int)>
  init(given: consuming Mutex<(inFlight: Int, most: Int, all: Int)>) { self.given = given }

  func add(_ count: Int) {
    given.withLock {
      $0.inFlight += count
      $0.all += count
      $0.most = max($0.most, $0.inFlight)
    }
  }
  func take(_ count: Int) { given.withLock { $0.inFlight -= count } }
  var all: Int { given.withLock { $0.all } }
  var most: Int { given.withLock { $0.most } }
}
