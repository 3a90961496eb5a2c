import Diagnostics
import Facts
import Files
import Hashing

/// The poster and its smaller forms, each as JPEG and as WebP, from one picture in one call.
struct PosterSizes {
  let job: PictureJob
  /// Words of the input whose first picture it is.
  let input: [String]
  /// A `scale` filter without its flags, for a picture of at most so many pixels across.
  let scale: (_ width: Int) -> String

  private static let widths = [PictureMaker.posterWidth] + PictureMaker.thumbnailWidths
  private static let largestFile = 16 << 20

  /// nil where there is no picture.
  func made(_ origin: String, _ notes: inout [Diagnostic]) async throws -> PictureSet? {
    do {
      do {
        return try await set(origin, isWebP: true)
      } catch let failure as EncodeFailure where failure.isForWantOfWebP {
        let set = try await set(origin, isWebP: false)
        notes.append(.webPNotMade(job.path))
        return set
      }
    } catch let failure as EncodeFailure where failure.isOfTheSource {
      return nil
    }
  }

  private func set(_ origin: String, isWebP: Bool) async throws -> PictureSet? {
    for width in Self.widths { for kind in ["jpg", "webp"] { try Files.remove(file(width, kind)) } }
    var words = FFmpegWords.start + input
    // A small source is not coded twice in one size.
    for (index, width) in Self.widths.enumerated() where Self.widths[..<index].allSatisfy({ scale($0) != scale(width) })
    {
      let picture = "setpts=PTS-STARTPTS," + scale(width)
      words += ["-map", "0:v:0", "-vf", picture + FFmpegWords.jpegScaling(flags: "lanczos")]
      words += FFmpegWords.jpeg(quality: 3) + [FFmpegWords.file(file(width, "jpg"))]
      guard isWebP else { continue }
      words += ["-map", "0:v:0", "-vf", picture + FFmpegWords.webPScaling(flags: "lanczos")]
      words += FFmpegWords.webP + [FFmpegWords.file(file(width, "webp"))]
    }
    try await job.tools.call(words, source: job.source.film, path: job.path, task: "the poster")
    var made: [PictureFacts] = []
    for (index, width) in Self.widths.enumerated() {
      guard let jpeg = try? Files.read(file(width, "jpg"), limit: Self.largestFile), let size = JPEGSize.read(jpeg)
      else {
        return nil
      }
      // A small source gives the same thumbnail twice.
      if index > 1, made.dropFirst().contains(where: { $0.width == size.width }) { continue }
      var facts = PictureFacts(
        width: size.width, height: size.height, size: Int64(jpeg.count), sha256: SHA256.hash(jpeg))
      let webP = isWebP ? try? Files.read(file(width, "webp"), limit: Self.largestFile) : nil
      facts.webP = webP.map { PictureFacts.Twin(size: Int64($0.count), sha256: SHA256.hash($0)) }
      try put(jpeg, index == 0 ? facts.posterName : facts.thumbnailName)
      if let webP, let name = index == 0 ? facts.posterWebPName : facts.thumbnailWebPName { try put(webP, name) }
      made.append(facts)
    }
    guard let poster = made.first else { return nil }
    return PictureSet(origin: origin, poster: poster, thumbnails: Array(made.dropFirst()))
  }

  /// Of the first width that gives the same picture.
  private func file(_ width: Int, _ kind: String) -> String {
    let first = Self.widths.first { scale($0) == scale(width) } ?? width
    return PathRules.join(job.work, "\(first).\(kind)")
  }

  private func put(_ bytes: [UInt8], _ name: String) throws {
    try Files.write(bytes, to: PathRules.join(job.folder, name))
  }
}
