import Facts
import Hashing

/// The files that `segments: files` publishes of one rendition, and which bytes of its MP4 each of them is.
struct SegmentFiles: Sendable {
  struct File: Sendable, Hashable {
    /// Below `media/`.
    var name: String
    /// Of the MP4.
    var range: Range<Int64>
    /// nil of the init section, which the MP4's pieces vouch for.
    var sha256: Digest256?

    /// In bytes.
    var size: Int64 { range.upperBound - range.lowerBound }
  }

  let rendition: RenditionFacts
  /// Of the MP4: SHA-1 of each piece, concatenated.
  let pieces: [UInt8]
  /// The MP4, below `media/`.
  let movie: String
  /// The init section first.
  let files: [File]

  /// - Returns: nil where tables and facts do not fit each other, so that nothing can be cut by them.
  init?(_ rendition: RenditionFacts, _ tables: RenditionTables, folder: String) {
    self.rendition = rendition
    pieces = tables.pieces
    movie = "\(folder)/\(rendition.stem).mp4"
    guard let start = Self.range(rendition.initOffset, rendition.initLength, in: rendition) else { return nil }
    var files = [File(name: "\(folder)/\(rendition.initFile)", range: start, sha256: nil)]
    for (index, segment) in tables.segments.enumerated() {
      guard let range = Self.range(segment.offset, segment.length, in: rendition) else { return nil }
      files.append(
        File(
          name: "\(folder)/\(rendition.segmentFile(segment, at: index))", range: range, sha256: segment.sha256))
    }
    self.files = files
  }

  /// Of all renditions of a video.
  static func all(_ facts: VideoFacts, _ tables: HashTables) -> [SegmentFiles] {
    zip(facts.renditions, tables.renditions).compactMap { rendition, tables in
      rendition.sha256 == tables.sha256 ? SegmentFiles(rendition, tables, folder: facts.folder) : nil
    }
  }

  private static func range(_ offset: Int64, _ length: Int64, in rendition: RenditionFacts) -> Range<Int64>? {
    let (end, overflow) = offset.addingReportingOverflow(length)
    guard !overflow, offset >= 0, length > 0, end <= rendition.size else { return nil }
    return offset..<end
  }
}
