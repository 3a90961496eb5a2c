public import Hashing

/// What only torrents and playlists need of a rendition: kept beside the facts as `facts/<content path>.hashes`, binary.
public struct HashTables: Sendable, Hashable {
  /// In the order of `VideoFacts.renditions`.
  public var renditions: [RenditionTables]

  public init(renditions: [RenditionTables]) {
    self.renditions = renditions
  }
}

public struct RenditionTables: Sendable, Hashable {
  /// The rendition's file, so that tables and facts of two builds are never mixed.
  public var sha256: Digest256
  /// SHA-1 of each piece, 20 bytes each, concatenated (BEP 3 `pieces`).
  public var pieces: [UInt8]
  /// SHA-256 Merkle layer at the piece length, 32 bytes a piece, concatenated (BEP 52 `piece layers`);
  /// empty where the file is not longer than one piece.
  public var layer: [UInt8]
  /// Ticks a second of `SegmentEntry.duration`.
  public var timescale: Int64
  public var segments: [SegmentEntry]

  public init(sha256: Digest256, pieces: [UInt8], layer: [UInt8], timescale: Int64, segments: [SegmentEntry]) {
    self.sha256 = sha256
    self.pieces = pieces
    self.layer = layer
    self.timescale = timescale
    self.segments = segments
  }
}

/// One `moof` + `mdat` of a rendition.
public struct SegmentEntry: Sendable, Hashable {
  /// Of the `moof`, in bytes from the start of the file.
  public var offset: Int64
  /// Of `moof` + `mdat`, in bytes.
  public var length: Int64
  /// From the start of the `moof` to the end of the keyframe, in bytes: a range of an I-frame playlist.
  public var pictureLength: Int64
  /// In ticks of the table's timescale.
  public var duration: Int64
  /// Of `moof` + `mdat`.
  public var sha256: Digest256

  public init(offset: Int64, length: Int64, pictureLength: Int64, duration: Int64, sha256: Digest256) {
    self.offset = offset
    self.length = length
    self.pictureLength = pictureLength
    self.duration = duration
    self.sha256 = sha256
  }
}
