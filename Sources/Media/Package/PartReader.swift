import CLibAV
import Facts

/// Reads the pictures of parts that follow each other, one part open at a time.
final class PartReader {
  private let parts: [JoinedInput.Part]
  private let sizes: [Int64]
  /// Of the part that is open.
  private var number = -1
  private var demuxer: Demuxer?
  /// Of the first part that holds a picture.
  private var headers: PartHeaders?
  /// Time of the last picture so far, in ticks of the time base.
  private var last: Int64?
  /// Frames a second of each part; nil where they differ.
  private(set) var frameRate: Rate?
  /// Bytes of the parts that lie before the open one, and of that one.
  private var before: Int64 = 0
  private var reached: Int64 = 0

  /// - Throws: where a part is missing.
  init(_ parts: [JoinedInput.Part]) throws(MediaFailure) {
    self.parts = parts
    var sizes: [Int64] = []
    for (number, part) in parts.enumerated() {
      do throws(MediaFailure) {
        sizes.append(try FileStamp(part.path).size)
      } catch {
        throw Self.named(error, parts, number)
      }
    }
    self.sizes = sizes
  }

  /// Bytes that are read, and of all parts.
  var done: Int64 { before + reached }
  var total: Int64 { sizes.reduce(0, +) }

  /// The stream of the first picture, before any is read; nil where there is none.
  func first() throws(MediaFailure) -> DemuxedStream? {
    do throws(MediaFailure) {
      while demuxer == nil, number + 1 < parts.count { try openNext() }
    } catch {
      throw Self.named(error, parts, number)
    }
    return demuxer?.stream(0)
  }

  /// - Parameter body: called with the next picture and what its times are to be shifted by.
  /// - Returns: false where there are no more.
  func read(
    _ body: (borrowing DemuxedPacket, _ shift: Int64) throws(MediaFailure) -> Void
  ) throws(MediaFailure) -> Bool {
    do throws(MediaFailure) {
      while true {
        if let demuxer {
          if try readOne(demuxer, body) { return true }
          if demuxer.ioError < 0 { throw MediaFailure(.unreadable, Demuxer.text(demuxer.ioError)) }
        }
        if number + 1 >= parts.count { return false }
        try openNext()
      }
    } catch {
      throw Self.named(error, parts, number)
    }
  }

  private func readOne(
    _ demuxer: Demuxer, _ body: (borrowing DemuxedPacket, _ shift: Int64) throws(MediaFailure) -> Void
  ) throws(MediaFailure) -> Bool {
    let shift = try sane(parts[number].start)
    return try demuxer.next { (packet) throws(MediaFailure) in
      if packet.isDiscarded { throw MediaFailure(.damaged, "an edit list hides pictures of it") }
      let time = try sane(packet.pts ?? 0)
      if time < 0 { throw MediaFailure(.damaged, "a picture of it lies before its time 0") }
      last = max(last ?? time + shift, time + shift)
      reached = max(reached, packet.position)
      try body(packet, shift)
    }
  }

  /// Leaves `demuxer` nil where the next part holds no picture: the source ended before it.
  private func openNext() throws(MediaFailure) {
    if number >= 0 { before += sizes[number] }
    reached = 0
    demuxer = nil
    number += 1
    let part = parts[number]
    if sizes[number] == 0 { throw MediaFailure(.empty, "it has 0 bytes") }
    let opened: Demuxer
    do throws(MediaFailure) {
      opened = try Demuxer(part.path)
    } catch {
      throw MP4Shape.explain(error, part.path, size: sizes[number])
    }
    guard opened.container == "mov" else { throw MediaFailure(.damaged, "it is no MP4") }
    guard let stream = opened.stream(0), stream.indexCount > 0 else { return }
    guard stream.type == AVMEDIA_TYPE_VIDEO else { throw MediaFailure(.damaged, "its first stream is no video") }
    try IndexExtent.check(stream, size: sizes[number])
    if let last, part.start <= last {
      throw MediaFailure(.damaged, "it begins before the part in front of it ends")
    }
    try compare(stream)
    opened.keepOnly([0])
    demuxer = opened
  }

  private func compare(_ stream: DemuxedStream) throws(MediaFailure) {
    let own = PartHeaders(stream)
    if let headers {
      if let difference = headers.difference(own) { throw MediaFailure(.damaged, difference) }
      if frameRate != stream.averageFrameRate { frameRate = nil }
    } else {
      headers = own
      frameRate = stream.averageFrameRate
    }
  }

  /// Says which part it is about. What would be a reason to encode in a source is damage in a file of our own.
  private static func named(_ failure: MediaFailure, _ parts: [JoinedInput.Part], _ number: Int) -> MediaFailure {
    let name = parts[max(0, number)].path.split(separator: "/").last ?? ""
    let detail = "part \(number + 1) of \(parts.count), \(name): \(failure.detail)"
    switch failure.code {
    case .output, .memory: return failure
    case .mustEncode, .mustRemux, .noVideo, .notMedia: return MediaFailure(.damaged, detail)
    default: return MediaFailure(failure.code, detail)
    }
  }
}
