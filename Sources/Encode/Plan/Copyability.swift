import Facts

/// May a stream be published as it is? (contracts/playback.md, "Consequences" 1 to 3)
enum Copyability: Hashable {
  case asIs(RenditionFacts.Codec)
  /// A clause that follows "because".
  case mustEncode(because: String)

  /// Keyframes may be at most so far apart, in milliseconds: a segment starts at each (RFC 8216, a seek lands there).
  static let longestKeyframeGap: Int64 = 12_000

  static func ofPicture(_ video: StreamReport) -> Copyability {
    let verdict = ofCodec(video)
    guard case .asIs = verdict, let gap = video.keyframeGap, gap > longestKeyframeGap else { return verdict }
    return .mustEncode(because: "its keyframes are up to \((gap + 500) / 1000) seconds apart")
  }

  private static func ofCodec(_ video: StreamReport) -> Copyability {
    let name = CodecNames.shown(video.codec)
    switch video.codec {
    case "h264":
      if !["yuv420p", "yuvj420p"].contains(video.pixelFormat) {
        return .mustEncode(because: "its H.264 is \(video.pixelFormat), and browsers play 8-bit 4:2:0 alone")
      }
      if video.isInterlaced { return .mustEncode(because: "its picture is interlaced") }
      if video.untoldDelay > 0 { return .mustEncode(because: "its container does not say when a picture is shown") }
      return .asIs(.h264)
    case "av1", "vp9":
      guard ["yuv420p", "yuv420p10le"].contains(video.pixelFormat) else {
        return .mustEncode(because: "its \(name) is \(video.pixelFormat), and browsers play 8 and 10-bit 4:2:0 alone")
      }
      return .asIs(video.codec == "av1" ? .av1 : .vp9)
    default:
      return .mustEncode(because: "not every browser plays \(name)")
    }
  }

  /// May this sound stay beside a picture of this codec?
  ///
  /// - Parameter lenient: also what some browsers cannot play (`renditions: copy`).
  static func soundStays(_ audio: StreamReport, beside codec: RenditionFacts.Codec, lenient: Bool) -> Bool {
    // Mixed down: most browsers do it badly, and a stereo line carries less.
    if audio.channels > 2, !lenient { return false }
    switch audio.codec {
    case "aac":
      // libavcodec's numbers of AAC-LC, HE-AAC and HE-AAC v2: browsers play no other.
      return audio.profile.map { [1, 4, 28].contains($0) } ?? true
    case "opus", "flac":
      // The H.264 rendition is the one for older Safari, which knows neither in an MP4.
      return lenient || codec != .h264
    default:
      return false
    }
  }
}

/// Codecs as people write them.
public enum CodecNames {
  public static func shown(_ name: String) -> String { known[name] ?? (name.isEmpty ? "this codec" : name) }

  private static let known = [
    "h264": "H.264", "hevc": "HEVC", "av1": "AV1", "vp9": "VP9", "vp8": "VP8", "mpeg4": "MPEG-4 part 2",
    "mpeg2video": "MPEG-2", "mpeg1video": "MPEG-1", "mjpeg": "Motion JPEG", "prores": "ProRes", "wmv1": "WMV 7",
    "wmv2": "WMV 8", "wmv3": "WMV 9", "vc1": "VC-1", "theora": "Theora", "dvvideo": "DV", "dnxhd": "DNxHD",
    "msmpeg4v3": "DivX 3", "flv1": "Sorenson H.263", "aac": "AAC", "mp3": "MP3", "mp2": "MP2", "ac3": "AC-3",
    "eac3": "E-AC-3", "opus": "Opus", "flac": "FLAC", "vorbis": "Vorbis", "alac": "ALAC", "dts": "DTS",
    "wmav2": "WMA", "pcm_s16le": "PCM",
  ]
}
