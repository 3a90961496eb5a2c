import CLibAV

/// A packet that libavformat owns, for the time of one call.
@safe struct DemuxedPacket: ~Copyable {
  private let packet: UnsafeMutablePointer<AVPacket>

  init(_ packet: UnsafeMutablePointer<AVPacket>) { unsafe self.packet = packet }

  var stream: Int { unsafe Int(packet.pointee.stream_index) }
  /// In ticks of the stream's time base; nil where the container does not say.
  var pts: Int64? { unsafe packet.pointee.pts == clibav_nopts_value ? nil : packet.pointee.pts }
  var dts: Int64? { unsafe packet.pointee.dts == clibav_nopts_value ? nil : packet.pointee.dts }
  var duration: Int64 { unsafe packet.pointee.duration }
  var isKey: Bool { unsafe packet.pointee.flags & AV_PKT_FLAG_KEY != 0 }
  /// Decoded but not shown: before the start of the source's edit list.
  var isDiscarded: Bool { unsafe packet.pointee.flags & AV_PKT_FLAG_DISCARD != 0 }
  /// In the file, in bytes; -1 where unknown.
  var position: Int64 { unsafe packet.pointee.pos }
  var count: Int { unsafe Int(packet.pointee.size) }

  /// Priming samples to skip at the start of this packet.
  var skippedSamples: Int64 {
    var size = 0
    guard let data = unsafe av_packet_get_side_data(packet, AV_PKT_DATA_SKIP_SAMPLES, &size), size >= 4 else {
      return 0
    }
    return (0..<4).reduce(Int64(0)) { unsafe $0 | Int64(data[$1]) << (8 * Int64($1)) }
  }

  /// New codec headers in the middle of a stream, which one sample entry cannot say.
  var changesParameters: Bool {
    var size = 0
    return unsafe av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, &size) != nil && size > 0
  }

  func withBytes<Result, Failure: Error>(
    _ body: (borrowing Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let data = unsafe packet.pointee.data, count > 0 else { return try body([UInt8]().span) }
    return try body(unsafe Span(_unsafeStart: UnsafePointer(data), count: count))
  }
}
