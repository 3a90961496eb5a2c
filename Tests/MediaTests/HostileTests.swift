import Facts
import Testing

@Suite struct `What is no video, or a broken one` {
  @Test func `each kind of wrong file is named`() async throws {
    let folder = try Folder()
    try folder.put("", "empty.mp4")
    try folder.put("A text that somebody called a film.\n", "text.mp4")
    let bytes = try folder.bytes(of: await Source.h264(folder, "whole.mp4", more: ["-movflags", "+faststart"]))
    try folder.put(Array(bytes.prefix(bytes.count / 2)), "cut.mp4")
    let tail = try folder.bytes(of: await Source.h264(folder, "tail.mp4"))
    try folder.put(Array(tail.prefix(tail.count * 3 / 4)), "no-moov.mp4")
    for name in ["whole.mkv", "whole.avi"] {
      let bytes = try folder.bytes(of: await Source.h264(folder, name, frames: 0))
      try folder.put(Array(bytes.prefix(bytes.count * 2 / 3)), "cut-\(name)")
      #expect(try await MediaProgram.failure(probing: folder(name)) == nil)
      #expect(try await MediaProgram.failure(probing: folder("cut-\(name)")) == .truncated)
    }
    try folder.put("1\n00:00:01,000 --> 00:00:02,000\nWords.\n", "words.srt")
    try await ffmpeg("-i", folder("words.srt"), folder("words.mkv"))

    #expect(try await MediaProgram.failure(probing: folder("empty.mp4")) == .empty)
    #expect(try await MediaProgram.failure(probing: folder("text.mp4")) == .notMedia)
    #expect(try await MediaProgram.failure(probing: folder("cut.mp4")) == .truncated)
    #expect(try await MediaProgram.failure(probing: folder("no-moov.mp4")) == .truncated)
    #expect(try await MediaProgram.failure(probing: folder("words.mkv")) == .noVideo)
    #expect(try await MediaProgram.failure(probing: folder("absent.mp4")) == .unreadable)
    #expect(try await MediaProgram.failure(probing: folder.path) == .unreadable)
  }

  @Test func `a playlist and a list of files are no media, and what they name stays closed`() async throws {
    let folder = try Folder()
    let secret = try await Source.h264(folder, "secret.mp4", seconds: 2)
    try folder.put("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n\(secret)\n#EXT-X-ENDLIST\n", "list.avi")
    try folder.put("ffconcat version 1.0\nfile '\(secret)'\n", "concat.mp4")
    for name in ["list.avi", "concat.mp4"] {
      #expect(try await MediaProgram.failure(probing: folder(name)) == .notMedia)
      let request = PackageRequest(
        input: .streams(source: folder(name), video: 0, audio: nil), output: folder("out.mp4"),
        tables: folder("out.hashes"), hashSource: true)
      let answers = try await MediaProgram.ask([.package(request)])
      guard case .failed? = answers.all.last else {
        Issue.record("\(name) was packaged")
        continue
      }
      let trace = try await tool(
        "strace", ["-f", "-e", "trace=open,openat", MediaProgram.path],
        input: MediaRequest.probe(source: folder(name)).record.text + "\n")
      #expect(trace.err.contains(name))
      #expect(!trace.err.contains("secret.mp4"))
    }
  }

  @Test func `one bad file does not end the program`() async throws {
    let folder = try Folder()
    try folder.put("no film", "bad.mp4")
    let good = try await Source.h264(folder, "good.mp4", seconds: 1)
    let answers = try await MediaProgram.ask([.probe(source: folder("bad.mp4")), .probe(source: good)])
    #expect(answers.all.count == 2)
    guard case .failed? = answers.all.first, case .probed? = answers.all.last else {
      Issue.record("the answers were \(answers.all)")
      return
    }
  }

  @Test func `the memory limit is an argument, and another argument is refused`() async throws {
    let folder = try Folder()
    let good = try await Source.h264(folder, "good.mp4", seconds: 1)
    let answers = try await MediaProgram.ask([.probe(source: good)], arguments: ["--memory", "512"])
    #expect(answers.endedWell)
    let wrong = try await MediaProgram.ask([.probe(source: good)], arguments: ["--memory", "much"])
    #expect(wrong.all.isEmpty)
  }

  @Test(arguments: ["source.mp4", "source.mkv"]) func `truncation at any place never crashes`(name: String) async throws
  {
    let folder = try Folder()
    let bytes = try folder.bytes(of: await Source.h264(folder, name, seconds: 0.4, keyframes: 5))
    var requests: [MediaRequest] = []
    let places =
      Array(stride(from: 0, through: min(bytes.count, 1200), by: 37))
      + Array(stride(from: 1200, to: bytes.count, by: 509))
    for (number, end) in places.enumerated() {
      try folder.put(Array(bytes.prefix(end)), "cut-\(number)")
      requests += Self.all(folder("cut-\(number)"), folder)
    }
    try await Self.serves(requests)
  }

  @Test(arguments: ["source.mp4", "source.mkv", "source.flv"]) func `changed bytes never crash`(name: String)
    async throws
  {
    let folder = try Folder()
    let bytes = try folder.bytes(of: await Source.h264(folder, name, seconds: 0.4, keyframes: 5))
    var random = SplitMix(state: 0x5EED)
    var requests: [MediaRequest] = []
    for number in 0..<150 {
      var changed = bytes
      // Most of what can go wrong stands in the heads and the tables.
      for _ in 0..<(1 + random.below(6)) {
        let inTables = random.below(2) == 0
        let place = inTables ? bytes.count - 1 - random.below(min(bytes.count, 1500)) : random.below(bytes.count)
        changed[place] = random.below(3) == 0 ? 0xFF : UInt8(random.below(256))
      }
      try folder.put(changed, "changed-\(number)")
      requests += Self.all(folder("changed-\(number)"), folder)
    }
    try await Self.serves(requests)
  }

  private static func all(_ source: String, _ folder: Folder) -> [MediaRequest] {
    [
      .probe(source: source),
      .package(
        PackageRequest(
          input: .streams(source: source, video: 0, audio: 1), output: folder("hostile.mp4"),
          tables: folder("hostile.hashes"), hashSource: true)),
      .reel(ReelRequest(source: source, output: folder("hostile-reel.mp4"), interval: 100, count: 121)),
    ]
  }

  /// One answer that ends a request each, and status 0.
  private static func serves(_ requests: [MediaRequest]) async throws {
    let answers = try await MediaProgram.ask(requests)
    #expect(answers.endedWell)
    #expect(!answers.wasKilled)
    let ends = answers.all.count { if case .progress = $0 { false } else { true } }
    #expect(ends == requests.count)
  }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((value ^ (value >> 31)) % UInt64(max(1, bound)))
  }
}
