import CLibAV
import Facts

/// Are pictures made of two fields? Asked of the codec's own headers, since containers say "progressive" of what they did not
/// look at: Matroska as ffmpeg 5.1 writes it while it encodes.
enum FieldOrder {
  /// Pictures that are looked at: film that a broadcaster coded as fields begins with some of either kind.
  private static let pictures = 12
  /// Packets of all streams, so that a file with little picture is not read to its end.
  private static let packets = 400

  /// - Parameter index: of a video stream. The demuxer is used up by it.
  static func isInterlaced(_ index: Int, of demuxer: Demuxer) -> Bool {
    guard let stream = demuxer.stream(index), tells.contains(stream.codec) else { return false }
    guard let parser = HeaderParser(stream) else { return false }
    var seen = 0
    var found = false
    for _ in 0..<packets where seen < pictures && !found {
      let more = try? demuxer.next { (packet) throws(MediaFailure) in
        guard packet.stream == index else { return }
        seen += 1
        found = packet.withBytes { parser.isInterlaced($0) }
      }
      if more != true { break }
    }
    return found
  }

  /// Codecs whose parsers tell.
  private static let tells = [AV_CODEC_ID_H264, AV_CODEC_ID_MPEG2VIDEO]
}
