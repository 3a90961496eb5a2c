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
    /// Nine numbers of a display matrix, as the source has them.
    var matrix: [Int32]
    var rotation: Int
  }

  /// 1 is the video, 2 the audio beside it; sound alone is 1.
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
    return aspect > 0
      ? (Int((Double(picture.width) * aspect).rounded()), picture.height) : (picture.width, picture.height)
  }

  /// What `tkhd` says: right angles and mirrors, moved so that the picture lies right and below of the origin
  /// (ISO/IEC 14496-12, 6.2.2); other transformations are not taken over.
  var matrix: [Int32] {
    guard case .video(let picture) = kind, picture.matrix.count == 9 else { return Self.identity }
    let one: Int32 = 0x10000
    let turn = [0, 1, 3, 4].map { picture.matrix[$0] }
    let signs = turn.map { Int($0.signum()) }
    guard zip(turn, signs).allSatisfy({ $0 == Int32($1) * one }), abs(signs[0] * signs[3] - signs[1] * signs[2]) == 1
    else {
      return Self.identity
    }
    let size = displaySize
    let width = Int32(clamping: size.width << 16)
    let height = Int32(clamping: size.height << 16)
    let right = (turn[0] < 0 ? width : 0) &+ (turn[2] < 0 ? height : 0)
    let down = (turn[1] < 0 ? width : 0) &+ (turn[3] < 0 ? height : 0)
    return [turn[0], turn[1], 0, turn[2], turn[3], 0, right, down, 0x4000_0000]
  }

  /// Five bits a letter (ISO/IEC 14496-12, 8.4.2).
  var languageCode: Int {
    let letters = Array(language.utf8)
    guard letters.count == 3, letters.allSatisfy({ (0x61...0x7A).contains($0) }) else { return 0x55C4 }
    return letters.reduce(0) { $0 << 5 | (Int($1) - 0x60) }
  }
}

extension TrackDescription {
  /// Of the one video track of a file that takes this stream over as it is.
  ///
  /// - Throws: as ``SampleEntries/entry(for:)``.
  init(video stream: DemuxedStream, timescale: Int64) throws(MediaFailure) {
    let entry = try SampleEntries.entry(for: stream)
    self.init(
      id: 1,
      kind: .video(
        .init(
          width: stream.width, height: stream.height, pixelAspect: stream.pixelAspect,
          matrix: stream.displayMatrix ?? Self.identity, rotation: stream.rotation)),
      timescale: timescale, language: stream.tag("language") ?? "und", sampleEntry: entry.box, codecs: entry.codecs)
  }
}

/// When a track begins and what of it is decoded but not shown, in ticks of its timescale.
struct TrackTiming {
  /// Presentation of the first shown sample after the start of the file: late audio, late video.
  var lateness: Int64 = 0
  /// Media time of the first shown instant: the reorder delay of B-frames, the priming of an audio encoder.
  var mediaTime: Int64 = 0
  /// The same in the fragments, which show what the outer edit hides of pictures.
  var innerMediaTime: Int64 = 0
}

/// How the tracks of a file lie to each other.
struct Timing {
  var video = TrackTiming()
  var audio = TrackTiming()
}
