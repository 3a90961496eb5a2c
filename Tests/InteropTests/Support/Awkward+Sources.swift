/// The matrix: what comes out of cameras, phones, recorders and archives.
extension Awkward {
  static let all = phones + tapes + colours + clocks + streams + archives

  private static let h264 = [
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bf", "2", "-g", "50", "-flags", "+cgop",
  ]
  private static let x265 = ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:bframes=2"]
  private static let mpeg2 = ["-c:v", "mpeg2video", "-q:v", "3", "-g", "12", "-bf", "2"]
  private static let mpeg4 = ["-c:v", "mpeg4", "-q:v", "3", "-g", "50"]
  private static let vp9 = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "400k", "-pix_fmt", "yuv420p"]
  private static let opus = ["-c:a", "libopus", "-b:a", "64k"]
  private static let mp2 = ["-c:a", "mp2", "-b:a", "128k"]
  private static let mp3 = ["-c:a", "libmp3lame", "-b:a", "96k"]
  private static let pcm = ["-c:a", "pcm_s16le"]

  /// Turned, upright, odd.
  private static let phones = [
    Awkward(file: "turned-90-h264.mp4", rotation: 90, video: h264),
    Awkward(file: "turned-180-h264.mp4", rotation: 180, video: h264),
    Awkward(file: "turned-270-hevc.mp4", rotation: 270, video: x265 + ["-tag:v", "hvc1"]),
    Awkward(file: "turned-90-hevc.mov", rotation: 90, video: x265 + ["-tag:v", "hvc1"], audio: pcm),
    Awkward(file: "turned-270-mpeg4.mp4", rotation: 270, video: mpeg4),
    Awkward(
      file: "turned-90-wide-pixels.mp4", size: (108, 192), rotation: 90, filter: "scale=144:108,setsar=4/3",
      video: mpeg4 + ["-aspect", "16:9"]),
    Awkward(file: "portrait-h264.mkv", size: (108, 192), video: h264, audio: opus),
    Awkward(file: "portrait-vp9.webm", size: (108, 192), video: vp9, audio: opus),
    Awkward(file: "odd-vp9.webm", size: (191, 107), video: vp9, audio: opus),
    Awkward(file: "odd-444.mkv", size: (191, 107), video: h264 + ["-pix_fmt", "yuv444p"]),
    Awkward(file: "wide-pixels-h264.mp4", filter: "scale=144:108,setsar=4/3", video: h264),
    Awkward(file: "wide-pixels-mpeg2.ts", filter: "scale=144:108,setsar=4/3", video: mpeg2 + ["-aspect", "16:9"], audio: mp2),
    Awkward(file: "tall-pixels-mpeg4.avi", filter: "scale=192:72,setsar=2/3", video: mpeg4 + ["-aspect", "16:9"], audio: mp3),
  ]

  /// Two fields a picture.
  private static let tapes = [
    Awkward(file: "top-first-h264.mp4", fields: "tff", video: h264 + ["-flags", "+ildct+ilme+cgop", "-x264-params", "tff=1"]),
    Awkward(file: "bottom-first-h264.mkv", fields: "bff", video: h264 + ["-flags", "+ildct+ilme+cgop", "-x264-params", "bff=1"]),
    Awkward(file: "top-first-mpeg2.ts", fields: "tff", video: mpeg2 + ["-flags", "+ildct+ilme", "-field_order", "tt"], audio: mp2),
    Awkward(file: "bottom-first-mpeg2.mpg", fields: "bff", video: mpeg2 + ["-flags", "+ildct+ilme", "-field_order", "bb"], audio: mp2),
  ]

  /// More bits, more light.
  private static let colours = [
    Awkward(file: "ten-bits-h264.mkv", video: h264 + ["-pix_fmt", "yuv420p10le"]),
    Awkward(file: "ten-bits-hevc.mp4", video: x265 + ["-pix_fmt", "yuv420p10le"]),
    Awkward(file: "pq-hevc.mp4", filter: light("smpte2084"), video: x265 + hdr("smpte2084")),
    Awkward(file: "hlg-hevc.mov", filter: light("arib-std-b67"), video: x265 + hdr("arib-std-b67"), audio: pcm),
    Awkward(file: "prores.mov", video: ["-c:v", "prores_ks", "-profile:v", "0"], audio: pcm),
    Awkward(file: "rgb.mov", video: ["-c:v", "qtrle", "-pix_fmt", "rgb24"], sound: .mono, audio: pcm),
  ]

  private static func light(_ transfer: String) -> String {
    "zscale=rin=tv:tin=bt709:min=bt709:pin=bt709:t=\(transfer):p=bt2020:m=bt2020nc:r=tv:npl=203,format=yuv420p10le"
  }

  private static func hdr(_ transfer: String) -> [String] {
    ["-pix_fmt", "yuv420p10le", "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc"]
      + ["-color_range", "tv"]
  }

  /// Rates, offsets, gaps, and no times at all.
  private static let clocks = [
    Awkward(file: "fifty.mp4", rate: (50, 1), video: h264),
    Awkward(file: "sixty-hevc.mkv", rate: (60, 1), video: x265),
    Awkward(file: "film-mpeg2.mkv", rate: (24000, 1001), video: mpeg2, audio: ["-c:a", "ac3"]),
    Awkward(
      file: "uneven-h264.mp4", filter: uneven, video: h264 + ["-fps_mode", "vfr"], length: 3.08,
      isKept: isKeptUnevenly),
    Awkward(
      file: "uneven-mpeg4.mkv", filter: uneven, video: mpeg4 + ["-fps_mode", "vfr"], audio: mp3, isKept: isKeptUnevenly),
    Awkward(
      file: "uneven-hevc.mp4", filter: uneven, video: x265 + ["-fps_mode", "vfr"], isKept: isKeptUnevenly),
    Awkward(
      file: "still-mpeg4.mkv", seconds: 11, filter: "select='lt(n,160)+gt(n,229)'",
      video: mpeg4 + ["-fps_mode", "vfr"], audio: opus, isKept: { !(160...229).contains($0) }),
    Awkward(file: "untimed.avi", video: h264, audio: mp3),
    Awkward(file: "late-start.ts", video: h264, more: ["-output_ts_offset", "3600"]),
    Awkward(
      file: "late-start-mpeg2.ts", seconds: 10, video: mpeg2, audio: mp2, more: ["-output_ts_offset", "5"]),
    Awkward(
      file: "late-sound.ts", video: h264, audio: ["-c:a", "aac", "-af", "atrim=start=0.8"], soundFrom: 0.8),
    Awkward(
      file: "late-picture.mp4", filter: "trim=start=0.6", video: h264, pictureFrom: 0.6),
    Awkward(
      file: "late-picture-hevc.mkv", filter: "trim=start=0.6", video: x265, pictureFrom: 0.6),
    Awkward(
      file: "edited-h264.mp4", seconds: 4, video: h264, copy: (["-ss", "0.72"], ["-c", "copy"]), skipped: 0.72),
    Awkward(
      file: "edited-hevc.mov", seconds: 4, video: x265, copy: (["-ss", "0.72"], ["-c", "copy"]), skipped: 0.72),
    Awkward(file: "one-keyframe-mpeg4.mp4", seconds: 13, video: mpeg4 + ["-g", "900"]),
    Awkward(file: "one-keyframe-h264.mp4", seconds: 13, video: h264 + ["-g", "900"]),
    Awkward(file: "single-keyframe-h264.mkv", seconds: 13, video: h264 + ["-g", "900"]),
    Awkward(
      file: "open-groups.mkv", seconds: 5,
      video: ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bf", "3", "-flags", "-cgop"]
        + ["-x264-params", "open-gop=1:keyint=20:min-keyint=20:scenecut=0"]),
  ]

  /// Six pictures are missing twice a second, as screen recorders leave them out.
  private static let uneven = "select='lt(mod(n,25),14)+gt(mod(n,25),19)'"
  private static let isKeptUnevenly: @Sendable (Int) -> Bool = { !(14...19).contains($0 % 25) }

  /// None, one, many.
  private static let streams = [
    Awkward(file: "silent.mp4", video: h264, sound: .none),
    Awkward(file: "silent-hevc.mkv", video: x265, sound: .none),
    Awkward(file: "mono.mkv", video: mpeg4, sound: .mono, audio: opus),
    Awkward(file: "surround-aac.mp4", video: h264, sound: .surround),
    Awkward(file: "surround-ac3.mkv", video: h264, sound: .surround, audio: ["-c:a", "ac3"]),
    Awkward(
      file: "cover.mp4", video: h264,
      copy: (
        ["-f", "lavfi", "-i", "color=c=red:s=300x300:d=0.04"],
        ["-map", "1", "-map", "0", "-c", "copy", "-c:v:1", "mjpeg", "-disposition:v:1", "attached_pic"]
      )),
    Awkward(
      file: "two-pictures.mkv", video: mpeg4,
      copy: (
        ["-f", "lavfi", "-i", "color=c=red:s=320x320:d=1"],
        ["-map", "0", "-map", "1", "-c:a", "copy", "-c:v:0", "mpeg4", "-c:v:1", "copy"]
          + ["-disposition:v:0", "0", "-disposition:v:1", "default"]
      )),
  ]

  /// What nobody writes any more.
  private static let archives = [
    Awkward(file: "vp9.webm", video: vp9, audio: opus),
    Awkward(file: "av1.mp4", video: ["-c:v", "libsvtav1", "-preset", "12", "-pix_fmt", "yuv420p"], audio: opus),
    Awkward(file: "motion-jpeg.avi", video: ["-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p"], audio: pcm),
    Awkward(file: "divx.avi", video: mpeg4 + ["-bf", "2", "-tag:v", "DX50"], audio: mp3),
    Awkward(file: "windows.wmv", video: ["-c:v", "wmv2", "-q:v", "3"], audio: ["-c:a", "wmav2"], length: 3.043),
    Awkward(file: "flash-h264.flv", video: h264),
    Awkward(file: "flash.flv", video: ["-c:v", "flv", "-q:v", "3"], audio: mp3 + ["-ar", "44100"]),
    Awkward(file: "theora.ogv", video: ["-c:v", "libtheora", "-q:v", "7"], audio: ["-c:a", "libvorbis"]),
  ]
}
