import CLibAV
import Facts

/// Reads the sound that goes beside joined pictures: stream 0 of a file of our own.
final class SoundReader {
  /// In bytes.
  let size: Int64
  private(set) var done: Int64 = 0
  private let demuxer: Demuxer
  private let stream: DemuxedStream

  init(_ path: String) throws(MediaFailure) {
    do throws(MediaFailure) {
      let size = try FileStamp(path).size
      if size == 0 { throw MediaFailure(.empty, "it has 0 bytes") }
      let demuxer: Demuxer
      do throws(MediaFailure) {
        demuxer = try Demuxer(path)
      } catch {
        throw MP4Shape.explain(error, path, size: size)
      }
      guard let stream = demuxer.stream(0), stream.type == AVMEDIA_TYPE_AUDIO else {
        throw MediaFailure(.damaged, "its first stream is no audio")
      }
      try IndexExtent.check(stream, size: size)
      demuxer.keepOnly([0])
      self.size = size
      self.demuxer = demuxer
      self.stream = stream
    } catch {
      throw Self.named(error, path)
    }
  }

  /// - Parameter id: of the track in our file.
  func intake(id: Int) throws(MediaFailure) -> AudioIntake { try AudioIntake(stream, id: id) }

  /// - Returns: false where there is no more.
  func read(_ body: (borrowing DemuxedPacket) throws(MediaFailure) -> Void) throws(MediaFailure) -> Bool {
    do throws(MediaFailure) {
      let isRead = try demuxer.next { (packet) throws(MediaFailure) in
        done = max(done, packet.position)
        try body(packet)
      }
      if !isRead, demuxer.ioError < 0 { throw MediaFailure(.unreadable, Demuxer.text(demuxer.ioError)) }
      return isRead
    } catch {
      throw Self.named(error, demuxer.path)
    }
  }

  /// Says which file it is about.
  private static func named(_ failure: MediaFailure, _ path: String) -> MediaFailure {
    if failure.code == .output || failure.code == .memory { return failure }
    return MediaFailure(failure.code, "the sound, \(path.split(separator: "/").last ?? ""): \(failure.detail)")
  }
}
