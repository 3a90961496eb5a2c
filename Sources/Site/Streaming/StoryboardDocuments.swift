import Catalog
import Facts

/// `storyboard.vtt`: for each tile of the storyboard the time that it stands for and where it lies in the picture, as a
/// media fragment (`#xywh=`), which is how players read it (contracts/site.md).
enum StoryboardDocuments {
  static let name = "storyboard.vtt"

  static func documents(_ video: Video, _ context: SiteContext) -> [Document] {
    guard let board = video.facts.pictures?.storyboard else { return [] }
    let path = context.addresses.videoFolder(video) + name
    let picture = context.addresses.media(from: path, to: context.addresses.mediaFolder(video) + board.name)
    let duration = video.facts.source.duration
    var inputs = InputDigest("storyboard 1")
    inputs.add(picture)
    inputs.add(duration)
    inputs.add([board.width, board.height, board.tileWidth, board.tileHeight, board.count].map(String.init))
    inputs.add(board.interval)
    return [Document(path: path, inputs: inputs.finish()) { webVTT(board, picture, duration) }]
  }

  private static func webVTT(_ board: StoryboardFacts, _ picture: String, _ duration: Int64) -> [UInt8] {
    var text = "WEBVTT\n"
    for tile in 0..<board.count {
      let start = Int64(tile) * board.interval * 1000
      // The last tile lasts until the end; a cue must not end where it begins.
      let end = tile + 1 < board.count ? start + board.interval * 1000 : max(duration, start + 1)
      let (x, y) = (tile % board.columns * board.tileWidth, tile / board.columns * board.tileHeight)
      text += "\n\(WebVTT.timestamp(start)) --> \(WebVTT.timestamp(end))\n"
      text += "\(picture)#xywh=\(x),\(y),\(board.tileWidth),\(board.tileHeight)\n"
    }
    return Array(text.utf8)
  }
}
