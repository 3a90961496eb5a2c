import CLibAV
import Facts
import Hashing

/// Takes streams of one file over.
struct StreamPass {
  let request: PackageRequest
  let source: String
  let video: Int?
  let audio: Int?

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
    let picture = try stream(video, AVMEDIA_TYPE_VIDEO, of: demuxer)
    let sound = try stream(audio, AVMEDIA_TYPE_AUDIO, of: demuxer)
    demuxer.keepOnly(Set([video, audio].compactMap { $0 }))
    let intake = try picture.map { stream throws(MediaFailure) in
      try VideoIntake(stream, .ofContainer(demuxer.container))
    }
    let assembly = Assembly(
      request.output, video: intake,
      audio: try sound.map { stream throws(MediaFailure) in try AudioIntake(stream, id: picture == nil ? 1 : 2) },
      origin: demuxer.start,
      foresight: picture.flatMap { Foresight(demuxer.container, video: $0, audio: sound) }, inputSize: size)
    var reached: Int64 = 0
    var pulse = Pulse()
    do throws(MediaFailure) {
      while try demuxer.next({ (packet) throws(MediaFailure) in
        if packet.stream == video {
          try assembly.takeVideo(packet)
        } else if packet.stream == audio {
          try assembly.takeAudio(packet)
        }
        if packet.position > reached + Self.step {
          reached = packet.position
          hash?.advance(to: reached)
          if pulse.isDue { progress(min(reached, size), size) }
        }
      }) {
        try assembly.write()
      }
      if demuxer.ioError < 0 { throw MediaFailure(.unreadable, Demuxer.text(demuxer.ioError)) }
      try assembly.endVideo()
      try assembly.endAudio()
      try assembly.write()
      return try assembly.close(frameRate: intake?.frameRate ?? Rate(0, 1)) { if pulse.isDue { progress(size, size) } }
    } catch {
      assembly.abandon()
      throw error
    }
  }

  private func stream(_ index: Int?, _ type: AVMediaType, of demuxer: Demuxer) throws(MediaFailure) -> DemuxedStream? {
    guard let index else { return nil }
    guard let stream = demuxer.stream(index), stream.type == type else {
      throw MediaFailure(.noVideo, "stream \(index) is no \(type == AVMEDIA_TYPE_VIDEO ? "video" : "audio")")
    }
    return stream
  }

  /// Bytes of the source between two looks at the clock.
  private static let step: Int64 = 1 << 20
}
