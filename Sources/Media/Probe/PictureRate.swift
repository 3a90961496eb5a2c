import CLibAV
import Facts

/// Pictures a second of a stream, as it is to be shown.
enum PictureRate {
  /// The average, as a rule. Of a recording that leaves pictures out now and then the average is no rate at all: there it is
  /// that of the pictures that are not left out, or every motion would stutter.
  static func of(_ stream: DemuxedStream) -> Rate {
    let (average, base) = (stream.averageFrameRate, stream.baseFrameRate)
    guard average.value > 0 else { return base }
    // Of fields the base is twice the pictures' rate, and of film on a DVD that of its repeated fields.
    let isOfFields = !stream.isProgressive || [AV_CODEC_ID_MPEG1VIDEO, AV_CODEC_ID_MPEG2VIDEO].contains(stream.codec)
    if isOfFields || base.value > 60.5 { return average }
    let part = average.value / base.value
    return part > 0.55 && part < 0.995 ? base : average
  }
}
