import Catalog
import Facts
import Hashing
import JSON

/// `segments-sha256.json`: what each byte range of the folder's files hashes to, or each file of a segment, in the two forms
/// that PeerTube's players read (contracts/peertube.md 5.2). Without it they do not share.
enum SegmentHashes {
  static func documents(_ folder: MediaFolder, _ context: SiteContext) -> [Document] {
    let form = context.site.segments
    var inputs = InputDigest(form == .ranges ? "segment hashes 1" : "segment hashes of files 1")
    for entry in folder.entries {
      inputs.add(entry.rendition.stem)
      inputs.add(entry.rendition.sha256)
    }
    return [
      Document(path: folder.path + "segments-sha256.json", inputs: inputs.finish()) {
        switch form {
        case .ranges: try ranges(folder, context).bytes
        case .files: try files(folder, context).bytes
        }
      }
    ]
  }

  private static func ranges(_ folder: MediaFolder, _ context: SiteContext) throws -> JSON {
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
    return .object(files)
  }

  /// By the last name of their address alone, as players look for them.
  private static func files(_ folder: MediaFolder, _ context: SiteContext) throws -> JSON {
    var hashes: [String: Digest256] = [:]
    var ambiguous: Set<String> = []
    for entry in folder.entries {
      for (index, segment) in try context.tables(entry.rendition, of: entry.video).segments.enumerated() {
        let name = segment.fileName(at: index)
        // Two renditions whose segments share a place and eight digits: a wrong hash would be worse than none.
        if let other = hashes.updateValue(segment.sha256, forKey: name), other != segment.sha256 { ambiguous.insert(name) }
      }
    }
    return .object(hashes.filter { !ambiguous.contains($0.key) }.mapValues { .string($0.hex) })
  }
}
