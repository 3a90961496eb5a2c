import Catalog
import Facts

/// How a rendition's playlists name its segments: as byte ranges of the MP4, or as files of their own.
struct SegmentAddresses: Sendable {
  let form: SiteConfig.SegmentForm
  let rendition: RenditionFacts

  /// Of documents whose bytes depend on the form; that of byte ranges stays what it was before there was another.
  func kind(_ name: String) -> String { form == .ranges ? "\(name) 1" : "\(name) of files 1" }

  func addMap(to text: inout PlaylistText) {
    switch form {
    case .ranges:
      text.tag(
        "MAP",
        [
          "URI": .quoted(rendition.stem + ".mp4"),
          "BYTERANGE": .quoted("\(rendition.initLength)@\(rendition.initOffset)"),
        ])
    case .files: text.tag("MAP", ["URI": .quoted(rendition.initFile)])
    }
  }

  func add(_ segment: SegmentEntry, at index: Int, to text: inout PlaylistText) {
    // Always with its offset: PeerTube finds ranges by that form (contracts/peertube.md 5.2).
    if form == .ranges { text.tag("BYTERANGE", "\(segment.length)@\(segment.offset)") }
    text.uri(uri(segment, at: index))
  }

  /// Its first picture alone. In a file of its own the range needs its offset too: without one it would follow the range
  /// before it, which is of another file (RFC 8216, 4.3.2.2).
  func addPicture(of segment: SegmentEntry, at index: Int, to text: inout PlaylistText) {
    text.tag("BYTERANGE", "\(segment.pictureLength)@\(form == .ranges ? segment.offset : 0)")
    text.uri(uri(segment, at: index))
  }

  private func uri(_ segment: SegmentEntry, at index: Int) -> String {
    form == .ranges ? rendition.stem + ".mp4" : rendition.segmentFile(segment, at: index)
  }
}
