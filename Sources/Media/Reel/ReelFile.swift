import Facts

/// The reel while it is written: `ftyp`, one `mdat` with the pictures one after the other, and last the `moov`.
final class ReelFile {
  private let output: OutputFile
  private let start: Int64
  private var pictures: [(time: Int64, size: UInt32)] = []
  /// In bytes, as far as it is written.
  private(set) var size: Int64

  init(_ path: String) throws(MediaFailure) {
    output = try OutputFile(path)
    let fileType = MovieBoxes.fileType()
    start = Int64(fileType.count)
    size = 0
    try put((fileType + MovieBoxes.mediaDataHeader(0)).span)
  }

  /// - Parameter time: when the picture is shown, in ticks; one that is not later than the one before is left out.
  func append(_ bytes: borrowing Span<UInt8>, at time: Int64) throws(MediaFailure) {
    if let last = pictures.last, time <= last.time { return }
    guard let count = UInt32(exactly: bytes.count) else { throw MediaFailure(.damaged, "a picture is out of bounds") }
    // What a player shows before the first picture is the first picture.
    pictures.append((pictures.isEmpty ? 0 : time, count))
    try put(bytes)
  }

  /// - Parameter duration: of the last picture, in ticks.
  /// - Returns: the number of pictures.
  func close(_ track: TrackDescription, lastFor duration: Int64) throws(MediaFailure) -> Int {
    let ends = pictures.dropFirst().map(\.time) + [(pictures.last?.time ?? 0) + min(duration, Int64(UInt32.max))]
    var samples: [Sample] = []
    for (picture, end) in zip(pictures, ends) {
      guard let duration = UInt32(exactly: end - picture.time) else {
        throw MediaFailure(.damaged, "two pictures are further apart than an MP4 can say")
      }
      samples.append(Sample(size: picture.size, duration: duration, offset: 0, isSync: true))
    }
    var table = SampleTable(isVideo: true)
    table.append(samples, at: start + Int64(MovieBoxes.mediaDataHeader(0).count))
    try output.patch(MovieBoxes.mediaDataHeader(size - start), at: start)
    try put(MovieBoxes.outer([(description: track, timing: TrackTiming(), samples: table)]).span)
    return pictures.count
  }

  private func put(_ bytes: borrowing Span<UInt8>) throws(MediaFailure) {
    if let failure = output.append(bytes) { throw failure }
    size += Int64(bytes.count)
  }
}
