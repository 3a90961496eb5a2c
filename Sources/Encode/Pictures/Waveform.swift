/// How loud a sound is from its beginning to its end, as a row of bars: the poster of what has no picture.
struct Waveform {
  /// In pixels.
  static let size = PictureSize(width: 1280, height: 720)
  /// Bars and ground stand out from a light page and from a dark one.
  private static let bars = "0x7fd4c9"
  private static let ground = "0x16222e"
  /// Few and wide, so that a thumbnail of 280 pixels shows them too.
  private static let count = 80
  private static let pitch = 14
  private static let barWidth = 9
  private static let height = 440

  let sound: SoundSource

  init(_ sound: SoundSource) { self.sound = sound }

  /// In samples a second. `showwavespic` holds all of them until the end: at most about 60 MB.
  private var rate: Int64 { min(max(Self.mostSamples * 1000 / max(sound.duration, 1), 100), 8000) }
  private static let mostSamples: Int64 = 30_000_000

  /// - Parameter output: a PNG.
  func words(output: String) -> [String] {
    FFmpegWords.start + ["-threads", "1"] + FFmpegWords.input(sound.file)
      + ["-filter_complex_threads", "1", "-filter_complex", graph, "-map", "[out]", "-frames:v", "1", "-threads", "1"]
      + ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-c:v", "png", "-f", "image2pipe", "-y"]
      + [FFmpegWords.file(output)]
  }

  private var graph: String {
    let (width, left) = (Self.count * Self.pitch, (Self.size.width - Self.count * Self.pitch) / 2)
    let top = (Self.size.height - Self.height) / 2
    // Speech is quiet: of the root of its loudness more is to be seen. One bar is a column, stretched and cut to its width.
    let wave =
      "[0:a:0]aresample=\(rate),aformat=sample_fmts=s16:channel_layouts=mono,asetnsamples=n=4096:p=0,"
      + "showwavespic=s=\(Self.count)x\(Self.height):colors=\(Self.bars):scale=sqrt:draw=full,format=gbrap,"
      + "scale=\(width):\(Self.height):flags=neighbor,"
      + "geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='alpha(X,Y)*lt(mod(X,\(Self.pitch)),\(Self.barWidth))'[wave]"
    // A line through the middle: what silence looks like.
    let line =
      "drawbox=x=\(left):y=\(Self.size.height / 2 - 1):w=\(width - Self.pitch + Self.barWidth):h=2:c=\(Self.bars):t=fill"
    let ground = "color=c=\(Self.ground):s=\(Self.size.width)x\(Self.size.height):r=1,format=gbrp,\(line)[ground]"
    return "\(wave);\(ground);[ground][wave]overlay=\(left):\(top):format=gbrp:shortest=1,format=rgb24[out]"
  }
}
