public import Facts
import CLibAV
import Hashing

/// Takes one video and at most one audio stream over into our MP4, byte for byte as they are, and hashes it on the way.
///
/// The file is written in order (design, "The MP4 is ours"): `ftyp`, one `mdat` around a whole fragmented file, and last
/// the `moov` with the complete sample tables.
public struct Packager: ~Copyable {
  private let request: PackageRequest
  private let demuxer: Demuxer
  private let size: Int64

  /// - Parameter size: of the source, in bytes.
  public init(_ request: PackageRequest, size: Int64) throws(MediaFailure) {
    self.request = request
    self.size = size
    demuxer = try Demuxer(request.source)
  }

  /// - Parameter progress: called with bytes of the source, every few megabytes.
  public consuming func run(
    progress: (_ done: Int64, _ total: Int64) -> Void
  ) throws(MediaFailure) -> (report: PackageReport, tables: RenditionTables) {
    let source = request.hashSource ? SourceHash(request.source, size: size) : nil
    let thread = source?.start()
    let writer: MovieWriter
    do throws(MediaFailure) {
      writer = try package(source, progress)
    } catch {
      source?.cancel()
      thread?.join()
      throw error
    }
    source?.advance(to: .max)
    thread?.join()
    if request.hashSource, source?.digest == nil {
      throw MediaFailure(.unreadable, "the file could not be read to its end")
    }
    return try writer.result(sourceSHA256: source?.digest)
  }

  private func package(
    _ source: SourceHash?, _ progress: (Int64, Int64) -> Void
  ) throws(MediaFailure) -> MovieWriter {
    guard let video = demuxer.stream(request.videoStream), video.type == AVMEDIA_TYPE_VIDEO else {
      throw MediaFailure(.noVideo, "stream \(request.videoStream) is no video")
    }
    let audio = request.audioStream.flatMap { demuxer.stream($0) }
    demuxer.keepOnly(Set([request.videoStream, request.audioStream].compactMap { $0 }))
    let store = SegmentStore(path: request.output + ".scratch")
    let intake = try Intake(container: demuxer.container, video: video, audio: audio, store: store)
    let writer = MovieWriter(
      request.output, video: intake.videoTrack, audio: intake.audioTrack,
      foresight: Foresight(demuxer.container, video: video, audio: audio), sourceSize: size,
      store: store)
    var reached: Int64 = 0
    var pulse = Pulse()
    do throws(MediaFailure) {
      while try demuxer.next({ (packet) throws(MediaFailure) in
        try intake.take(packet)
        if packet.position > reached + Self.step {
          reached = packet.position
          source?.advance(to: reached)
          if pulse.isDue { progress(min(reached, size), size) }
        }
      }) {
        while let segment = try intake.builder.next(intake.timing) { try writer.write(segment, intake.timing()) }
      }
      if demuxer.ioError < 0 { throw MediaFailure(.unreadable, Demuxer.text(demuxer.ioError)) }
      try intake.finish()
      while let segment = try intake.builder.next(intake.timing) { try writer.write(segment, intake.timing()) }
      try writer.close { if pulse.isDue { progress(size, size) } }
    } catch {
      writer.abandon()
      throw error
    }
    writer.frameRate = intake.frameRate
    return writer
  }

  /// Bytes of the source between two looks at the clock.
  private static let step: Int64 = 1 << 20
}
