import Diagnostics
import Facts
import Files
import Hashing
import Testing

@testable import Build

/// A published file of 48 bytes before an init section of 20, then segments of 30 and 10; pieces of 32 bytes.
private final class Published: Sendable {
  let paths: ProjectPaths
  let rendition: RenditionFacts
  let tables: RenditionTables
  private let project: String

  init(change: (inout [UInt8]) -> Void = { _ in }) throws {
    project = PathRules.join(Files.environment("TMPDIR") ?? "/tmp", "bobine-segments-\(SystemClock.nowInNanoseconds())")
    paths = ProjectPaths(BuildOptions(project: project))
    var bytes = (0..<120).map { UInt8($0) }
    var pieces: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 32) {
      pieces += SHA1.hash(Array(bytes[start..<min(start + 32, bytes.count)])).bytes
    }
    func segment(_ range: Range<Int>) -> SegmentEntry {
      SegmentEntry(
        offset: Int64(range.lowerBound), length: Int64(range.count), pictureLength: 0, duration: 1,
        sha256: SHA256.hash(Array(bytes[range])))
    }
    tables = RenditionTables(
      sha256: SHA256.hash(bytes), pieces: pieces, layer: [], timescale: 1, segments: [segment(68..<98), segment(98..<108)])
    rendition = RenditionFacts(
      name: "720p", codec: .h264, hasAudio: false, isCopy: true, torrentName: "a.mp4", recipe: "copy",
      report: PackageReport(
        sourceSHA256: nil, codecs: "avc1.64001f", width: 1280, height: 720, frameRate: Rate(25, 1), size: 120,
        sha256: tables.sha256, duration: 2000, peakBandwidth: 1, averageBandwidth: 1, initOffset: 48, initLength: 20,
        segmentCount: 2, pieceLength: 32, piecesRoot: tables.sha256), tables: tables)
    change(&bytes)
    try Files.write(bytes, to: PathRules.join(paths.media, "f/\(rendition.stem).mp4"))
  }

  deinit { try? Files.removeTree(project) }

  func cut() throws {
    let segments = try #require(SegmentFiles(rendition, tables, folder: "f"))
    for file in segments.files { try SegmentCutter(paths: paths, segments: segments).cut(file) }
  }

  /// Names in the folder of the segments, and what lies in `.incoming`.
  var left: (segments: [String], incoming: [String]) {
    (
      (try? Files.list(PathRules.join(paths.media, "f/\(rendition.stem)"))) ?? [], (try? Files.list(paths.incoming)) ?? []
    )
  }
}

struct `Cutting segments` {
  @Test func `writes the init section and each segment under a name that tells its bytes`() throws {
    let published = try Published()
    try published.cut()
    let names = published.tables.segments.enumerated().map { $1.fileName(at: $0) }
    #expect(published.left.segments == (names + ["init.mp4"]).sortedByBytes())
    #expect(published.left.incoming == [])
    let folder = PathRules.join(published.paths.media, "f/\(published.rendition.stem)")
    #expect(try Files.read(PathRules.join(folder, "init.mp4"), limit: 100) == (48..<68).map { UInt8($0) })
    #expect(try Files.read(PathRules.join(folder, names[1]), limit: 100) == (98..<108).map { UInt8($0) })
  }

  /// Pieces vouch for the init section: a byte of it, and one that only shares its last piece.
  @Test(arguments: [50, 70])
  func `no init section is cut from a file whose bytes changed there`(_ place: Int) throws {
    let published = try Published { $0[place] ^= 1 }
    let stop = #expect(throws: Refusal.self) { try published.cut() }
    #expect(stop?.diagnostic.id == "published-media-differ")
    #expect(published.left.segments == [])
    #expect(published.left.incoming == [])
  }

  @Test func `a segment of other bytes is refused, and leaves no file`() throws {
    let published = try Published { $0[100] ^= 1 }
    #expect(throws: Refusal.self) { try published.cut() }
    #expect(published.left.segments.count == 2, "\(published.left.segments)")
    #expect(published.left.segments.contains("init.mp4"))
    #expect(published.left.incoming == [])
  }

  @Test func `tables that lead out of the file cut nothing`() throws {
    let published = try Published()
    var tables = published.tables
    tables.segments[1].length = 1000
    #expect(SegmentFiles(published.rendition, tables, folder: "f") == nil)
    tables.segments[1].length = .max
    #expect(SegmentFiles(published.rendition, tables, folder: "f") == nil)
  }
}
