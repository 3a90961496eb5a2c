/// Every sample of a track, as compact as the outer `moov` needs it: 4 bytes a sample, 4 more where frames are reordered, and
/// one entry a run.
struct SampleTable {
  private var sizes: [UInt32] = []
  private var durations: [(count: UInt32, value: UInt32)] = []
  /// Composition offsets; empty while all are 0.
  private var offsets: [UInt32] = []
  /// Numbers of sync samples from 1; only for video.
  private var syncs: [UInt32] = []
  /// Byte offset and number of samples of each run in a fragment.
  private var runs: [(offset: Int64, count: UInt32)] = []
  /// Sum of the durations, in ticks.
  private(set) var duration: Int64 = 0
  /// Where the last shown sample ends, in media time.
  private(set) var shownEnd: Int64 = 0
  let isVideo: Bool

  init(isVideo: Bool) { self.isVideo = isVideo }

  var count: Int { sizes.count }

  mutating func append(_ samples: [Sample], at offset: Int64) {
    if samples.isEmpty { return }
    runs.append((offset, UInt32(samples.count)))
    for sample in samples {
      sizes.append(sample.size)
      if durations.last?.value == sample.duration {
        durations[durations.count - 1].count += 1
      } else {
        durations.append((1, sample.duration))
      }
      if sample.offset != 0 && offsets.isEmpty { offsets = [UInt32](repeating: 0, count: sizes.count - 1) }
      if sample.offset != 0 || !offsets.isEmpty { offsets.append(sample.offset) }
      if isVideo && sample.isSync { syncs.append(UInt32(sizes.count)) }
      if sample.isShown { shownEnd = max(shownEnd, duration + Int64(sample.offset) + Int64(sample.duration)) }
      duration += Int64(sample.duration)
    }
  }

  /// About what ``write(to:)`` writes, in bytes.
  var byteCount: Int {
    512 + sizes.count * 4 + durations.count * 8 + offsets.count * 8 + syncs.count * 4 + runs.count * 20
  }

  func write(to stbl: inout BoxWriter) {
    stbl.fullBox("stts") {
      $0.u32(durations.count)
      for run in durations {
        $0.u32(Int(run.count))
        $0.u32(Int(run.value))
      }
    }
    if !offsets.isEmpty { stbl.fullBox("ctts") { writeOffsets(to: &$0) } }
    if isVideo, syncs.count != sizes.count {
      stbl.fullBox("stss") {
        $0.reserve(syncs.count * 4 + 4)
        $0.u32(syncs.count)
        for number in syncs { $0.u32(Int(number)) }
      }
    }
    stbl.fullBox("stsc") {
      var entries: [(first: Int, count: UInt32)] = []
      for (index, run) in runs.enumerated() where entries.last?.count != run.count {
        entries.append((index + 1, run.count))
      }
      $0.u32(entries.count)
      for entry in entries {
        $0.u32(entry.first)
        $0.u32(Int(entry.count))
        $0.u32(1)
      }
    }
    stbl.fullBox("stsz") {
      $0.reserve(sizes.count * 4 + 8)
      $0.u32(0)
      $0.u32(sizes.count)
      for size in sizes { $0.u32(Int(size)) }
    }
    stbl.fullBox("co64") {
      $0.u32(runs.count)
      for run in runs { $0.u64(run.offset) }
    }
  }

  /// Pairs of a count and an offset.
  private func writeOffsets(to box: inout BoxWriter) {
    var runs = 0
    var last: UInt32?
    for offset in offsets where offset != last {
      runs += 1
      last = offset
    }
    box.u32(runs)
    var start = 0
    while start < offsets.count {
      var end = start + 1
      while end < offsets.count, offsets[end] == offsets[start] { end += 1 }
      box.u32(end - start)
      box.u32(Int(offsets[start]))
      start = end
    }
  }
}

/// One sample: in bytes and ticks.
struct Sample: Equatable {
  var size: UInt32
  var duration: UInt32
  /// Presentation after decoding, never negative.
  var offset: UInt32
  var isSync: Bool
  /// False for what is decoded only because shown samples need it (an edit of the source).
  var isShown = true
}
