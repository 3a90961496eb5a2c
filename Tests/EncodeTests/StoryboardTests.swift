import Encode
import Facts
import Files
import Testing

/// The storyboard of real files: the right moment in every tile, the right way up, the right form.
struct StoryboardTests {
  /// Each second has a grey of its own, so that a tile tells which second it shows.
  private static let seconds = "scale=32:18,geq=lum='16+5*floor(T)':cb=128:cr=128,scale=320:180"
  private static let keyframeASecond = [
    "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-keyint_min", "25", "-sc_threshold", "0", "-bf", "0",
  ]

  /// The second that a tile shows.
  private func second(_ path: String, _ board: StoryboardFacts, tile: Int) async throws -> Int {
    let (x, y) = (tile % board.columns * board.tileWidth, tile / board.columns * board.tileHeight)
    let luma = try await brightness(path, part: "\(board.tileWidth):\(board.tileHeight):\(x):\(y)")
    return Int((Double(luma) * 219 / 255 / 5).rounded())
  }

  private func shown(_ made: MadePictures, _ folder: String) async throws -> [Int] {
    let board = try #require(made.facts?.storyboard)
    var seconds: [Int] = []
    for tile in 0..<board.count { seconds.append(try await second("\(folder)/\(board.name)", board, tile: tile)) }
    return seconds
  }

  @Test func `each tile of a long video shows its own second`() async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", Self.keyframeASecond, seconds: 40, filter: Self.seconds)
      let made = try await pictures(
        source(film, reel: try await reel(film, folder), duration: 40_000), .automatic, folder)
      #expect(try await shown(made, folder) == Array(0..<40))
      let board = try #require(made.facts?.storyboard)
      #expect(board.interval == 1 && board.tileWidth == 192 && board.tileHeight == 108)
      #expect(board.width == 10 * 192 && board.height == 4 * 108)
    }
  }

  @Test func `each tile of a short video shows its own second, although it has one keyframe`() async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264", "-g", "999"], seconds: 7, filter: Self.seconds)
      let made = try await pictures(source(film, duration: 7000), .automatic, folder)
      #expect(try await shown(made, folder) == Array(0..<7))
    }
  }

  @Test func `where keyframes are sparse a tile repeats the one before it`() async throws {
    try await withFolder { folder in
      let options = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "125", "-sc_threshold", "0", "-bf", "0"]
      let film = try await clip(folder, "a.mp4", options, seconds: 22, filter: Self.seconds)
      let made = try await pictures(
        source(film, reel: try await reel(film, folder), duration: 22_000), .automatic, folder)
      #expect(try await shown(made, folder) == (0..<22).map { $0 / 5 * 5 })
    }
  }

  @Test func `a long video with one keyframe shows it in every tile`() async throws {
    try await withFolder { folder in
      let options = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "9999", "-sc_threshold", "0"]
      let film = try await clip(folder, "a.mp4", options, seconds: 18, filter: Self.seconds)
      let made = try await pictures(
        source(film, reel: try await reel(film, folder), duration: 18_000), .automatic, folder)
      #expect(try await shown(made, folder) == Array(repeating: 0, count: 18))
    }
  }

  @Test(arguments: [(2999, false), (3000, true)]) func `under three seconds there is none`(
    duration: Int, isMade: Bool
  ) async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264"], seconds: 3)
      let facts = try #require(try await pictures(source(film, duration: Int64(duration)), .automatic, folder).facts)
      #expect((facts.storyboard != nil) == isMade)
      #expect(facts.poster.width == 320)
    }
  }

  @Test func `a poster that somebody gave changes nothing of the storyboard`() async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264"], seconds: 4)
      let poster = try await clip(folder, "p.png", ["-frames:v", "1"], size: "600x400")
      let chosen = try await pictures(source(film, duration: 4000), .automatic, folder)
      let given = try await pictures(source(film, duration: 4000), .file(poster), folder)
      let timed = try await pictures(source(film, duration: 4000), .time(1000), folder)
      #expect(chosen.facts?.storyboard != nil)
      #expect(given.facts?.storyboard == chosen.facts?.storyboard)
      #expect(timed.facts?.storyboard == chosen.facts?.storyboard)
    }
  }

  @Test func `a turned picture stands upright in poster and tiles`() async throws {
    try await withFolder { folder in
      // Bright on the left as it lies, so bright at the top when it is turned clockwise.
      let half = "drawbox=x=0:y=0:w=iw/2:h=ih:c=white:t=fill,drawbox=x=iw/2:y=0:w=iw/2:h=ih:c=0x303030:t=fill"
      let flat = try await clip(folder, "flat.mp4", ["-c:v", "libx264"], seconds: 4, filter: half)
      let film = "\(folder)/turned.mp4"
      let turn = ["-v", "error", "-i", flat, "-c", "copy", "-metadata:s:v", "rotate=270", film]
      #expect(try await SubprocessRunner().run(Command("ffmpeg", turn)).isSuccess)
      let isTopBright = try await brightness(film, part: "180:100:0:0") > 200
      let made = try await pictures(source(film, width: 180, height: 320, duration: 4000), .automatic, folder)
      let board = try #require(made.facts?.storyboard)
      #expect(board.tileWidth == 108 && board.tileHeight == 192)
      let parts = [
        ("\(folder)/\(made.names[0])", "180:100:0:0", "180:100:0:220"),
        ("\(folder)/\(board.name)", "108:60:0:0", "108:60:0:132"),
      ]
      for (file, top, bottom) in parts {
        #expect((try await brightness(file, part: top) > 200) == isTopBright, "\(file)")
        #expect((try await brightness(file, part: bottom) > 200) == !isTopBright, "\(file)")
      }
    }
  }

  @Test func `an anamorphic picture has the form that it is shown in`() async throws {
    try await withFolder { folder in
      let film = try await clip(
        folder, "a.mp4", ["-c:v", "libx264"], seconds: 4, filter: "scale=360:288,setsar=64/45", size: "512x288")
      let made = try await pictures(source(film, width: 512, height: 288, duration: 4000), .automatic, folder)
      let facts = try #require(made.facts)
      #expect(facts.poster.width == 512 && facts.poster.height == 288)
      #expect(facts.storyboard?.tileWidth == 192 && facts.storyboard?.tileHeight == 108)
      #expect(
        try await probe("\(folder)/\(facts.poster.posterName)", "stream=sample_aspect_ratio")
          == "sample_aspect_ratio=1:1\n")
    }
  }
}
