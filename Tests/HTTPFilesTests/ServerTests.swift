import Diagnostics
import Files
import HTTPFiles
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A server on a loopback port` {
  let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.put("<h1>home</h1>", "site/index.html")
    try folder.put("0123456789", "site/media/ab/clip.mp4")
    try folder.put("secret", "outside.txt")
    try folder.put("beside", "elsewhere/cd/other.mp4")
  }

  /// Runs `body` against a server that is stopped afterwards.
  func serve(
    extra: [(prefix: String, root: String)] = [], idleSeconds: Int64 = 60, _ body: (Int) async throws -> Void
  ) async throws {
    let server = FileServer(root: folder("site"), extraRoots: extra, port: 0, idleSeconds: idleSeconds)
    let (ports, onStart) = AsyncStream.makeStream(of: Int.self)
    let running = Task { try await server.run { onStart.yield($0) } }
    let failed = Task {
      _ = await running.result
      onStart.finish()
    }
    var port: Int?
    for await started in ports {
      port = started
      break
    }
    do {
      try await body(try #require(port))
    } catch {
      running.cancel()
      throw error
    }
    running.cancel()
    await failed.value
    try await running.value
  }

  func get(_ path: String, _ headers: String..., port: Int) async throws -> String {
    let lines = ["GET \(path) HTTP/1.1", "Host: localhost", "Connection: close"] + headers
    return try await RawClient.exchange(lines.joined(separator: "\r\n") + "\r\n\r\n", port: port)
  }

  @Test func `files, ranges and errors arrive as HTTP`() async throws {
    try await serve { port in
      let page = try await get("/", port: port)
      #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(page.hasSuffix("\r\n\r\n<h1>home</h1>"))
      #expect(page.contains("Content-Type: text/html; charset=utf-8\r\n"))
      let part = try await get("/media/ab/clip.mp4", "Range: bytes=-4", port: port)
      #expect(part.hasPrefix("HTTP/1.1 206 Partial Content\r\n"))
      #expect(part.contains("Content-Range: bytes 6-9/10\r\n") && part.hasSuffix("\r\n\r\n6789"))
      let behind = try await get("/media/ab/clip.mp4", "Range: bytes=300-", port: port)
      #expect(behind.hasPrefix("HTTP/1.1 416 ") && behind.contains("Content-Range: bytes */10\r\n"))
      let absent = try await get("/absent", port: port)
      #expect(absent.hasPrefix("HTTP/1.1 404 "))
    }
  }

  @Test func `several requests on one connection are answered in their order`() async throws {
    try await serve { port in
      let answer = try await RawClient.exchange(
        "GET /media/ab/clip.mp4 HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n"
          + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", port: port)
      let heads = answer.split(separator: "HTTP/1.1 200 OK\r\n", omittingEmptySubsequences: true)
      #expect(heads.count == 3)
      #expect(heads.first?.hasSuffix("\r\n\r\n0123456789") == true)
      #expect(heads.dropFirst().first?.hasSuffix("\r\n\r\n") == true)
      #expect(heads.last?.hasSuffix("<h1>home</h1>") == true)
    }
  }

  @Test func `a large file arrives whole, in pieces`() async throws {
    let line = "0123456789abcdef"
    try folder.put(String(repeating: line, count: 65_536 * 2 + 1), "site/large.txt")
    try await serve { port in
      let answer = try await get("/large.txt", port: port)
      let body = try #require(answer.firstRange(of: "\r\n\r\n")).upperBound
      #expect(answer[body...] == String(repeating: line, count: 65_536 * 2 + 1))
    }
  }

  @Test func `a symlink that leads out is not followed, wherever it stands`() async throws {
    try folder.link("site/leak.txt", to: folder("outside.txt"))
    try folder.link("site/up", to: folder.path)
    try await serve { port in
      for path in ["/leak.txt", "/up/outside.txt", "/up/", "/../outside.txt", "/%2e%2e/outside.txt"] {
        let answer = try await get(path, port: port)
        #expect(answer.hasPrefix("HTTP/1.1 404 ") && !answer.contains("secret"), "\(path)")
      }
    }
  }

  @Test func `a prefix may stand in another folder`() async throws {
    try await serve(extra: [("media/", folder("elsewhere"))]) { port in
      let beside = try await get("/media/cd/other.mp4", port: port)
      #expect(beside.hasSuffix("beside"))
      let hidden = try await get("/media/ab/clip.mp4", port: port)
      #expect(hidden.hasPrefix("HTTP/1.1 404 "))
      let home = try await get("/", port: port)
      #expect(home.hasSuffix("<h1>home</h1>"))
    }
  }

  @Test func `a taken port is an error that names the next step`() async throws {
    try await serve { port in
      let error = await #expect(throws: FileServerError.self) {
        try await FileServer(root: folder("site"), port: port).run()
      }
      #expect(error == .portTaken(host: "127.0.0.1", port: port))
      #expect(error?.diagnostic.text.contains("--port ") == true)
    }
  }

  @Test func `garbage, endless headers and an endless address are refused`() async throws {
    try await serve { port in
      let garbage = try await RawClient.exchange("garbage\r\n\r\n", port: port)
      #expect(garbage.hasPrefix("HTTP/1.1 400 "))
      let long = try await get("/" + String(repeating: "a", count: 9_000), port: port)
      #expect(long.hasPrefix("HTTP/1.1 414 "))
      let many = (0..<200).map { "X-\($0): y" }.joined(separator: "\r\n")
      let crowded = try await get("/", many, port: port)
      #expect(crowded.hasPrefix("HTTP/1.1 431 "))
    }
  }

  @Test func `a connection that says nothing is closed`() async throws {
    try await serve(idleSeconds: 1) { port in
      let silence = try await RawClient.exchange("GET / HTTP/1.1\r\nHost:", port: port)
      #expect(silence == "")
    }
  }

  @Test func `stopping ends idle connections and frees the port`() async throws {
    let freed = Mutex(0)
    try await serve { port in
      freed.withLock { $0 = port }
      let page = try await get("/", port: port)
      #expect(page.hasSuffix("<h1>home</h1>"))
    }
    let port = freed.withLock { $0 }
    await #expect(throws: (any Error).self) { try await get("/", port: port) }
  }
}
