import CLibAV
import Facts

/// The sample entry and the codecs string of a stream, from the codec headers that its container carries.
enum SampleEntries {
  struct Entry {
    var box: [UInt8]
    /// RFC 6381.
    var codecs: String
  }

  /// - Throws: ``MediaFailure`` with `mustRemux` for Annex B or ADTS, `mustEncode` for what is not written as it is.
  static func entry(for stream: DemuxedStream) throws(MediaFailure) -> Entry {
    let extradata = stream.extradata
    switch stream.codec {
    case AV_CODEC_ID_H264: return try h264(stream, extradata)
    case AV_CODEC_ID_AV1: return try av1(stream, extradata)
    case AV_CODEC_ID_VP9: return try vp9(stream)
    case AV_CODEC_ID_AAC: return try aac(stream, extradata)
    case AV_CODEC_ID_OPUS: return try opus(stream, extradata)
    case AV_CODEC_ID_FLAC: return try flac(stream, extradata)
    default: throw MediaFailure(.mustEncode, "\(stream.codecName) plays in no browser from an MP4 of ours")
    }
  }

  // MARK: Video

  private static func h264(_ stream: DemuxedStream, _ extradata: [UInt8]) throws(MediaFailure) -> Entry {
    guard extradata.count >= 7, extradata[0] == 1 else {
      throw MediaFailure(.mustRemux, "its H.264 lies in Annex B form")
    }
    guard !stream.pixelFormat.isEmpty else { throw MediaFailure(.damaged, "its pictures could not be read") }
    guard ["yuv420p", "yuvj420p"].contains(stream.pixelFormat) else {
      throw MediaFailure(.mustEncode, "its H.264 is \(stream.pixelFormat), not 8-bit 4:2:0")
    }
    // Baseline, Main, Extended, High: what browsers decode (contracts/playback.md A); not the lossless profiles.
    guard [66, 77, 88, 100].contains(extradata[1]) else {
      throw MediaFailure(.mustEncode, "its H.264 has profile \(extradata[1])")
    }
    guard stream.isProgressive else { throw MediaFailure(.mustEncode, "its H.264 is interlaced") }
    let codecs = "avc1." + hex(extradata[1]) + hex(extradata[2]) + hex(extradata[3])
    return Entry(box: visual("avc1", stream) { $0.box("avcC") { $0.raw(extradata) } }, codecs: codecs)
  }

  private static func av1(_ stream: DemuxedStream, _ extradata: [UInt8]) throws(MediaFailure) -> Entry {
    guard extradata.count >= 4, extradata[0] == 0x81 else {
      throw MediaFailure(.mustRemux, "its AV1 has no configuration record")
    }
    let profile = extradata[1] >> 5
    let level = extradata[1] & 31
    let tier = extradata[2] >> 7 == 1 ? "H" : "M"
    let depth = extradata[2] >> 6 & 1 == 0 ? "08" : extradata[2] >> 5 & 1 == 1 ? "12" : "10"
    let codecs = "av01.\(profile).\(two(Int(level)))\(tier).\(depth)"
    return Entry(box: visual("av01", stream) { $0.box("av1C") { $0.raw(extradata) } }, codecs: codecs)
  }

  private static func vp9(_ stream: DemuxedStream) throws(MediaFailure) -> Entry {
    let profile = stream.profile ?? 0
    let depth = stream.bitDepth
    guard stream.pixelFormat.hasPrefix("yuv420p"), (0...2).contains(profile), depth <= 10 else {
      throw MediaFailure(.mustEncode, "its VP9 is \(stream.pixelFormat), which browsers do not all play")
    }
    let level = stream.level ?? VP9Level.of(stream)
    let colour = stream.colour
    let box = visual("vp09", stream) {
      $0.fullBox("vpcC", version: 1) {
        $0.u8(profile)
        $0.u8(level)
        // 4:2:0 with samples beside luma's, the usual siting.
        $0.u8(depth << 4 | 1 << 1 | (colour.isFullRange ? 1 : 0))
        $0.u8(colour.primaries)
        $0.u8(colour.transfer)
        $0.u8(colour.matrix)
        $0.u16(0)
      }
    }
    return Entry(box: box, codecs: "vp09.\(two(profile)).\(two(level)).\(two(depth))")
  }

  private static func visual(
    _ type: StaticString, _ stream: DemuxedStream, _ configuration: (inout BoxWriter) -> Void
  ) -> [UInt8] {
    var writer = BoxWriter()
    writer.box(type) {
      $0.zeros(6)
      $0.u16(1)
      $0.zeros(16)
      $0.u16(stream.width)
      $0.u16(stream.height)
      $0.u32(0x48_0000)
      $0.u32(0x48_0000)
      $0.u32(0)
      $0.u16(1)
      $0.zeros(32)
      $0.u16(0x18)
      $0.u16(0xFFFF)
      configuration(&$0)
      let aspect = stream.pixelAspect
      if aspect.numerator != aspect.denominator {
        $0.box("pasp") {
          $0.u32(aspect.numerator)
          $0.u32(aspect.denominator)
        }
      }
      let colour = stream.colour
      if colour.primaries != 2 || colour.transfer != 2 || colour.matrix != 2 {
        $0.box("colr") {
          $0.code("nclx")
          $0.u16(colour.primaries)
          $0.u16(colour.transfer)
          $0.u16(colour.matrix)
          $0.u8(colour.isFullRange ? 0x80 : 0)
        }
      }
    }
    return writer.bytes
  }

  // MARK: Audio

  private static func aac(_ stream: DemuxedStream, _ extradata: [UInt8]) throws(MediaFailure) -> Entry {
    guard extradata.count >= 2 else { throw MediaFailure(.mustRemux, "its AAC lies in ADTS form") }
    var type = Int(extradata[0] >> 3)
    if type == 31 { type = 32 + Int(extradata[0] & 7) << 3 + Int(extradata[1] >> 5) }
    let box = sound("mp4a", stream, channels: stream.channels) {
      $0.fullBox("esds") {
        // ES_Descriptor > DecoderConfigDescriptor > DecoderSpecificInfo, SLConfigDescriptor (ISO/IEC 14496-1, 7.2.6).
        let specific = extradata.prefix(64)
        $0.u8(3)
        $0.u8(23 + specific.count)
        $0.u16(0)
        $0.u8(0)
        $0.u8(4)
        $0.u8(15 + specific.count)
        $0.u8(0x40)
        $0.u8(0x15)
        $0.zeros(11)
        $0.u8(5)
        $0.u8(specific.count)
        $0.raw(Array(specific))
        $0.u8(6)
        $0.u8(1)
        $0.u8(2)
      }
    }
    return Entry(box: box, codecs: "mp4a.40.\(type)")
  }

  /// OpusHead (RFC 7845, 5.1) is little-endian, dOps big-endian.
  private static func opus(_ stream: DemuxedStream, _ extradata: [UInt8]) throws(MediaFailure) -> Entry {
    guard extradata.count >= 19, extradata.starts(with: Array("OpusHead".utf8)) else {
      throw MediaFailure(.mustEncode, "its Opus has no header")
    }
    let box = sound("Opus", stream, channels: Int(extradata[9])) {
      $0.box("dOps") {
        $0.u8(0)
        $0.u8(Int(extradata[9]))
        $0.raw([extradata[11], extradata[10]])
        $0.raw([extradata[15], extradata[14], extradata[13], extradata[12]])
        $0.raw([extradata[17], extradata[16]])
        $0.raw(Array(extradata[18...].prefix(258)))
      }
    }
    return Entry(box: box, codecs: "opus")
  }

  private static func flac(_ stream: DemuxedStream, _ extradata: [UInt8]) throws(MediaFailure) -> Entry {
    let streamInfo = extradata.starts(with: Array("fLaC".utf8)) ? Array(extradata.dropFirst(8).prefix(34)) : extradata
    guard streamInfo.count == 34 else { throw MediaFailure(.mustEncode, "its FLAC has no STREAMINFO") }
    let box = sound("fLaC", stream, channels: stream.channels) {
      $0.fullBox("dfLa") {
        $0.u8(0x80)
        $0.u24(34)
        $0.raw(streamInfo)
      }
    }
    return Entry(box: box, codecs: "fLaC")
  }

  private static func sound(
    _ type: StaticString, _ stream: DemuxedStream, channels: Int, _ configuration: (inout BoxWriter) -> Void
  ) -> [UInt8] {
    var writer = BoxWriter()
    writer.box(type) {
      $0.zeros(6)
      $0.u16(1)
      $0.zeros(8)
      $0.u16(channels)
      $0.u16(16)
      $0.u32(0)
      // 16.16; a higher rate does not fit and is read from the codec's own header.
      $0.u32(stream.sampleRate < 65_536 ? stream.sampleRate << 16 : 0)
      configuration(&$0)
    }
    return writer.bytes
  }

  private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
  private static func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
}

/// The least level whose picture size and luma rate hold a stream (VP9 bitstream specification, Annex A).
enum VP9Level {
  private static let table: [(level: Int, rate: Int64, size: Int64)] = [
    (10, 829_440, 36_864), (11, 2_764_800, 73_728), (20, 4_608_000, 122_880), (21, 9_216_000, 245_760),
    (30, 20_736_000, 552_960), (31, 36_864_000, 983_040), (40, 83_558_400, 2_228_224),
    (41, 160_432_128, 2_228_224), (50, 311_951_360, 8_912_896), (51, 588_251_136, 8_912_896),
    (52, 1_176_502_272, 8_912_896), (60, 1_176_502_272, 35_651_584), (61, 2_353_004_544, 35_651_584),
  ]

  static func of(_ stream: DemuxedStream) -> Int {
    let size = Int64(stream.width) * Int64(stream.height)
    let rate = Int64(Double(size) * max(1, stream.averageFrameRate.value))
    return table.first { size <= $0.size && rate <= $0.rate }?.level ?? 62
  }
}
