import Hashing

/// The binary form of ``HashTables``: `facts/<content path>.hashes`.
///
/// Little-endian. `BOBH`, version 1, number of renditions, then for each: SHA-256, timescale, and three counted lists
/// (bytes of pieces, bytes of the layer, segments); last the SHA-256 of all before it.
public enum HashTablesFile {
  private static let magic = Array("BOBH".utf8) + [1, 0, 0, 0]
  private static let segmentBytes = 8 * 4 + 32

  public enum Damage: Error, Sendable, Hashable {
    /// Another file, or tables of another version.
    case notTables
    /// Cut or changed since it was written.
    case digest
    /// A count that the rest of the file does not hold.
    case length
    /// A number that no rendition has: a negative offset, a timescale of 0.
    case value
  }

  public static func encode(_ tables: HashTables) -> [UInt8] {
    var out = magic
    add(tables.renditions.count, &out)
    for rendition in tables.renditions {
      out += rendition.sha256.bytes
      add(Int(rendition.timescale), &out)
      add(rendition.pieces.count, &out)
      out += rendition.pieces
      add(rendition.layer.count, &out)
      out += rendition.layer
      add(rendition.segments.count, &out)
      for segment in rendition.segments {
        for value in [segment.offset, segment.length, segment.pictureLength, segment.duration] { add(Int(value), &out) }
        out += segment.sha256.bytes
      }
    }
    return out + SHA256.hash(out).bytes
  }

  public static func decode(_ bytes: [UInt8]) throws(Damage) -> HashTables {
    guard bytes.count >= magic.count + 8 + 32, bytes.starts(with: magic) else { throw .notTables }
    let body = Array(bytes.dropLast(32))
    guard SHA256.hash(body).bytes == Array(bytes.suffix(32)) else { throw .digest }
    var reader = Reader(bytes: body, place: magic.count)
    var renditions: [RenditionTables] = []
    for _ in 0..<(try reader.count(of: 64)) {
      let sha256 = try reader.digest()
      // A timescale has 32 bits (ISO/IEC 14496-12, 8.4.2).
      let timescale = try reader.integer(in: 1...Int64(UInt32.max))
      let pieces = try reader.take(try reader.count(of: 1))
      let layer = try reader.take(try reader.count(of: 1))
      guard pieces.count.isMultiple(of: 20), layer.count.isMultiple(of: 32) else { throw .value }
      var segments: [SegmentEntry] = []
      for _ in 0..<(try reader.count(of: segmentBytes)) {
        segments.append(try reader.segment())
      }
      renditions.append(
        RenditionTables(sha256: sha256, pieces: pieces, layer: layer, timescale: timescale, segments: segments))
    }
    guard reader.place == body.count else { throw .length }
    return HashTables(renditions: renditions)
  }

  private static func add(_ value: Int, _ out: inout [UInt8]) {
    for byte in 0..<8 { out.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
  }

  private struct Reader {
    let bytes: [UInt8]
    var place: Int

    mutating func integer(in range: ClosedRange<Int64>) throws(Damage) -> Int64 {
      guard place + 8 <= bytes.count else { throw .length }
      defer { place += 8 }
      let value = (0..<8).reduce(Int64(0)) { $0 | Int64(bytes[place + $1]) << (8 * $1) }
      guard range.contains(value) else { throw .value }
      return value
    }

    mutating func segment() throws(Damage) -> SegmentEntry {
      // Far beyond any file, and small enough for sums and products.
      let bytes = 0...Int64(1) << 50
      let offset = try integer(in: bytes)
      let length = try integer(in: bytes)
      let picture = try integer(in: 0...length)
      let duration = try integer(in: 0...Int64(1) << 45)
      return SegmentEntry(
        offset: offset, length: length, pictureLength: picture, duration: duration, sha256: try digest())
    }

    /// A number of items that the rest can hold, so that no memory is given for a false one.
    mutating func count(of itemBytes: Int) throws(Damage) -> Int {
      let count = try integer(in: 0...Int64.max)
      guard count <= Int64((bytes.count - place) / itemBytes) else { throw .length }
      return Int(count)
    }

    mutating func take(_ count: Int) throws(Damage) -> [UInt8] {
      guard count >= 0, count <= bytes.count - place else { throw .length }
      defer { place += count }
      return Array(bytes[place..<place + count])
    }

    mutating func digest() throws(Damage) -> Digest256 {
      guard let digest = Digest256(try take(32)) else { throw .length }
      return digest
    }
  }
}
