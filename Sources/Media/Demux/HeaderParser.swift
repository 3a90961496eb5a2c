import CLibAV

/// libavcodec's parser of one codec's headers, which decodes no picture.
@safe final class HeaderParser {
  private let parser: UnsafeMutablePointer<AVCodecParserContext>
  private let context: UnsafeMutablePointer<AVCodecContext>

  /// nil where libavcodec has none for the codec.
  init?(_ stream: DemuxedStream) {
    guard let parser = unsafe av_parser_init(Int32(bitPattern: stream.codec.rawValue)) else { return nil }
    guard let context = unsafe stream.makeContext() else {
      unsafe av_parser_close(parser)
      return nil
    }
    // Packets of a demuxer are whole pictures.
    unsafe parser.pointee.flags |= PARSER_FLAG_COMPLETE_FRAMES
    unsafe self.parser = parser
    unsafe self.context = context
  }

  deinit {
    unsafe av_parser_close(parser)
    var context: UnsafeMutablePointer<AVCodecContext>? = unsafe context
    unsafe avcodec_free_context(&context)
  }

  /// Does a picture consist of two fields, or is it one?
  ///
  /// - Parameter bytes: of a packet of libavformat, behind which there is room to read.
  func isInterlaced(_ bytes: borrowing Span<UInt8>) -> Bool {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var output: UnsafeMutablePointer<UInt8>?
      var size: Int32 = 0
      let times = clibav_nopts_value
      _ = unsafe av_parser_parse2(
        parser, context, &output, &size, buffer.baseAddress, Int32(clamping: buffer.count), times, times, -1)
    }
    let order = unsafe parser.pointee.field_order
    let structure = unsafe parser.pointee.picture_structure
    return ![AV_FIELD_PROGRESSIVE, AV_FIELD_UNKNOWN].contains(order)
      || [AV_PICTURE_STRUCTURE_TOP_FIELD, AV_PICTURE_STRUCTURE_BOTTOM_FIELD].contains(structure)
  }
}
