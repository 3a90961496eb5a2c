/// The head of one segment: `moof`, and the header of the `mdat` that follows (ISO/IEC 14496-12, 8.8).
///
/// One `traf` a track, video first; each sample says all of itself, so the size of a head follows from the numbers of
/// samples alone, and the size of the whole file is known before it is written.
enum FragmentBoxes {
  static let videoSampleBytes = 16
  static let audioSampleBytes = 8
  private static let mdatHeader = 8

  struct Run {
    var trackID: Int
    var isVideo: Bool
    /// In ticks.
    var decodeTime: Int64
    var samples: [Sample]
    /// Of all samples, in bytes.
    var byteCount: Int
  }

  static func head(sequence: Int, _ runs: [Run]) -> [UInt8] {
    var writer = BoxWriter()
    let headCount = size(
      video: runs.first { $0.isVideo }?.samples.count, audio: runs.first { !$0.isVideo }.map(\.samples.count))
    writer.reserve(headCount)
    writer.box("moof") { moof in
      moof.fullBox("mfhd") { $0.u32(sequence) }
      var dataOffset = headCount
      for run in runs {
        moof.box("traf") { traf in
          // default-base-is-moof: offsets count from the `moof`, so the file may lie anywhere.
          traf.fullBox("tfhd", flags: 0x020000) { $0.u32(run.trackID) }
          traf.fullBox("tfdt", version: 1) { $0.u64(run.decodeTime) }
          // Data offset, and of each sample: duration, size; of video also flags and composition offset.
          traf.fullBox("trun", flags: run.isVideo ? 0x000F01 : 0x000301) {
            $0.u32(run.samples.count)
            $0.u32(dataOffset)
            for sample in run.samples {
              $0.u32(Int(sample.duration))
              $0.u32(Int(sample.size))
              guard run.isVideo else { continue }
              $0.u32(sample.isSync ? SampleFlags.sync : SampleFlags.difference)
              $0.u32(Int(sample.offset))
            }
          }
        }
        dataOffset += run.byteCount
      }
    }
    writer.u32(mdatHeader + runs.reduce(0) { $0 + $1.byteCount })
    writer.code("mdat")
    return writer.bytes
  }

  /// Of `moof` and the `mdat` header; nil is a track without a run in the segment.
  static func size(video: Int?, audio: Int?) -> Int {
    let fixed = 8 + 16 + mdatHeader
    let track = 8 + 16 + 20 + 20
    return fixed + (video.map { track + $0 * videoSampleBytes } ?? 0)
      + (audio.map { track + $0 * audioSampleBytes } ?? 0)
  }
}
