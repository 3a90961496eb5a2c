import CLibAV
import Facts
import Hashing

/// Takes streams of one file over.
struct StreamPass {
  private let request: PackageRequest
  private let source: String
  private let video: Int
  private let audio: Int?

  init(_ request: PackageRequest, source: String, video: Int?, audio: Int?) throws(MediaFailure) {
    guard let video else { throw MediaFailure(.noVideo, "no pictures are asked for") }
    self.request = request
    self.source = source
    self.video = video
    self.audio = audio
  }

  func run(_ progress: Packager.Progress) throws(MediaFailure) -> Packager.Result {
    let stamp = try FileStamp(source)
    let result: Packager.Result
    do throws(MediaFailure) {
      result = try hashed(size: stamp.size, progress)
    } catch {
      // What went wrong may be that somebody writes to it.
      throw (try? FileStamp(source)) == stamp ? error : Self.changed
    }
    guard (try? FileStamp(source)) == stamp else { throw Self.changed }
    return result
  }

  private static let changed = MediaFailure(.changed, "its size, time or identity is another than before")

  private func hashed(size: Int64, _ progress: Packager.Progress) throws(MediaFailure) -> Packager.Result {
    let demuxer = try Demuxer(source)
    let hash = request.hashSource ? SourceHash(source, size: size) : nil
    let thread = hash?.start()
    let writer: MovieWriter
    do throws(MediaFailure) {
      writer = try package(demuxer, size: size, hash, progress)
    } catch {
      hash?.cancel()
      thread?.join()
      throw error
    }
    hash?.advance(to: .max)
    thread?.join()
    if request.hashSource, hash?.digest == nil {
      throw MediaFailure(.unreadable, "the file could not be read to its end")
    }
    return try writer.result(sourceSHA256: hash?.digest)
  }

  private func package(
    _ demuxer: Demuxer, size: Int64, _ hash: SourceHash?, _ progress: Packager.Progress
  ) throws(MediaFailure) -> MovieWriter {
    guard let video = demuxer.stream(self.video), video.type == AVMEDIA_TYPE_VIDEO else {
      throw MediaFailure(.noVideo, "stream \(self.video) is no video")
    }
    let audio = self.audio.flatMap { demuxer.stream($0) }
    demuxer.keepOnly(Set([self.video, self.audio].compactMap { $0 }))
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
          hash?.advance(to: reached)
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
