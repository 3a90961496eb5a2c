import Testing

@testable import Build

struct `A name below media` {
  @Test(arguments: [
    "0123456789abcdef0123/720p-1a2b3c4d.mp4", "0123456789abcdef0123/1080p-av1-1a2b3c4d.mp4",
    "0123456789abcdef0123/thumbnail-280-1a2b3c4d.webp", "0123456789abcdef0123/poster-1a2b3c4d.jpg",
    "0123456789abcdef0123/720p-01234567/12-1a2b3c4d.m4s",
  ])
  func `of our form tells the beginning of its digest`(name: String) {
    #expect(MediaName.digest(in: name) == "1a2b3c4d")
  }

  @Test(arguments: [
    "holiday.mp4", "0123456789abcdef0123/holiday.mp4", "0123456789abcdef0123/-1a2b3c4d.mp4",
    "0123456789ABCDEF0123/720p-1a2b3c4d.mp4", "0123456789abcdef0123/720p-1A2B3C4D.mp4",
    "0123456789abcdef012/720p-1a2b3c4d.mp4", "0123456789abcdef0123/720p-1a2b3c4.mp4",
    "0123456789abcdef0123/720p-1a2b3c4d.sh", "0123456789abcdef0123/x/720p-1a2b3c4d.mp4", "",
    "0123456789abcdef0123/12-1a2b3c4d.m4s", "0123456789abcdef0123/720p/12-1a2b3c4d.m4s",
    "0123456789abcdef0123/720p-01234567/init.mp4",
  ])
  func `of another form tells none`(name: String) {
    #expect(MediaName.digest(in: name) == nil)
  }
}

struct `A file of the state folder` {
  @Test func `tells whose it is`() throws {
    #expect(try #require(StateGarbage.video(of: "sea/talk.mp4.txt")) == ("sea/talk.mp4", nil))
    #expect(try #require(StateGarbage.video(of: "talk.mp4.hashes")) == ("talk.mp4", nil))
    #expect(try #require(StateGarbage.video(of: "talk.mp4.pt-BR.vtt")) == ("talk.mp4", "pt-BR"))
    #expect(StateGarbage.video(of: "talk.vtt") == nil)
    #expect(StateGarbage.video(of: "notes.md") == nil)
  }

  @Test func `is an intermediate only in our form`() {
    #expect(StateGarbage.isWork("0123456789abcdef0123.mp4") && StateGarbage.isWork("0123456789abcdef0123.mp4.part"))
    #expect(!StateGarbage.isWork("film.mp4") && !StateGarbage.isWork("fingerprints.tsv"))
    #expect(!StateGarbage.isWork("0123456789abcdef0123/x.mp4") && !StateGarbage.isWork("0123456789abcdef01234.mp4"))
  }
}
