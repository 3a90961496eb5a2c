public import Facts

/// Takes pictures, sound or both over into our MP4, packet for packet as they are, and hashes it on the way.
///
/// The file is written in order (design, "The MP4 is ours"): `ftyp`, one `mdat` around a whole fragmented file, and last
/// the `moov` with the complete sample tables.
public enum Packager {
  public typealias Result = (report: PackageReport, tables: RenditionTables)
  /// Called now and then with bytes of the input that are done, of their total.
  public typealias Progress = (_ done: Int64, _ total: Int64) -> Void

  public static func run(_ request: PackageRequest, progress: Progress) throws(MediaFailure) -> Result {
    switch request.input {
    case .streams(_, nil, nil): break
    case .streams(let source, let video, let audio):
      return try StreamPass(request: request, source: source, video: video, audio: audio).run(progress)
    case .joined(let input) where input.parts.isEmpty && input.audio == nil: break
    case .joined(let input):
      return try JoinPass(output: request.output, input: input).run(progress)
    }
    throw MediaFailure(.noVideo, "neither pictures nor sound are asked for")
  }
}
