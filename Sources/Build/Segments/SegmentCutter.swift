import Diagnostics
import Facts
import Files
import Hashing

/// Cuts files out of a published MP4: each is written beside, compared with the digest that the tables tell, and renamed.
struct SegmentCutter: Sendable {
  let paths: ProjectPaths
  let segments: SegmentFiles

  private var movie: String { PathRules.join(paths.media, segments.movie) }

  func cut(_ file: SegmentFiles.File) throws {
    let target = PathRules.join(paths.media, file.name)
    try Files.makeFolder(paths.incoming)
    let temporary = Files.temporaryName(beside: PathRules.join(paths.incoming, "segment"))
    do {
      if file.sha256 == nil { try checkPieces(over: file.range) }
      var hasher = SHA256()
      try Files.extract(file.range, of: movie, to: temporary) { hasher.update($0) }
      let found = hasher.finalize()
      guard file.sha256 == nil || file.sha256 == found else { throw differs }
      try Files.makeFolder(PathRules.parent(target))
      try Files.rename(temporary, to: target)
    } catch let error as FileError where error.path == temporary {
      // People look for the file under the name that it would have.
      try? Files.remove(temporary)
      throw FileError(error.operation, target, errno: error.errno)
    } catch {
      try? Files.remove(temporary)
      throw error
    }
  }

  /// The init section has no digest of its own in the tables, but the pieces that it lies in have.
  private func checkPieces(over range: Range<Int64>) throws {
    let (size, length) = (segments.rendition.size, segments.rendition.pieceLength)
    guard length > 0 else { throw differs }
    for piece in (range.lowerBound / length)...((range.upperBound - 1) / length) {
      var hasher = SHA1()
      try Files.readParts(of: movie, in: piece * length..<min((piece + 1) * length, size)) { hasher.update($0) }
      let known = segments.pieces.dropFirst(Int(piece) * Digest160.byteCount).prefix(Digest160.byteCount)
      guard hasher.finalize() == Digest160(known) else { throw differs }
    }
  }

  private var differs: Refusal { Refusal(diagnostic: .publishedMediaDiffers(movie)) }
}
