import Facts
import Hashing
import Testing
import Torrent

@Suite struct `The layout of the MP4` {
  @Test(arguments: [0, 3]) func `a whole fragmented file lies in one mdat, and the complete moov comes last`(
    bFrames: Int
  ) async throws {
    let folder = try Folder()
    let source = try await Source.h264(folder, frames: bFrames)
    let made = try await MediaProgram.package(source, in: folder)

    #expect(made.boxes.map(\.type) == ["ftyp", "mdat", "moov"])
    #expect(made.boxes.last?.range.upperBound == made.bytes.count)
    let inner = made.inner.map(\.type)
    #expect(inner.prefix(2) == ["ftyp", "moov"])
    #expect(inner.dropFirst(2) == ArraySlice(made.tables.segments.flatMap { _ in ["moof", "mdat"] }))
    #expect(made.inner[1].all("mvex", "trex").count == 2)
    #expect(made.report.initOffset == Int64(made.inner[0].range.lowerBound))
    #expect(made.report.initLength == Int64(made.inner[0].range.count + made.inner[1].range.count))
    #expect(made.outerMovie?.all("mvex").isEmpty == true)

    let heads = made.inner.filter { $0.type == "moof" }
    #expect(made.tables.segments.map(\.offset) == heads.map { Int64($0.range.lowerBound) })
    #expect(made.tables.segments.count == made.report.segmentCount)
    for head in heads {
      let tracks = head.all("traf", "tfhd")
      #expect(tracks.map { $0.number(4, 4) } == [1, 2], "video first, one traf a track")
      #expect(tracks.allSatisfy { $0.number(1, 3) == 0x020000 }, "default-base-is-moof and no absolute offset")
    }
  }

  @Test func `renditions cut their sound at the same places, however long their pictures are held back`() async throws {
    let folder = try Folder()
    var cuts: [[Int64]] = []
    for bFrames in [0, 3] {
      let source = try await Source.h264(folder, "\(bFrames).mp4", frames: bFrames)
      let made = try await MediaProgram.package(source, in: folder)
      let heads = made.inner.filter { $0.type == "moof" }
      cuts.append(heads.map { $0.all("traf").last?.all("tfdt").first?.number(4, 8) ?? -1 })
    }
    #expect(cuts[0].count == 3 && cuts[0].first == 0 && cuts[0] == cuts[1], "\(cuts)")
    // What begins at 4 s or later is in the second segment, as whole frames; the first frame is the encoder's priming.
    for (cut, second) in zip(cuts[0].dropFirst(), [Int64(4), 8]) {
      #expect((second * 48_000..<second * 48_000 + 1024).contains(cut - 1024), "\(cuts)")
    }
  }

  @Test func `no date and no encoder's name is in it, and inner edits have no length`() async throws {
    let folder = try Folder()
    let source = try await Source.h264(folder, more: ["-metadata", "creation_time=2020-01-02T03:04:05Z"])
    let made = try await MediaProgram.package(source, in: folder)
    let text = String(decoding: made.bytes.suffix(made.outerMovie?.range.count ?? 0), as: UTF8.self)
    #expect(!text.contains("Lavf") && !text.contains("Bobine") && !text.contains("2020"))
    let movies = [made.inner[1], try #require(made.outerMovie)]
    for movie in movies {
      let headers = movie.all("mvhd") + movie.all("trak", "tkhd") + movie.all("trak", "mdia", "mdhd")
      #expect(headers.count == 5)
      for header in headers { #expect(header.number(4, 8) == 0 && header.number(12, 8) == 0) }
    }
    let edits = made.inner[1].all("trak", "edts", "elst")
    #expect(edits.count == 2)
    for edit in edits {
      #expect(edit.number(4, 4) == 1)
      #expect(edit.number(8, 8) == 0)
      #expect(edit.number(16, 8) > 0, "the reorder delay of the video, the priming of the audio")
    }
  }

  @Test func `the tables of the outer moov point at the samples in the fragments`() async throws {
    let folder = try Folder()
    let made = try await MediaProgram.package(try await Source.h264(folder), in: folder)
    let tracks = try #require(made.outerMovie?.all("trak", "mdia", "minf", "stbl"))
    #expect(tracks.count == 2)
    for (index, table) in tracks.enumerated() {
      let chunks = try #require(table.all("co64").first).numbers(from: 8, 8)
      let fromFragments = made.inner.filter { $0.type == "moof" }.compactMap { head in
        head.all("traf").first { $0.all("tfhd").first?.number(4, 4) == Int64(index + 1) }
          .flatMap { $0.all("trun").first }.map { Int64(head.range.lowerBound) + $0.number(8, 4) }
      }
      #expect(chunks == fromFragments)
      #expect(table.all("stsz").first?.number(8, 4) ?? 0 > 0)
    }
    // The first picture of each segment is a sync sample, and all of them are IDR.
    let syncs = try #require(tracks[0].all("stss").first).numbers(from: 8, 4)
    #expect(syncs.first == 1)
    #expect(syncs.count >= made.tables.segments.count)
  }

  @Test func `pieces, layer, segments and whole file hash to what the tables say`() async throws {
    let folder = try Folder()
    let made = try await MediaProgram.package(try await Source.h264(folder), in: folder)
    #expect(made.report.sha256 == SHA256.hash(made.bytes))
    #expect(made.report.sha256 == made.tables.sha256)
    #expect(made.report.size == Int64(made.bytes.count))
    let source = SHA256.hash(try folder.bytes("source.mp4"))
    #expect(made.report.sourceSHA256 == source)
    for segment in made.tables.segments {
      let range = Int(segment.offset)..<Int(segment.offset + segment.length)
      #expect(segment.sha256 == SHA256.hash(Array(made.bytes[range])))
    }
    let length = PieceLength.forFile(size: made.report.size)
    #expect(made.report.pieceLength == length)
    var pieces = PieceHasher(pieceLength: Int(length))
    pieces.update(made.bytes)
    let pieceHashes = pieces.finalize()
    #expect(made.tables.pieces == pieceHashes)
    var leaves = LeafHasher()
    leaves.update(made.bytes)
    let row = leaves.finalize()
    let tree = try #require(Merkle.summarise(leaves: row, pieceLength: length, fileSize: made.report.size))
    #expect(made.report.piecesRoot == tree.root)
    #expect(made.tables.layer == tree.layer)
  }

  @Test func `a file of several pieces that Matroska could not foresee is hashed right too`() async throws {
    let folder = try Folder()
    let source = try await Source.h264(
      folder, "source.mkv", seconds: 12,
      more: ["-b:v", "3M", "-minrate", "3M", "-maxrate", "3M", "-bufsize", "1M", "-nal-hrd", "cbr"])
    let made = try await MediaProgram.package(source, in: folder)
    #expect(made.bytes.count > 1 << 20)
    #expect(made.report.sha256 == SHA256.hash(made.bytes))
    var pieces = PieceHasher(pieceLength: Int(made.report.pieceLength))
    pieces.update(made.bytes)
    let pieceHashes = pieces.finalize()
    #expect(made.tables.pieces == pieceHashes)
    var leaves = LeafHasher()
    leaves.update(made.bytes)
    let row = leaves.finalize()
    let tree = Merkle.summarise(leaves: row, pieceLength: made.report.pieceLength, fileSize: made.report.size)
    #expect(made.report.piecesRoot == tree?.root)
    #expect(made.tables.layer == tree?.layer)
  }

  @Test func `two runs give the same bytes`() async throws {
    let folder = try Folder()
    let source = try await Source.h264(folder)
    let first = try await MediaProgram.package(source, in: folder, as: "first.mp4")
    let second = try await MediaProgram.package(source, in: folder, as: "second.mp4")
    #expect(first.bytes == second.bytes)
    let tables = [try folder.bytes("first.mp4.hashes"), try folder.bytes("second.mp4.hashes")]
    #expect(tables[0] == tables[1])
  }
}
