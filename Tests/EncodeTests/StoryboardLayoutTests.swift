import Testing

@testable import Encode

/// How many tiles, how far apart, in which grid (PeerTube's rule).
struct StoryboardLayoutTests {
  private let wide = PictureSize(width: 1920, height: 1080)

  @Test(arguments: [
    // Milliseconds, seconds a tile, tiles, columns, rows.
    (3000, 1, 3, 3, 1), (9999, 1, 10, 10, 1), (11_000, 1, 11, 11, 1), (12_000, 1, 12, 6, 2), (121_000, 1, 121, 11, 11),
    (121_001, 2, 61, 11, 6), (600_000, 5, 120, 11, 11), (3_600_000, 30, 120, 11, 11), (36_000_000, 298, 121, 11, 11),
  ])
  func `a length gives so many tiles`(_ duration: Int, _ interval: Int, _ count: Int, _ columns: Int, _ rows: Int)
    throws
  {
    let layout = try #require(StoryboardLayout(duration: Int64(duration), shown: wide))
    #expect(layout.timing.interval == interval)
    #expect(layout.timing.count == count)
    #expect([layout.columns, layout.rows] == [columns, rows])
  }

  @Test func `whatever the length, 121 tiles hold it, and every tile begins inside it`() throws {
    for duration in Array(3000...400_000).filter({ $0 % 997 < 3 }).map(Int64.init) + [1 << 40] {
      let layout = try #require(StoryboardLayout(duration: duration, shown: wide))
      let step = layout.timing.interval * 1000
      #expect((1...121).contains(layout.timing.count))
      #expect(Int64(layout.timing.count - 1) * step < duration && Int64(layout.timing.count) * step >= duration)
      #expect(layout.columns <= 11 && layout.rows <= 11 && layout.columns * layout.rows >= layout.timing.count)
    }
  }

  @Test(arguments: [
    (1920, 1080, 192, 108), (1080, 1920, 108, 192), (160, 90, 160, 90), (2048, 858, 192, 80), (100, 4000, 4, 192),
    (4000, 3, 192, 2),
  ])
  func `a tile is never larger than 192 pixels or than the video`(
    _ width: Int, _ height: Int, _ tileWidth: Int, _ tileHeight: Int
  ) throws {
    let layout = try #require(StoryboardLayout(duration: 5000, shown: PictureSize(width: width, height: height)))
    #expect(layout.tile == PictureSize(width: tileWidth, height: tileHeight))
  }
}
