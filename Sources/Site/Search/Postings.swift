/// In which videos a word stands: numbers that rise, as text of six bits a letter.
///
/// A number is written in groups of five bits, the lowest first, each group a letter; a letter's sixth bit says that another
/// one follows. Video numbers are written as the distance to the one before (the first to -1), less one.
struct Postings {
  private(set) var text: [UInt8] = []
  private var last = -1

  static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// Of rising numbers.
  static func list(_ videos: [Int]) -> String {
    var postings = Postings()
    for video in videos { postings.add(video) }
    return String(decoding: postings.text, as: UTF8.self)
  }

  /// A video of a plain list; larger than those before.
  mutating func add(_ video: Int) {
    write(video - last - 1)
    last = video
  }

  /// A video with where in it the word stands: the distance and the places in one number, and then, for a title, which of
  /// how many words it is.
  mutating func add(_ video: Int, _ places: SearchPlaces, position: Int, of count: Int) {
    write((video - last - 1) << SearchPlaces.bits | Int(places.rawValue))
    if places.contains(.title) { write(min(count, 31) << 5 | min(position, 30)) }
    last = video
  }

  private mutating func write(_ number: Int) {
    var rest = number
    repeat {
      let more = rest > 31 ? 32 : 0
      text.append(Self.letters[rest & 31 | more])
      rest >>= 5
    } while rest > 0
  }
}

/// The places of a video that a word stands in. Their order is that of results.
struct SearchPlaces: OptionSet, Sendable, Hashable {
  let rawValue: UInt8
  static let bits = 4

  static let description = SearchPlaces(rawValue: 1)
  static let chapters = SearchPlaces(rawValue: 2)
  /// Tags, the channel, the series, authors.
  static let names = SearchPlaces(rawValue: 4)
  static let title = SearchPlaces(rawValue: 8)
}
