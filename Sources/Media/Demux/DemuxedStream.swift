import CLibAV
import Glibc
import Facts

/// What libavformat and the codecs' parsers know of one stream. Valid while its ``Demuxer`` lives.
@safe struct DemuxedStream {
  private let stream: UnsafeMutablePointer<AVStream>

  init(_ stream: UnsafeMutablePointer<AVStream>) { unsafe self.stream = stream }

  private var parameters: AVCodecParameters { unsafe stream.pointee.codecpar.pointee }

  var index: Int { unsafe Int(stream.pointee.index) }
  var type: AVMediaType { unsafe parameters.codec_type }
  var codec: AVCodecID { unsafe parameters.codec_id }
  var codecName: String { unsafe String(cString: avcodec_get_name(codec)) }
  var profile: Int? { unsafe parameters.profile < 0 ? nil : Int(parameters.profile) }
  var level: Int? { unsafe parameters.level < 0 ? nil : Int(parameters.level) }
  var tag: UInt32 { unsafe parameters.codec_tag }
  var bitRate: Int64 { unsafe parameters.bit_rate }
  var width: Int { unsafe Int(parameters.width) }
  var height: Int { unsafe Int(parameters.height) }
  var channels: Int { unsafe Int(parameters.ch_layout.nb_channels) }
  var sampleRate: Int { unsafe Int(parameters.sample_rate) }
  /// Samples in a frame, 0 where it varies.
  var frameSize: Int { unsafe Int(parameters.frame_size) }
  /// Frames that a decoder holds back to put them in order.
  var reorderDepth: Int { unsafe Int(parameters.video_delay) }
  var isAttachedPicture: Bool { unsafe stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC != 0 }
  var isDefault: Bool { unsafe stream.pointee.disposition & AV_DISPOSITION_DEFAULT != 0 }
  /// What is seen, told to those who do not see it.
  var isDescription: Bool {
    unsafe stream.pointee.disposition & (AV_DISPOSITION_VISUAL_IMPAIRED | AV_DISPOSITION_DESCRIPTIONS) != 0
  }
  var isForced: Bool { unsafe stream.pointee.disposition & AV_DISPOSITION_FORCED != 0 }
  var isForDeaf: Bool { unsafe stream.pointee.disposition & AV_DISPOSITION_HEARING_IMPAIRED != 0 }
  /// Progressive, or not told.
  var isProgressive: Bool {
    unsafe parameters.field_order == AV_FIELD_PROGRESSIVE || parameters.field_order == AV_FIELD_UNKNOWN
  }
  var timeBase: Rate { unsafe rate(stream.pointee.time_base) }
  var averageFrameRate: Rate { unsafe rate(stream.pointee.avg_frame_rate) }
  var baseFrameRate: Rate { unsafe rate(stream.pointee.r_frame_rate) }
  /// In ticks of the time base; nil where unknown.
  var duration: Int64? { unsafe stream.pointee.duration == clibav_nopts_value ? nil : stream.pointee.duration }

  /// Presentation of the first frame, in ticks of the time base; nil where unknown.
  var start: Int64? {
    unsafe stream.pointee.start_time == clibav_nopts_value ? nil : stream.pointee.start_time
  }

  /// Pixel width to height; 1/1 where unknown.
  var pixelAspect: Rate {
    let container = unsafe rate(stream.pointee.sample_aspect_ratio)
    if container.numerator > 0, container.denominator > 0 { return container }
    let codec = unsafe rate(parameters.sample_aspect_ratio)
    return codec.numerator > 0 && codec.denominator > 0 ? codec : Rate(1, 1)
  }

  /// Codec headers (`avcC`, AudioSpecificConfig ...), at most 1 MB.
  var extradata: [UInt8] {
    let count = unsafe Int(parameters.extradata_size)
    guard count > 0, count <= 1 << 20, let bytes = unsafe parameters.extradata else { return [] }
    return unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
  }

  var pixelFormat: String {
    guard type == AVMEDIA_TYPE_VIDEO, let name = unsafe av_get_pix_fmt_name(AVPixelFormat(rawValue: parameters.format))
    else { return "" }
    return unsafe String(cString: name)
  }

  var bitDepth: Int {
    guard let description = unsafe av_pix_fmt_desc_get(AVPixelFormat(rawValue: parameters.format)) else { return 8 }
    return unsafe Int(description.pointee.comp.0.depth)
  }

  /// nclx values (ISO/IEC 23091-2), 2 where not told; and whether samples use the full range.
  var colour: (primaries: Int, transfer: Int, matrix: Int, isFullRange: Bool) {
    unsafe (
      Int(parameters.color_primaries.rawValue), Int(parameters.color_trc.rawValue),
      Int(parameters.color_space.rawValue), parameters.color_range == AVCOL_RANGE_JPEG
    )
  }

  /// libavutil's names; empty where not told.
  var colourNames: (primaries: String, transfer: String, matrix: String) {
    let told = colour
    return unsafe (
      name(told.primaries, av_color_primaries_name(parameters.color_primaries)),
      name(told.transfer, av_color_transfer_name(parameters.color_trc)),
      name(told.matrix, av_color_space_name(parameters.color_space))
    )
  }

  /// Nine fixed-point numbers of a display matrix (ISO/IEC 14496-12, 6.2.2); nil where there is none.
  var displayMatrix: [Int32]? {
    var size = 0
    guard let data = unsafe av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size), size >= 36 else {
      return nil
    }
    return unsafe data.withMemoryRebound(to: Int32.self, capacity: 9) {
      unsafe Array(UnsafeBufferPointer(start: $0, count: 9))
    }
  }

  /// Clockwise degrees to turn the picture by: 0, 90, 180, 270.
  var rotation: Int {
    guard let matrix = displayMatrix else { return 0 }
    let degrees = unsafe matrix.withUnsafeBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe -av_display_rotation_get($0) } ?? 0
    }
    guard degrees.isFinite else { return 0 }
    return ((Int(degrees.rounded()) % 360) + 360) % 360 / 90 * 90
  }

  func tag(_ name: String) -> String? { unsafe metadata(stream.pointee.metadata, name) }

  /// A decoder's context that knows this stream's headers, owned by the caller; nil where there is no memory.
  func makeContext() -> UnsafeMutablePointer<AVCodecContext>? {
    var made = unsafe avcodec_alloc_context3(nil)
    guard let context = unsafe made else { return nil }
    if unsafe avcodec_parameters_to_context(context, stream.pointee.codecpar) < 0 {
      unsafe avcodec_free_context(&made)
      return nil
    }
    return unsafe context
  }

  // MARK: The container's own index

  var indexCount: Int { unsafe Int(avformat_index_get_entries_count(stream)) }

  /// Position, size and time of an index entry.
  func indexEntry(_ index: Int) -> (position: Int64, size: Int64, time: Int64, isKey: Bool)? {
    guard let entry = unsafe avformat_index_get_entry(stream, Int32(index)) else { return nil }
    let value = unsafe entry.pointee
    return (value.pos, Int64(value.size), value.timestamp, value.flags & AVINDEX_KEYFRAME != 0)
  }
}

extension Demuxer {
  func tag(_ name: String) -> String? { unsafe metadata(context.pointee.metadata, name) }

  /// Milliseconds; 0 where unknown.
  var duration: Int64 { unsafe max(0, context.pointee.duration) / 1000 }

  /// Where the file starts, in microseconds; nil where unknown.
  var start: Int64? {
    unsafe context.pointee.start_time == clibav_nopts_value ? nil : context.pointee.start_time
  }

  /// Start in milliseconds and title, in order.
  var chapters: [ChapterFacts] {
    var chapters: [ChapterFacts] = []
    for index in 0..<min(1000, Int(unsafe context.pointee.nb_chapters)) {
      guard let chapter = unsafe context.pointee.chapters[index] else { continue }
      let base = unsafe rate(chapter.pointee.time_base)
      guard base.denominator > 0, let title = unsafe metadata(chapter.pointee.metadata, "title") else { continue }
      let start = unsafe Double(chapter.pointee.start) * 1000 * base.value
      guard start.isFinite, start >= 0, start < 1e12 else { continue }
      chapters.append(ChapterFacts(start: Int64(start.rounded()), title: title))
    }
    return chapters
  }
}

/// The name of an nclx value; of 2 ("unspecified") there is none.
private func name(_ value: Int, _ text: UnsafePointer<CChar>?) -> String {
  guard value != 2, let text = unsafe text else { return "" }
  let name = unsafe String(cString: text)
  return name == "reserved" ? "" : name
}

private func rate(_ value: AVRational) -> Rate { Rate(Int64(value.num), Int64(value.den)) }

/// At most 4 KB of one tag; nil where it is absent or empty.
private func metadata(_ dictionary: OpaquePointer?, _ name: String) -> String? {
  guard let entry = unsafe av_dict_get(dictionary, name, nil, 0), let value = unsafe entry.pointee.value else {
    return nil
  }
  let text = unsafe String(
    decoding: UnsafeBufferPointer(start: value, count: min(4096, strlen(value))).map { UInt8(bitPattern: $0) },
    as: UTF8.self)
  return text.isEmpty ? nil : text
}
