import Diagnostics
import Encode
import Facts
import Testing

/// What becomes of a source without pictures.
struct SoundPlanTests {
  private func probe(
    _ codec: String, profile: Int? = nil, channels: Int = 2, needsRemux: Bool = false, cover: Bool = false,
    start: Int64 = 0
  ) -> ProbeReport {
    var streams = [
      StreamReport(
        index: 0, kind: .audio, codec: codec, profile: profile ?? (codec == "aac" ? 1 : nil), needsRemux: needsRemux,
        bitRate: 128_000, start: start, channels: channels, sampleRate: 44_100)
    ]
    if cover { streams.append(StreamReport(index: 1, kind: .picture, codec: "mjpeg", width: 600, height: 600)) }
    return ProbeReport(
      container: "mp3", duration: 60_000, size: 1_000_000, streams: streams, title: nil, description: nil, created: nil,
      chapters: [])
  }

  private func planned(_ probe: ProbeReport, _ request: RenditionRequest = .auto) throws -> SoundPlan {
    guard case .sound(let plan) = RenditionPlanner.plan(probe, request, path: "a.mp3") else {
      throw Surprise("no plan of sound alone")
    }
    return plan
  }

  private func refusal(_ probe: ProbeReport, _ request: RenditionRequest) throws -> Diagnostic {
    guard case .refused(let diagnostic) = RenditionPlanner.plan(probe, request, path: "a.mp3") else {
      throw Surprise("not refused")
    }
    return diagnostic
  }

  @Test func `AAC is taken over as it is, and nothing is said`() throws {
    for request in [RenditionRequest.auto, .copy] {
      let plan = try planned(probe("aac"), request)
      #expect(plan.sound.step == .copy(stream: 0) && !plan.isTranscoded)
      #expect(plan.notes == [] && plan.cover == nil)
    }
  }

  @Test(arguments: ["mp3", "opus", "flac", "vorbis", "wmav2", "pcm_s16le", "alac"])
  func `other sound becomes AAC, which is said`(codec: String) throws {
    let plan = try planned(probe(codec))
    #expect(plan.sound.recipe == "audio 0 aac 160k 2ch 44100 alone" && plan.isTranscoded)
    #expect(plan.notes.map(\.id) == ["encodes-sound"])
  }

  @Test func `surround sound is mixed down, and kept for copy`() throws {
    #expect(try planned(probe("aac", channels: 6)).sound.recipe == "audio 0 aac 160k 2ch 44100 alone")
    #expect(try planned(probe("aac", channels: 6), .copy).sound.isCopy)
  }

  @Test(arguments: ["opus", "flac"])
  func `what an MP4 holds is copied where nothing may be encoded, and who cannot play it is told`(codec: String) throws
  {
    let plan = try planned(probe(codec), .copy)
    #expect(plan.sound.step == .copy(stream: 0))
    #expect(plan.notes.map(\.id) == ["copy-not-universal"])
    #expect(plan.notes[0].nextStep == "set `renditions: auto` and it is encoded to AAC")
  }

  @Test(arguments: ["mp3", "vorbis", "pcm_s16le"])
  func `what no MP4 of browsers holds is refused for copy`(codec: String) throws {
    let diagnostic = try refusal(probe(codec), .copy)
    #expect(diagnostic.id == "cannot-copy")
    #expect(diagnostic.nextStep?.contains("renditions: auto") == true)
  }

  @Test func `heights mean nothing, which is no error`() throws {
    let plan = try planned(probe("aac"), .heights([1080, 480]))
    #expect(plan.sound.isCopy)
    #expect(plan.notes.map(\.id) == ["heights-of-sound"] && plan.notes[0].severity == .note)
  }

  @Test func `a cover is no picture, and is remembered`() throws {
    #expect(try planned(probe("mp3", cover: true)).cover == 1)
  }

  @Test func `a bare stream of frames goes through ffmpeg first, and then there is one more way`() throws {
    #expect(try planned(probe("aac", needsRemux: true)).sound.recipe == "audio 0 copy")
    #expect(try planned(probe("aac", needsRemux: true)).isTranscoded)
    let copy = try planned(probe("aac")).sound
    let remuxed = try #require(copy.remuxed)
    #expect(remuxed.isCopy && remuxed.step != copy.step && remuxed.remuxed == nil)
    #expect(remuxed.encoded?.recipe == "audio 0 aac 160k 2ch 44100 alone")
    #expect(remuxed.encoded?.encoded == nil)
  }

  @Test func `a sound that begins after its file begins the video`() throws {
    let plan = try planned(probe("aac", start: 500_000))
    #expect(plan.origin == -500_000)
    #expect(plan.sound.recipe == "audio 0 copy from -500000")
  }

  @Test func `the default sound is taken, and not a description`() throws {
    var report = probe("aac")
    report.streams[0].isDescription = true
    report.streams.append(
      StreamReport(index: 1, kind: .audio, codec: "aac", profile: 1, channels: 2, sampleRate: 48_000))
    #expect(try planned(report).audio.index == 1)
    report.streams[0].isDefault = true
    #expect(try planned(report).audio.index == 0)
  }

  @Test func `neither picture nor sound is refused`() throws {
    var report = probe("aac", cover: true)
    report.streams.removeFirst()
    let diagnostic = try refusal(report, .auto)
    #expect(diagnostic.id == "nothing-to-play" && diagnostic.nextStep != nil)
  }

  @Test func `its cost is told before it is made`() throws {
    let copied = try planned(probe("aac")).cost(size: 1_000_000, isMade: false)
    #expect(copied.copied == ["audio"] && copied.encoded == [] && copied.encode == 0)
    #expect(copied.write > 1_000_000 && copied.write < 10_000_000)
    var unknown = probe("mp3")
    unknown.duration = 0
    let encoded = try planned(unknown).cost(size: 1_000_000, isMade: false)
    #expect(encoded.encoded == ["audio"] && encoded.work == 1_000_000)
    #expect(try planned(unknown).cost(size: 1_000_000, isMade: true) == PlanCost())
    unknown.duration = .max
    #expect(try planned(unknown).cost(size: .max, isMade: false).write < 1 << 48)
  }
}
