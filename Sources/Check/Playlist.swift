/// An HLS playlist, line by line (RFC 8216, section 4).
struct Playlist: Sendable {
  struct Tag: Sendable {
    var name: String
    var value: String
    var line: Int

    /// Of an attribute list (4.2), without quotes.
    var attributes: [String: String] {
      var found: [String: String] = [:]
      for match in value.matches(of: /([A-Z0-9\-]+)=("[^"]*"|[^,]*)/) {
        found[String(match.output.1)] = match.output.2.filter { $0 != "\"" }
      }
      return found
    }
  }

  struct Range: Sendable, Hashable {
    var offset: Int64
    var length: Int64
    var end: Int64 { offset + length }

    /// `length@offset`; without an offset it begins where the one before ended (4.3.2.2).
    init?(_ text: String, after end: Int64?) {
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      guard let length = parts.first.flatMap({ Int64($0) }), length > 0, parts.count <= 2 else { return nil }
      guard let offset = parts.count == 2 ? Int64(parts[1]) : end, offset >= 0 else { return nil }
      (self.offset, self.length) = (offset, length)
    }
  }

  /// A file or another playlist that is named on a line of its own, with the tags before it.
  struct Entry: Sendable {
    var uri: String
    var line: Int
    var tags: [Tag]
    subscript(_ name: String) -> Tag? { tags.first { $0.name == name } }
  }

  private(set) var isPlaylist = false
  private(set) var tags: [Tag] = []
  private(set) var entries: [Entry] = []

  private static let perEntry: Set = ["EXTINF", "EXT-X-BYTERANGE", "EXT-X-STREAM-INF", "EXT-X-DISCONTINUITY"]

  init(_ bytes: [UInt8]) {
    var pending: [Tag] = []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    isPlaylist = lines.first == "#EXTM3U"
    for (index, line) in lines.enumerated() where !line.isEmpty {
      if line.hasPrefix("#EXT") {
        let parts = line.dropFirst().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let tag = Tag(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "", line: index + 1)
        if Self.perEntry.contains(tag.name) { pending.append(tag) } else { tags.append(tag) }
      } else if !line.hasPrefix("#") {
        entries.append(Entry(uri: String(line), line: index + 1, tags: pending))
        pending = []
      }
    }
  }

  subscript(_ name: String) -> Tag? { tags.first { $0.name == name } }
  func all(_ name: String) -> [Tag] { tags.filter { $0.name == name } }
  var isMultivariant: Bool { self["EXT-X-TARGETDURATION"] == nil && entries.contains { $0["EXT-X-STREAM-INF"] != nil } }
}
