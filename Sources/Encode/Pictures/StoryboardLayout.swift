/// Which instants of a video a storyboard shows: PeerTube's way (contracts/peertube.md 5.5), whose player reckons the tile
/// of an instant from the interval alone.
struct StoryboardTiming: Hashable {
  static let mostTiles: Int64 = 121
  /// Shorter videos have none, in milliseconds.
  static let shortest: Int64 = 3000

  /// Whole seconds from one tile to the next.
  let interval: Int64
  /// Tiles; the first shows the start.
  let count: Int

  /// - Parameter duration: in milliseconds; a video without a length counts as one instant.
  init(duration: Int64) {
    let duration = max(1, duration)
    let seconds = (duration - 1) / 1000 + 1
    interval = max(1, (seconds - 1) / Self.mostTiles + 1)
    count = Int((duration - 1) / (interval * 1000) + 1)
  }
}

/// How the tiles lie in one picture: row by row, the first at the top left.
struct StoryboardLayout: Hashable {
  /// Of a tile's longer side, in pixels.
  static let longestSide = 192
  private static let mostInRow = 11

  let timing: StoryboardTiming
  let tile: PictureSize
  let columns: Int
  let rows: Int

  /// nil where the video is too short.
  ///
  /// - Parameter duration: in milliseconds.
  init?(duration: Int64, shown: PictureSize) {
    guard duration >= StoryboardTiming.shortest else { return nil }
    timing = StoryboardTiming(duration: duration)
    // Even sides: in 4:2:0 an odd tile would share its last colours with the next one.
    tile = shown.fitted(within: Self.longestSide).even
    // As few rows as there can be, then as few columns, which is how PeerTube lays them out.
    let count = timing.count
    rows = (count - 1) / Self.mostInRow + 1
    columns = max(rows, (count - 1) / rows + 1)
  }
}
