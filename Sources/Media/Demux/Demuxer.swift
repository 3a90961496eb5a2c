import CLibAV
import Glibc
import Facts

/// The thin owner of one libavformat context: opens a file, tells of its streams, reads packets in order.
///
/// Every unsafe pointer into libavformat is in this file and the ones beside it in this folder.
@safe final class Demuxer {
  /// Never nil between `init` and `deinit`.
  let context: UnsafeMutablePointer<AVFormatContext>
  private let packet: UnsafeMutablePointer<AVPacket>
  let path: String

  /// Opens the file and reads what is needed to know its streams.
  ///
  /// - Throws: ``MediaFailure`` with `notMedia` where no allowed demuxer knows the bytes, else `truncated`, `damaged`,
  ///   `unreadable`.
  init(_ path: String) throws(MediaFailure) {
    av_log_set_level(AV_LOG_QUIET)
    var options: OpaquePointer?
    unsafe av_dict_set(&options, "protocol_whitelist", DemuxerPolicy.protocols, 0)
    unsafe av_dict_set(&options, "format_whitelist", DemuxerPolicy.formats, 0)
    var opened: UnsafeMutablePointer<AVFormatContext>?
    // "file:" keeps a name such as "http:x.mp4" from being taken for an address.
    let status = unsafe avformat_open_input(&opened, "file:" + path, nil, &options)
    unsafe av_dict_free(&options)
    guard status >= 0, let context = unsafe opened else { throw Self.failure(opening: path, status) }
    guard let packet = unsafe av_packet_alloc() else {
      unsafe avformat_close_input(&opened)
      throw MediaFailure(.memory, "there is none for a packet")
    }
    unsafe self.context = context
    unsafe self.packet = packet
    self.path = path
    if DemuxerPolicy.isGuess(container, score: unsafe Int(context.pointee.probe_score)) { throw Self.unknown }
    let found = unsafe Self.findStreams(context)
    if found < 0 { throw Self.failure(reading: found) }
  }

  /// To know the form of an attached cover it is decoded, and a small file may claim gigabytes of pixels.
  private static func findStreams(_ context: UnsafeMutablePointer<AVFormatContext>) -> Int32 {
    var options = unsafe [OpaquePointer?](repeating: nil, count: Int(context.pointee.nb_streams))
    for index in 0..<(unsafe options.count) {
      unsafe av_dict_set_int(&options[index], "max_pixels", Int64(ContainerPolicy.mostPixels), 0)
    }
    defer { for index in 0..<(unsafe options.count) { unsafe av_dict_free(&options[index]) } }
    return unsafe options.withUnsafeMutableBufferPointer { unsafe avformat_find_stream_info(context, $0.baseAddress) }
  }

  deinit {
    var packet: UnsafeMutablePointer<AVPacket>? = unsafe packet
    unsafe av_packet_free(&packet)
    var context: UnsafeMutablePointer<AVFormatContext>? = unsafe context
    unsafe avformat_close_input(&context)
  }

  var container: String {
    guard let format = unsafe context.pointee.iformat, let name = unsafe format.pointee.name else { return "unknown" }
    return unsafe String(String(cString: name).prefix { $0 != "," })
  }

  var streamCount: Int { unsafe Int(context.pointee.nb_streams) }

  func stream(_ index: Int) -> DemuxedStream? {
    guard index >= 0, index < streamCount, let stream = unsafe context.pointee.streams[index] else { return nil }
    return unsafe DemuxedStream(stream)
  }

  /// Packets of other streams are not even read where the container allows it.
  func keepOnly(_ wanted: Set<Int>) {
    for index in 0..<streamCount where !wanted.contains(index) {
      if let stream = unsafe context.pointee.streams[index] { unsafe stream.pointee.discard = AVDISCARD_ALL }
    }
  }

  /// The next packet, valid inside the closure; false at the end of the file.
  func next(_ body: (borrowing DemuxedPacket) throws(MediaFailure) -> Void) throws(MediaFailure) -> Bool {
    while true {
      let status = unsafe av_read_frame(context, packet)
      if status == clibav_error_eof { return false }
      if status == clibav_error(EAGAIN) { continue }
      guard status >= 0 else { throw Self.failure(reading: status) }
      defer { unsafe av_packet_unref(packet) }
      if unsafe packet.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 {
        throw MediaFailure(.damaged, "a packet at byte \(unsafe packet.pointee.pos) is damaged")
      }
      try body(unsafe DemuxedPacket(packet))
      return true
    }
  }

  /// The next packet of the stream will be the keyframe that is shown at this time, in its ticks, or the last one before.
  func seek(_ stream: Int, to time: Int64) throws(MediaFailure) {
    let status = unsafe av_seek_frame(context, Int32(clamping: stream), time, AVSEEK_FLAG_BACKWARD)
    if status < 0 { throw Self.failure(reading: status) }
  }

  /// Did reading end because the disk failed rather than because the file ended?
  var ioError: Int32 { unsafe context.pointee.pb.map { unsafe $0.pointee.error } ?? 0 }

  static func text(_ status: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    unsafe av_strerror(status, &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func failure(reading status: Int32) -> MediaFailure {
    MediaFailure(status == clibav_error(ENOMEM) ? .memory : .damaged, text(status))
  }

  private static let unknown = MediaFailure(.notMedia, "its bytes are none of the containers that may be opened")

  private static func failure(opening path: String, _ status: Int32) -> MediaFailure {
    switch status {
    case clibav_error(ENOENT), clibav_error(EACCES), clibav_error(EIO), clibav_error(EISDIR):
      MediaFailure(.unreadable, text(status))
    case clibav_error(EINVAL), clibav_error(ENOSYS): unknown
    default: failure(reading: status)
    }
  }
}
