import Catalog
import Facts

/// `<stem>.m3u8` beside each MP4, and `<stem>.iframes.m3u8` beside those with pictures: byte ranges of that one file, or the
/// files that were cut out of it.
enum MediaPlaylistDocuments {
  static func documents(_ folder: MediaFolder, _ context: SiteContext) -> [Document] {
    folder.entries.flatMap { entry in
      let stem = folder.path + entry.rendition.stem
      let addresses = SegmentAddresses(form: context.site.segments, rendition: entry.rendition)
      let all = document(stem + ".m3u8", addresses.kind("media playlist"), entry, context) { tables in
        var text = PlaylistText()
        head(&text, addresses, tables)
        for (index, segment) in tables.segments.enumerated() {
          text.duration(PlaylistText.seconds(ticks: segment.duration, timescale: tables.timescale))
          addresses.add(segment, at: index, to: &text)
        }
        text.tag("ENDLIST")
        return text.bytes
      }
      if entry.rendition.codec == nil { return [all] }
      let pictures = document(stem + ".iframes.m3u8", addresses.kind("i-frame playlist"), entry, context) { tables in
        var text = PlaylistText()
        head(&text, addresses, tables, isIFramesOnly: true)
        for (index, segment) in tables.segments.enumerated() {
          text.duration(PlaylistText.seconds(ticks: segment.duration, timescale: tables.timescale))
          addresses.addPicture(of: segment, at: index, to: &text)
        }
        text.tag("ENDLIST")
        return text.bytes
      }
      return [all, pictures]
    }
  }

  private static func document(
    _ path: String, _ kind: String, _ entry: MediaFolder.Entry, _ context: SiteContext,
    _ render: @escaping @Sendable (RenditionTables) -> [UInt8]
  ) -> Document {
    var inputs = InputDigest(kind)
    inputs.add(playlistsOf: entry.rendition)
    return Document(path: path, inputs: inputs.finish()) {
      render(try context.tables(entry.rendition, of: entry.video))
    }
  }

  private static func head(
    _ text: inout PlaylistText, _ addresses: SegmentAddresses, _ tables: RenditionTables, isIFramesOnly: Bool = false
  ) {
    // Every duration, rounded to a whole second, is at most the target (RFC 8216, 4.3.3.1).
    let longest = tables.segments.map(\.duration).max() ?? 0
    let target = (longest + tables.timescale / 2) / tables.timescale
    text.tag("TARGETDURATION", String(max(1, target)))
    text.tag("MEDIA-SEQUENCE", "0")
    text.tag("PLAYLIST-TYPE", "VOD")
    if isIFramesOnly { text.tag("I-FRAMES-ONLY") }
    text.tag("INDEPENDENT-SEGMENTS")
    addresses.addMap(to: &text)
  }
}
