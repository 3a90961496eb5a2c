import Files
import JSON
import Testing

/// What `Scripts/shown.py` saw and heard in one file.
struct Shown: Sendable {
  let json: JSON

  /// When each picture is shown, and its number.
  var pictures: [(time: Double, number: Int)] {
    (json["pictures"]?.array ?? []).compactMap { pair in
      guard let time = pair.array?.first?.double, let number = pair.array?.last?.integer else { return nil }
      return (time, Int(number))
    }
  }

  var flashes: [Double] { times("flashes") }
  var beeps: [Double] { times("beeps") }
  var corners: [String] { (json["corners"]?.array ?? []).compactMap(\.text) }
  var streams: [Int] { (json["streams"]?.array ?? []).compactMap { $0.integer.map { Int($0) } } }

  func number(_ name: String) -> Double { json[name]?.double ?? .nan }

  /// For each flash the distance to the nearest tone, where both should be. What lies before an edit shows for a moment.
  func distances(from start: Double) -> [Double] {
    flashes.filter { $0 >= max(start - 0.2, 0.1) }.map { flash in beeps.map { abs($0 - flash) }.min() ?? .infinity }
  }

  /// The numbers of the pictures that are shown in a part of a second that ends at `time`.
  func numbers(at time: Double, within part: Double = 0) -> [Int] {
    let pictures = pictures
    let last = pictures.lastIndex { $0.time <= time } ?? 0
    let first = pictures.lastIndex { $0.time <= time - part } ?? 0
    return pictures[first...last].map(\.number)
  }

  /// Without the list of all pictures.
  var summary: Comment {
    let ends = (pictures.prefix(3) + pictures.suffix(2)).map { "\($0.number) at \($0.time)" }
    return Comment(rawValue: "\(ends.joined(separator: ", ")); flashes \(flashes), beeps \(beeps), end \(number("end"))")
  }

  private func times(_ name: String) -> [Double] { (json[name]?.array ?? []).compactMap(\.double) }
}

/// One rendition of a source of the matrix.
struct ShownRendition: Sendable {
  let file: Shown
  /// The same through its playlist.
  let stream: Shown
}

extension Awkward {
  /// Looks at all renditions with a picture of a built site, which takes a while, and keeps what it saw beside it.
  func look(in site: Site) async throws {
    let master = try site.folder.text("public/videos/\(slug)/master.m3u8")
    let stems = master.split(separator: "\n")
      .filter { !$0.hasPrefix("#") && $0.hasSuffix(".m3u8") && !$0.contains("/audio-") }
      .map { site.folder("public/" + $0.drop { $0 == "." || $0 == "/" }.dropLast(5)) }
    let path = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/shown.py")
    let seen = try await Tool.check(Programs.python, [path] + stems.flatMap { [$0 + ".mp4", $0 + ".m3u8"] })
    try site.folder.put(seen.out, "seen/\(slug)")
  }

  /// The main rendition first.
  func renditions(in site: Site) throws -> [ShownRendition] {
    let lines = try site.folder.text("seen/\(slug)").split(separator: "\n")
    let shown = try lines.map { Shown(json: try JSON(Array($0.utf8))) }
    try #require(!shown.isEmpty && shown.count % 2 == 0)
    return stride(from: 0, to: shown.count, by: 2).map { ShownRendition(file: shown[$0], stream: shown[$0 + 1]) }
  }
}
