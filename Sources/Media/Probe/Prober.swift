public import Facts
import CLibAV

/// Reads the head of a file and its index, and says what lies in it.
public enum Prober {
  /// - Parameter size: of the file, in bytes.
  /// - Throws: ``MediaFailure`` that says in what way the file holds nothing to see or hear.
  public static func probe(_ path: String, size: Int64) throws(MediaFailure) -> ProbeReport {
    if size == 0 { throw MediaFailure(.empty, "it has 0 bytes") }
    let demuxer: Demuxer
    do throws(MediaFailure) {
      demuxer = try Demuxer(path)
    } catch {
      throw MP4Shape.explain(error, path, size: size)
    }
    if let promised = MP4Shape.firstBytes(path).flatMap(ContainerExtent.promised), promised > size {
      throw MediaFailure(.truncated, "its head promises \(promised) bytes, and the file ends at \(size)")
    }
    var streams: [StreamReport] = []
    for index in 0..<min(demuxer.streamCount, 256) {
      guard let stream = demuxer.stream(index) else { continue }
      streams.append(report(stream, of: demuxer))
      try IndexExtent.check(stream, size: size)
    }
    guard streams.contains(where: { $0.kind == .video && $0.width > 0 || $0.kind == .audio && $0.channels > 0 }) else {
      let seen = streams.map(\.codec).joined(separator: ", ")
      throw MediaFailure(.noVideo, seen.isEmpty ? "it has no streams" : "it holds only \(seen)")
    }
    // Last of all: packets that are read add to the index.
    for place in streams.indices where streams[place].kind == .video && !streams[place].isInterlaced {
      streams[place].isInterlaced = FieldOrder.isInterlaced(streams[place].index, of: demuxer)
    }
    func tag(_ name: String) -> String? {
      if let tag = demuxer.tag(name) { return tag }
      // Ogg has no place for what is said of the whole.
      return demuxer.container == "ogg" ? streams.lazy.compactMap { demuxer.stream($0.index)?.tag(name) }.first : nil
    }
    // Of music it is the day of its release. An editor of films writes the day of the export there.
    let released = streams.contains { $0.kind == .video } ? nil : tag("date")
    return ProbeReport(
      container: demuxer.container, duration: demuxer.duration, size: size, streams: streams, title: tag("title"),
      description: tag("description") ?? tag("synopsis") ?? tag("comment"),
      created: tag("creation_time") ?? released, chapters: demuxer.chapters)
  }

  private static func report(_ stream: DemuxedStream, of demuxer: Demuxer) -> StreamReport {
    var report = StreamReport(
      index: stream.index, kind: kind(stream), codec: stream.codecName, profile: stream.profile,
      language: stream.tag("language").flatMap { $0 == "und" ? nil : $0 }, title: stream.tag("title"),
      isDefault: stream.isDefault, isDescription: stream.isDescription, bitRate: stream.bitRate,
      start: start(stream, of: demuxer))
    report.isForced = stream.isForced
    report.isForDeaf = stream.isForDeaf
    if stream.type == AVMEDIA_TYPE_VIDEO {
      report.width = stream.width
      report.height = stream.height
      report.rotation = stream.rotation
      report.pixelAspect = stream.pixelAspect
      report.frameRate = PictureRate.of(stream)
      report.bitDepth = stream.bitDepth
      report.pixelFormat = stream.pixelFormat
      let colour = stream.colourNames
      report.transfer = colour.transfer
      report.primaries = colour.primaries
      report.matrix = colour.matrix
      report.isFullRange = stream.colour.isFullRange
      report.isInterlaced = !stream.isProgressive
      report.keyframeGap = keyframeGap(stream)
      report.untoldDelay = untoldDelay(stream, report.frameRate, demuxer.container)
      let extradata = stream.extradata
      report.needsRemux = stream.codec == AV_CODEC_ID_H264 && !(extradata.count >= 7 && extradata[0] == 1)
    }
    if stream.type == AVMEDIA_TYPE_AUDIO {
      report.channels = stream.channels
      report.sampleRate = stream.sampleRate
      report.needsRemux = stream.codec == AV_CODEC_ID_AAC && stream.extradata.count < 2
    }
    return report
  }

  /// In microseconds from where the file starts.
  private static func start(_ stream: DemuxedStream, of demuxer: Demuxer) -> Int64 {
    guard let start = stream.start, let ticks = try? sane(start, times: stream.timeBase.numerator) else { return 0 }
    let (difference, overflow) = rescale(ticks, 1_000_000, stream.timeBase.denominator)
      .subtractingReportingOverflow(demuxer.start ?? 0)
    return overflow ? 0 : difference
  }

  /// AVI counts packets, and says nothing of when they are shown. Of MPEG-4 part 2 ffmpeg works it out (`genpts`), of these it
  /// does not.
  private static func untoldDelay(_ stream: DemuxedStream, _ rate: Rate, _ container: String) -> Int64 {
    guard container == "avi", [AV_CODEC_ID_H264, AV_CODEC_ID_HEVC].contains(stream.codec), stream.reorderDepth > 0,
      rate.value > 0
    else { return 0 }
    return Int64((Double(stream.reorderDepth) / rate.value * 1_000_000).rounded())
  }

  private static func kind(_ stream: DemuxedStream) -> StreamReport.Kind {
    if stream.isAttachedPicture { return .picture }
    switch stream.type {
    case AVMEDIA_TYPE_VIDEO: return .video
    case AVMEDIA_TYPE_AUDIO: return .audio
    case AVMEDIA_TYPE_SUBTITLE: return .subtitle
    default: return .other
    }
  }

  /// In milliseconds; nil where the index does not list every frame.
  private static func keyframeGap(_ stream: DemuxedStream) -> Int64? {
    guard stream.indexCount > 1, stream.timeBase.denominator > 0 else { return nil }
    var last: Int64?
    var largest: Int64 = 0
    var sawOther = false
    for index in 0..<stream.indexCount {
      guard let entry = stream.indexEntry(index) else { return nil }
      if entry.isKey {
        if let last { largest = max(largest, entry.time &- last) }
        last = entry.time
      } else {
        sawOther = true
      }
    }
    guard sawOther || largest > 0 else { return nil }
    return rescale(largest, 1000 * stream.timeBase.numerator, stream.timeBase.denominator)
  }
}
