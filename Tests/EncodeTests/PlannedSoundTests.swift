import Encode
import Facts
import Testing

/// What becomes of a sound that is published beside the films' own.
struct PlannedSoundTests {
  private func stream(_ codec: String, profile: Int? = nil, needsRemux: Bool = false) -> StreamReport {
    StreamReport(
      index: 2, kind: .audio, codec: codec, profile: profile, needsRemux: needsRemux, channels: 2, sampleRate: 48_000)
  }

  private func planned(
    _ stream: StreamReport, like codecs: String = "mp4a.40.2", origin: Int64 = 0, encodes: Bool = true
  ) -> PlannedSound? {
    PlannedSound(stream, like: codecs, origin: origin, encodes: encodes)
  }

  @Test(arguments: [
    ("aac", 1, "mp4a.40.2"), ("aac", nil, "mp4a.40.2"), ("aac", 4, "mp4a.40.5"), ("aac", 28, "mp4a.40.29"),
    ("opus", nil, "opus"), ("flac", nil, "fLaC"),
  ] as [(String, Int?, String)])
  func `what has the codec of the films' sound is taken over as it is`(codec: String, profile: Int?, codecs: String) {
    let sound = planned(stream(codec, profile: profile), like: codecs)
    #expect(sound?.step == .copy(stream: 2))
    #expect(sound?.isCopy == true && sound?.recipe == "audio 2 copy")
  }

  @Test(arguments: ["mp3", "ac3", "opus", "vorbis", "pcm_s16le"])
  func `another one becomes AAC beside AAC, and Opus beside Opus`(codec: String) {
    #expect(planned(stream(codec))?.recipe == "audio 2 aac 160k 2ch 48000")
    if codec == "opus" { return }
    #expect(planned(stream(codec), like: "opus")?.recipe == "audio 2 opus 112k 2ch")
  }

  @Test func `HE-AAC beside AAC-LC is encoded, since players do not change between the two`() {
    #expect(planned(stream("aac", profile: 4))?.isCopy == false)
  }

  @Test(arguments: [("ac3", nil), ("mp3", nil), ("aac", 0)] as [(String, Int?)])
  func `nothing is encoded where that is not allowed`(codec: String, profile: Int?) {
    #expect(planned(stream(codec, profile: profile), encodes: false) == nil)
  }

  @Test(arguments: [("aac", 4), ("opus", nil), ("flac", nil)] as [(String, Int?)])
  func `what an MP4 holds is copied where nothing is encoded, whatever the films carry`(codec: String, profile: Int?) {
    #expect(planned(stream(codec, profile: profile), encodes: false)?.step == .copy(stream: 2))
  }

  @Test func `a stream in another form, or of a file that begins earlier, goes through a file of ffmpeg`() {
    #expect(planned(stream("aac", needsRemux: true))?.recipe == "audio 2 copy")
    #expect(planned(stream("aac", needsRemux: true))?.step != .copy(stream: 2))
    #expect(planned(stream("aac"), origin: -40_000)?.recipe == "audio 2 copy from -40000")
    // Matroska rounds to milliseconds.
    #expect(planned(stream("aac"), origin: -2000)?.step == .copy(stream: 2))
  }

  @Test func `a copy that packaging refuses is encoded, and then there is no other way`() throws {
    let encoded = try #require(planned(stream("aac"))?.encoded)
    #expect(encoded.recipe == "audio 2 aac 160k 2ch 48000")
    #expect(encoded.encoded == nil)
  }
}
