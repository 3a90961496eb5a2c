import Facts

/// What the boxes say of a track before any sample: made once from the source's stream.
struct TrackDescription {
  enum Kind {
    case video(Picture)
    case audio(channels: Int, sampleRate: Int)
  }

  struct Picture {
    /// Coded size in pixels.
    var width: Int
    var height: Int
    var pixelAspect: Rate
    /// Nine numbers of `tkhd`.
    var matrix: [Int32]
    var rotation: Int
  }

  /// 1 is the video, 2 the audio.
  var id: Int
  var kind: Kind
  /// Ticks a second.
  var timescale: Int64
  /// ISO 639-2, `und` where unknown.
  var language: String
  /// A whole sample entry box (`avc1`, `mp4a` ...).
  var sampleEntry: [UInt8]
  /// RFC 6381.
  var codecs: String

  static let identity: [Int32] = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000]
  var isVideo: Bool { if case .video = kind { true } else { false } }

  /// As shown: after pixel aspect, before rotation, in whole pixels.
  var displaySize: (width: Int, height: Int) {
    guard case .video(let picture) = kind else { return (0, 0) }
    let aspect = picture.pixelAspect.value
    return aspect > 0 ? (Int((Double(picture.width) * aspect).rounded()), picture.height) : (picture.width, picture.height)
  }

  /// Five bits a letter (ISO/IEC 14496-12, 8.4.2).
  var languageCode: Int {
    let letters = Array(language.utf8)
    guard letters.count == 3, letters.allSatisfy({ (0x61...0x7A).contains($0) }) else { return 0x55C4 }
    return letters.reduce(0) { $0 << 5 | (Int($1) - 0x60) }
  }
}

/// When a track begins and what of it is decoded but not shown, in ticks of its timescale.
struct TrackTiming {
  /// Presentation of the first shown sample after the start of the file: late audio, late video.
  var lateness: Int64 = 0
  /// Media time of the first shown instant: the reorder delay of B-frames, the priming of an audio encoder.
  var mediaTime: Int64 = 0
}
