import Hashing

/// What the files of `segments: files` are called (design, "HLS"). Each lies in a folder of its rendition's stem, and its
/// name or that folder holds a hash, so that its bytes never change under it.
extension RenditionFacts {
  /// The init section, below the video's folder in `media/`.
  public var initFile: String { "\(stem)/init.mp4" }

  /// A segment, below the video's folder in `media/`; `index` counts from 0, as media sequence numbers do.
  public func segmentFile(_ segment: SegmentEntry, at index: Int) -> String { "\(stem)/\(segment.fileName(at: index))" }
}

extension SegmentEntry {
  /// `<n>-<8 hexadecimal digits of its own SHA-256>.m4s`
  public func fileName(at index: Int) -> String { "\(index)-\(sha256.hex.prefix(8)).m4s" }
}
