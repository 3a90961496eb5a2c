import Facts
import Hashing
import Testing

@testable import Build

struct `Sounds beside the one in the films` {
  private func stream(
    _ index: Int, _ language: String? = nil, title: String? = nil, isDescription: Bool = false, channels: Int = 2
  ) -> StreamReport {
    StreamReport(
      index: index, kind: .audio, codec: "aac", language: language, title: title, isDescription: isDescription,
      channels: channels, sampleRate: 48_000)
  }

  private func choice(_ others: [StreamReport], main: StreamReport? = nil) -> SoundChoice {
    let main = main ?? stream(1, "fre")
    let picture = StreamReport(index: 0, kind: .video, codec: "h264", width: 640, height: 360)
    let probe = ProbeReport(
      container: "matroska", duration: 1000, size: 1, streams: [picture, main] + others, title: nil, description: nil,
      created: nil, chapters: [])
    return SoundChoice(probe, beside: main)
  }

  @Test func `are named by language and kind`() {
    let choice = choice([
      stream(2, "eng"), stream(3, "eng", isDescription: true), stream(4, "zh-hant"), stream(5),
      stream(6, "fra", title: "Audiodescription"),
    ])
    #expect(
      choice.others.map(\.name) == [
        "audio-en", "audio-en-description", "audio-zh-hant", "audio-und", "audio-fr-description",
      ])
    #expect(choice.others.map(\.track.language) == ["en", "en", "zh-Hant", nil, "fr"])
    #expect(choice.others.map(\.track.isDescription) == [false, true, false, false, true])
    #expect(choice.alike.isEmpty && choice.tooMany.isEmpty)
  }

  @Test func `are left out where nothing tells them from another one`() {
    let choice = choice([stream(2, "fra", channels: 6), stream(3, "en"), stream(4, "eng"), stream(5, "en", title: "")])
    #expect(choice.others.map(\.stream.index) == [3])
    #expect(choice.alike.map(\.index) == [2, 4, 5])
  }

  @Test func `of one language are told apart by their titles, and numbered`() {
    let choice = choice([stream(2, "fre", title: "The author speaks"), stream(3, "fre", title: "The critic speaks")])
    #expect(choice.others.map(\.name) == ["audio-fr", "audio-fr-2"])
    #expect(choice.others.map(\.track.title) == ["The author speaks", "The critic speaks"])
  }

  @Test func `are sixteen at most`() {
    let choice = choice((2..<22).map { stream($0, title: "Sound \($0)") })
    #expect(choice.others.map(\.stream.index) == Array(2..<18))
    #expect(choice.tooMany.map(\.index) == [18, 19, 20, 21])
    #expect(Set(choice.others.map(\.name)).count == 16)
  }

  @Test func `have names and titles that no container can make dangerous or long`() throws {
    let choice = choice([stream(2, "../x"), stream(3, "en", title: String(repeating: "é", count: 900))])
    #expect(choice.others.map(\.name) == ["audio-und", "audio-en"])
    #expect(choice.others.last?.track.title?.count == 60)
  }

  @Test(arguments: [
    ("copy", true, "copy", true), ("copy 0; audio 1 copy", true, "audio 1 copy", true),
    ("copy 0; audio 1 aac 160k 2ch 48000", false, "audio 1 aac 160k 2ch 48000", false),
    ("h264 1280x720 25/1 crf=23 maxrate=1k preset=fast deinterlace; audio 1 copy from -40", false, "audio 1 copy from -40", true),
  ])
  func `the recipe of a film tells how its sound was made`(recipe: String, isCopy: Bool, sound: String, copied: Bool) {
    let digest = SHA256.hash([1])
    let film = RenditionFacts(
      name: "720p", codec: .h264, codecs: "avc1.64001f,mp4a.40.2", width: 1280, height: 720, frameRate: Rate(25, 1),
      hasAudio: true, isCopy: isCopy, size: 1, sha256: digest, duration: 1, peakBandwidth: 1, averageBandwidth: 1,
      initOffset: 0, initLength: 1, segmentCount: 1, torrentName: "a", pieceLength: 1, piecesRoot: digest,
      infohashes: Infohashes(v1: SHA1.hash([]), hybridV1: SHA1.hash([]), hybridV2: digest), recipe: recipe)
    #expect(film.soundRecipe == sound)
    #expect(film.soundIsCopy == copied)
    #expect(film.soundCodec == "mp4a.40.2")
  }
}
