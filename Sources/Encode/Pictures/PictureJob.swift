import Diagnostics
import Facts
import Files
import Hashing

/// The pictures of one video while they are made.
struct PictureJob {
  let tools: Transcoder
  let source: String
  let path: String
  let video: StreamReport
  let duration: Int64
  let work: String
  let folder: String

  func made(_ choice: PosterChoice) async throws -> MadePictures {
    var notes: [Diagnostic] = []
    switch choice {
    case .automatic: break
    case .time(let time):
      if let set = try await fromFrame(FramePlace(time: time, isExact: true), origin: "time \(time)") {
        return MadePictures(facts: set, notes: [])
      }
      notes.append(.posterTimeBeyondEnd(path, seconds: FramePlace.seconds(time)))
    case .file(let file):
      do {
        return MadePictures(facts: try await fromFile(PosterFile(file)), notes: [])
      } catch let problem as PosterProblem {
        notes.append(.posterUnreadable(path, reason: problem.reason))
      }
    }
    let frames = FrameChoice(tools: tools, source: source, path: path, video: video, duration: duration, work: work)
    guard let best = try await frames.best(), let set = try await fromFrame(best, origin: "frame \(best.time)") else {
      return MadePictures(facts: nil, notes: notes + [.noFrame(path)])
    }
    return MadePictures(facts: set, notes: notes)
  }

  // MARK: Where the picture comes from

  /// nil where there is no picture at this place.
  private func fromFrame(_ place: FramePlace, origin: String) async throws -> PictureSet? {
    let shown = PictureSize(shown: video)
    // One field alone has no combs; the scaler gives the picture its height back.
    let field = video.isInterlaced ? "field=type=top," : ""
    return try await set(origin, input: place.words + FFmpegWords.input(source), stream: "0:\(video.index)") { width in
      let size = shown.fitted(width: width)
      return field + "scale=\(size.width):\(size.height)"
    }
  }

  /// - Throws: ``PosterProblem`` where it cannot be decoded.
  private func fromFile(_ file: PosterFile) async throws -> PictureSet {
    let input =
      ["-max_pixels", "\(PosterFile.largestPicture)", "-threads", "1", "-f", file.demuxer]
      + FFmpegWords.input(file.path, demuxers: file.demuxer)
    let set = try await set("file \(file.sha256.hex)", input: input, stream: "0:v:0") { width in
      "scale=w='min(\(width),iw)':h=-1"
    }
    guard let set else { throw PosterProblem(reason: "it cannot be decoded") }
    return set
  }

  // MARK: All sizes in one call

  private func set(
    _ origin: String, input: [String], stream: String, scale: (_ width: Int) -> String
  ) async throws -> PictureSet? {
    let widths = [PictureMaker.posterWidth] + PictureMaker.thumbnailWidths
    let files = widths.map { PathRules.join(work, "\($0).jpg") }
    for file in files { try Files.remove(file) }
    var words = FFmpegWords.start + input
    for (width, file) in zip(widths, files) {
      // JPEG means full range and the matrix of BT.601 (JFIF 1.02), whatever the video has.
      let options = ":flags=lanczos+accurate_rnd+full_chroma_int+bitexact:out_range=pc:out_color_matrix=bt601"
      words += ["-map", stream, "-frames:v", "1", "-vf"]
      words.append("setpts=PTS-STARTPTS," + scale(width) + options + ",setsar=1,format=yuvj420p")
      words += ["-map_metadata", "-1", "-threads", "1", "-filter_threads", "1"]
      words += ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-c:v", "mjpeg", "-q:v", "3", "-f", "mjpeg", "-y"]
      words.append(FFmpegWords.file(file))
    }
    do {
      try await tools.call(words, source: source, path: path, task: "the poster")
    } catch let failure as EncodeFailure where failure.isOfTheSource {
      return nil
    }
    var made: [PictureFacts] = []
    for (index, file) in files.enumerated() {
      guard let bytes = try? Files.read(file, limit: 16 << 20), let size = JPEGSize.read(bytes) else { return nil }
      let facts = PictureFacts(
        width: size.width, height: size.height, size: Int64(bytes.count), sha256: SHA256.hash(bytes))
      // A small source gives the same thumbnail twice.
      if index > 1, made.dropFirst().contains(where: { $0.width == facts.width }) { continue }
      try Files.write(bytes, to: PathRules.join(folder, index == 0 ? facts.posterName : facts.thumbnailName))
      made.append(facts)
    }
    guard let poster = made.first else { return nil }
    return PictureSet(origin: origin, poster: poster, thumbnails: Array(made.dropFirst()))
  }
}

extension EncodeFailure {
  /// Did `ffmpeg` run and refuse the file? (And not: it is missing, it was ended.)
  var isOfTheSource: Bool { diagnostic.id == "ffmpeg-failed" }
}
