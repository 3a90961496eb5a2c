import Facts

/// The file that a ladder decodes: the source, or a copy of its pictures in a container that can be entered anywhere.
public struct PictureInput: Sendable, Hashable {
  /// Absolute.
  public var path: String
  public var stream: Int
  /// Where the file's own beginning lies on the video's timeline, whose 0 is the first picture or sound, in microseconds.
  public var origin: Int64
  /// Combs of two fields become pictures.
  public var isInterlaced: Bool
  /// Can decoding begin in its middle? Else it is encoded from end to end in one go.
  public var canSeek: Bool

  public init(path: String, stream: Int, origin: Int64, isInterlaced: Bool, canSeek: Bool) {
    self.path = path
    self.stream = stream
    self.origin = origin
    self.isInterlaced = isInterlaced
    self.canSeek = canSeek
  }

  /// Options of the input, so that time 0 of what is decoded is `time` of the video's timeline, in microseconds.
  ///
  /// Decoding begins at the keyframe before; what it gives from before 0 is left to the `fps` filter, which needs the picture
  /// that still stands at 0. (ffmpeg's accurate seek would drop it.)
  func words(from time: Int64) -> [String] {
    let seek = canSeek ? max(0, time - origin) : 0
    var words: [String] = []
    if seek > 0 { words += ["-noaccurate_seek", "-ss", FramePlace.seconds(micro: seek)] }
    let shift = origin + seek - time
    if shift != 0 { words += ["-itsoffset", (shift < 0 ? "-" : "") + FramePlace.seconds(micro: abs(shift))] }
    return words + FFmpegWords.input(path)
  }
}

extension PictureInput {
  /// Containers whose seeking lands at a keyframe, with true times (tried with ffmpeg 5.1: MPEG streams and AVI do not).
  public static func canSeek(container: String) -> Bool { ["mov", "matroska", "asf", "flv"].contains(container) }
}
