/// Every sample of a track, as compact as the outer `moov` needs it: 12 bytes a sample and one entry a run.
struct SampleTable {
  private var sizes: [UInt32] = []
  private var durations: [UInt32] = []
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
      durations.append(sample.duration)
      if sample.offset != 0 && offsets.isEmpty { offsets = [UInt32](repeating: 0, count: sizes.count - 1) }
      if sample.offset != 0 || !offsets.isEmpty { offsets.append(sample.offset) }
      if isVideo && sample.isSync { syncs.append(UInt32(sizes.count)) }
      shownEnd = max(shownEnd, duration + Int64(sample.offset) + Int64(sample.duration))
      duration += Int64(sample.duration)
    }
  }

  func write(to stbl: inout BoxWriter) {
    runLengths(&stbl, "stts", durations)
    if !offsets.isEmpty { runLengths(&stbl, "ctts", offsets) }
    if isVideo, syncs.count != sizes.count {
      stbl.fullBox("stss") {
        $0.reserve(syncs.count * 4 + 4)
        $0.u32(syncs.count)
        for number in syncs { $0.u32(Int(number)) }
      }
    }
    stbl.fullBox("stsc") {
      var entries: [(first: Int, count: UInt32)] = []
      for (index, run) in runs.enumerated() where entries.last?.count != run.count { entries.append((index + 1, run.count)) }
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

  /// A table of (count, value) pairs.
  private func runLengths(_ stbl: inout BoxWriter, _ type: StaticString, _ values: [UInt32]) {
    stbl.fullBox(type) {
      var pairs: [(count: Int, value: UInt32)] = []
      for value in values {
        if pairs.last?.value == value { pairs[pairs.count - 1].count += 1 } else { pairs.append((1, value)) }
      }
      $0.reserve(pairs.count * 8 + 4)
      $0.u32(pairs.count)
      for pair in pairs {
        $0.u32(pair.count)
        $0.u32(Int(pair.value))
      }
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
}
