import Facts
import Hashing
import JSON

/// `segments-sha256.json`: what each byte range of the folder's files hashes to, in the form that PeerTube's players
/// read (contracts/peertube.md 5.2). Without it they do not share.
enum SegmentHashes {
  static func documents(_ folder: MediaFolder, _ context: SiteContext) -> [Document] {
    var inputs = InputDigest("segment hashes 1")
    for entry in folder.entries {
      inputs.add(entry.rendition.stem)
      inputs.add(entry.rendition.sha256)
    }
    return [
      Document(path: folder.path + "segments-sha256.json", inputs: inputs.finish()) {
        var files: [String: JSON] = [:]
        for entry in folder.entries {
          let tables = try context.tables(entry.rendition, of: entry.video)
          var ranges: [String: JSON] = [:]
          for segment in tables.segments {
            // The last byte is named, not the one behind it.
            ranges["\(segment.offset)-\(segment.offset + segment.length - 1)"] = .string(segment.sha256.hex)
          }
          files[entry.rendition.stem + ".mp4"] = .object(ranges)
        }
        return JSON.object(files).bytes
      }
    ]
  }
}
