import Facts
import Testing

private let requests: [MediaRequest] = [
  .probe(source: "/videos/été \\ \n: a.mp4"),
  .package(
    PackageRequest(
      input: .streams(source: "/a", video: 0, audio: 3), output: "/b", tables: "/c", hashSource: true)),
  .package(
    PackageRequest(
      input: .streams(source: "/a", video: nil, audio: 1), output: "/b", tables: "/c", hashSource: false)),
  .package(
    PackageRequest(
      input: .joined(
        JoinedInput(
          parts: [.init(path: "/\u{301} 1 .mp4", start: 0), .init(path: "/2\n.mp4", start: 102_400)],
          cuts: [0, 51_200, 102_400], audio: "/sound.m4a")), output: "/b", tables: "/c", hashSource: false)),
  .package(
    PackageRequest(
      input: .joined(JoinedInput(parts: [], cuts: [], audio: "/a")), output: "/b", tables: "/c", hashSource: false)),
  .reel(ReelRequest(source: "/a b", output: "/c", interval: 2000, count: 121)),
]

private let untimedPicture = {
  var stream = StreamReport(index: 3, kind: .video, codec: "h264")
  stream.untoldDelay = 80_000
  return stream
}()

private let forcedSubtitles = {
  var stream = StreamReport(index: 2, kind: .subtitle, codec: "subrip", language: "eng", title: "Signs")
  (stream.isForced, stream.isForDeaf) = (true, true)
  return stream
}()

private let answers: [MediaAnswer] = [
  .progress(done: 5, total: 10),
  .reeled(pictures: 121),
  .failed(MediaFailure(.mustEncode, "a keyframe every 20 s\nor more")),
  .packaged(
    PackageReport(
      sourceSHA256: nil, codecs: "avc1.64001f", width: 640, height: 360, frameRate: Rate(25, 1), size: 9,
      sha256: digest("a"), duration: 1000, peakBandwidth: 2, averageBandwidth: 1, initOffset: 48, initLength: 700,
      segmentCount: 1, pieceLength: 262_144, piecesRoot: digest("r"))),
  .probed(
    ProbeReport(
      container: "matroska", duration: 1000, size: 5,
      streams: [
        StreamReport(
          index: 0, kind: .video, codec: "h264", profile: 100, needsRemux: true, title: "é", isDefault: true,
          bitRate: 5, start: -40_000, width: 640, height: 360, rotation: 90, pixelAspect: Rate(4, 3),
          frameRate: Rate(30_000, 1001),
          bitDepth: 10, pixelFormat: "yuv420p10le", transfer: "smpte2084", primaries: "bt2020",
          matrix: "bt2020nc", isFullRange: true, isInterlaced: true, keyframeGap: 4000),
        StreamReport(
          index: 1, kind: .audio, codec: "aac", language: "fra", isDescription: true, channels: 2, sampleRate: 48_000),
        forcedSubtitles, untimedPicture,
      ], title: "t", description: "d\nd", created: "2024-05-01T10:00:00Z",
      chapters: [ChapterFacts(start: 1, title: "\u{301}x y")])),
  .probed(
    ProbeReport(
      container: "mov", duration: 0, size: 0, streams: [], title: nil, description: nil, created: nil, chapters: [])),
]

@Suite struct `What the programs say to each other` {
  @Test(arguments: requests) func `a request reads back from its text`(request: MediaRequest) throws {
    #expect(MediaRequest(record: try #require(Record(text: request.record.text))) == request)
  }

  @Test(arguments: answers) func `an answer reads back from its text`(answer: MediaAnswer) throws {
    #expect(MediaAnswer(record: try #require(Record(text: answer.record.text))) == answer)
  }

  @Test(arguments: requests.map(\.record) + answers.map(\.record))
  func `a record is one line a field and holds no empty line, which ends it`(record: Record) {
    #expect(record.text.utf8.count { $0 == 0x0A } == record.fields.count)
    #expect(!record.text.contains("\n\n"))
  }

  @Test(arguments: answers)
  func `an answer cut at any byte is none or another one`(answer: MediaAnswer) {
    let bytes = Array(answer.record.text.utf8)
    for end in 0..<bytes.count - 1 {
      let read = Record(text: String(decoding: bytes[..<end], as: UTF8.self)).flatMap(MediaAnswer.init(record:))
      #expect(read != answer)
    }
  }

  @Test(arguments: answers)
  func `mutated answers never crash`(answer: MediaAnswer) {
    let bytes = Array(answer.record.text.utf8)
    var random = Seeded(state: 11)
    var different = 0
    for _ in 0..<2000 {
      let text = String(decoding: random.mutate(bytes, count: 3), as: UTF8.self)
      if Record(text: text).flatMap(MediaAnswer.init(record:)) != answer { different += 1 }
    }
    #expect(different > 0)
  }

  @Test func `a stream that is not whole makes the report none`() throws {
    var record = try #require(answers.first { if case .probed = $0 { true } else { false } }).record
    record.fields.removeAll { $0.key == "s.codec" }
    #expect(MediaAnswer(record: record) == nil)
  }

  @Test(arguments: ["part", "cuts"]) func `a part or a cut that is no number makes the request none`(key: String) throws
  {
    var record = try #require(requests.first { $0.record["part"] != nil }).record
    let place = try #require(record.fields.lastIndex { $0.key == key })
    record.fields[place].value = "x" + record.fields[place].value
    #expect(MediaRequest(record: record) == nil)
  }
}
