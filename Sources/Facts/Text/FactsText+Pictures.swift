import Hashing

/// The lines that tell of pictures. Those of form 1 have no `picture-form`, no second file in a line and no storyboard:
/// they stay readable for life, since facts are kept in git.
extension FactsText {
  static func add(_ pictures: PictureSet, to record: inout Record) {
    record.add("picture-origin", pictures.origin)
    if pictures.form != 1 { record.add("picture-form", pictures.form) }
    record.add("poster", text(pictures.poster))
    for thumbnail in pictures.thumbnails { record.add("thumbnail", text(thumbnail)) }
    if let storyboard = pictures.storyboard { record.add("storyboard", text(storyboard)) }
  }

  static func pictures(_ record: Record) throws(Damage) -> PictureSet? {
    guard let origin = record["picture-origin"] else { return nil }
    var thumbnails: [PictureFacts] = []
    for text in record.all("thumbnail") {
      guard let picture = picture(text) else { throw .missing("thumbnail") }
      thumbnails.append(picture)
    }
    return PictureSet(
      origin: origin, form: record["picture-form"] == nil ? 1 : try need(record, "picture-form", { Int($0) }),
      poster: try need(record, "poster", picture), thumbnails: thumbnails,
      storyboard: record["storyboard"] == nil ? nil : try need(record, "storyboard", storyboard))
  }

  /// `1280x720 <bytes> <sha256>`, and the same of the WebP: `<bytes> <sha256>`.
  private static func text(_ picture: PictureFacts) -> String {
    let jpeg = "\(picture.width)x\(picture.height) \(picture.size) \(picture.sha256.hex)"
    return picture.webP.map { "\(jpeg) \($0.size) \($0.sha256.hex)" } ?? jpeg
  }

  private static func picture(_ text: String) -> PictureFacts? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3 || parts.count == 5, let sides = sides(parts[0]), let file = file(parts[1...2]) else {
      return nil
    }
    var picture = PictureFacts(width: sides.0, height: sides.1, size: file.size, sha256: file.sha256)
    if parts.count == 5 {
      guard let webP = Self.file(parts[3...4]) else { return nil }
      picture.webP = webP
    }
    return picture
  }

  /// `2112x1188 192x108 120 5 <bytes> <sha256>`: the whole, a tile, tiles, seconds a tile.
  private static func text(_ storyboard: StoryboardFacts) -> String {
    "\(storyboard.width)x\(storyboard.height) \(storyboard.tileWidth)x\(storyboard.tileHeight) \(storyboard.count) "
      + "\(storyboard.interval) \(storyboard.size) \(storyboard.sha256.hex)"
  }

  private static func storyboard(_ text: String) -> StoryboardFacts? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 6, let whole = sides(parts[0]), let tile = sides(parts[1]), let count = Int(parts[2]),
      let interval = Int64(parts[3]), let file = file(parts[4...5]), tile.0 <= whole.0, tile.1 <= whole.1,
      // Documents have one cue a tile, and say times of so many intervals.
      count > 0, count <= (whole.0 / tile.0) * (whole.1 / tile.1), (1...Int64(1) << 40).contains(interval)
    else { return nil }
    return StoryboardFacts(
      width: whole.0, height: whole.1, tileWidth: tile.0, tileHeight: tile.1, count: count, interval: interval,
      size: file.size, sha256: file.sha256)
  }

  /// Both above 0, and below what any picture has.
  private static func sides(_ text: Substring) -> (Int, Int)? {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count == 2, let width = sides[0], let height = sides[1], (1...65_535).contains(width),
      (1...65_535).contains(height)
    else { return nil }
    return (width, height)
  }

  private static func file(_ parts: ArraySlice<Substring>) -> PictureFacts.Twin? {
    guard let first = parts.first, let last = parts.last, let size = Int64(first), let sha256 = Digest256(hex: last)
    else { return nil }
    return PictureFacts.Twin(size: size, sha256: sha256)
  }
}
