import Facts

/// `<stem>.m3u8` beside each MP4, and `<stem>.iframes.m3u8` beside those with pictures: byte ranges of that one file.
enum MediaPlaylistDocuments {
  static func documents(_ folder: MediaFolder, _ context: SiteContext) -> [Document] {
    folder.entries.flatMap { entry in
      let stem = folder.path + entry.rendition.stem
      let all = document(stem + ".m3u8", "media playlist 1", entry, context) { rendition, tables in
        var text = PlaylistText()
        head(&text, rendition, tables)
        for segment in tables.segments { range(&text, segment, length: segment.length, rendition, tables) }
        text.tag("ENDLIST")
        return text.bytes
      }
      if entry.rendition.codec == nil { return [all] }
      let pictures = document(stem + ".iframes.m3u8", "i-frame playlist 1", entry, context) { rendition, tables in
        var text = PlaylistText()
        head(&text, rendition, tables, isIFramesOnly: true)
        for segment in tables.segments { range(&text, segment, length: segment.pictureLength, rendition, tables) }
        text.tag("ENDLIST")
        return text.bytes
      }
      return [all, pictures]
    }
  }

  private static func document(
    _ path: String, _ kind: String, _ entry: MediaFolder.Entry, _ context: SiteContext,
    _ render: @escaping @Sendable (RenditionFacts, RenditionTables) -> [UInt8]
  ) -> Document {
    var inputs = InputDigest(kind)
    inputs.add(playlistsOf: entry.rendition)
    return Document(path: path, inputs: inputs.finish()) {
      render(entry.rendition, try context.tables(entry.rendition, of: entry.video))
    }
  }

  private static func head(
    _ text: inout PlaylistText, _ rendition: RenditionFacts, _ tables: RenditionTables, isIFramesOnly: Bool = false
  ) {
    // Every duration, rounded to a whole second, is at most the target (RFC 8216, 4.3.3.1).
    let longest = tables.segments.map(\.duration).max() ?? 0
    let target = (longest + tables.timescale / 2) / tables.timescale
    text.tag("TARGETDURATION", String(max(1, target)))
    text.tag("MEDIA-SEQUENCE", "0")
    text.tag("PLAYLIST-TYPE", "VOD")
    if isIFramesOnly { text.tag("I-FRAMES-ONLY") }
    text.tag("INDEPENDENT-SEGMENTS")
    text.tag(
      "MAP",
      [
        "URI": .quoted(rendition.stem + ".mp4"),
        "BYTERANGE": .quoted("\(rendition.initLength)@\(rendition.initOffset)"),
      ])
  }

  private static func range(
    _ text: inout PlaylistText, _ segment: SegmentEntry, length: Int64, _ rendition: RenditionFacts,
    _ tables: RenditionTables
  ) {
    text.duration(PlaylistText.seconds(ticks: segment.duration, timescale: tables.timescale))
    // Always with its offset: PeerTube finds ranges by that form (contracts/peertube.md 5.2).
    text.tag("BYTERANGE", "\(length)@\(segment.offset)")
    text.uri(rendition.stem + ".mp4")
  }
}
