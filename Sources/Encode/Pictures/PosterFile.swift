import Files
import Hashing

/// A poster that lies beside the video.
struct PosterFile {
  /// A file that is larger is no poster.
  static let limit = 32 << 20

  let path: String
  /// libavformat's name of the one demuxer that may read it.
  let demuxer: String
  let sha256: Digest256

  /// - Throws: ``PosterProblem``.
  init(_ path: String) throws(PosterProblem) {
    let bytes: [UInt8]
    do {
      bytes = try Files.read(path, limit: Self.limit)
    } catch {
      throw PosterProblem(reason: error.reason)
    }
    guard let demuxer = Self.demuxer(bytes) else { throw PosterProblem(reason: "it is no JPEG, PNG or WebP") }
    self.path = path
    self.demuxer = demuxer
    sha256 = SHA256.hash(bytes)
  }

  /// By what the file is, not by what it is called.
  private static func demuxer(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "jpeg_pipe" }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "png_pipe" }
    if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      return "webp_pipe"
    }
    return nil
  }
}

struct PosterProblem: Error {
  var reason: String
}
