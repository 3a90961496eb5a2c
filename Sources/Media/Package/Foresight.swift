import Facts

/// How many samples and bytes the container's own index promises, so that the size of our file is known before it is
/// written. Only MP4 and MOV tell; a wrong promise costs a second pass over the result, nothing else.
struct Foresight {
  let videoCount: Int
  let audioCount: Int?
  let payload: Int64
  let segments: Int
  let audibleSegments: Int

  /// nil where the container does not tell.
  init?(_ container: String, video: DemuxedStream, audio: DemuxedStream?) {
    guard container == "mov", video.indexCount > 0 else { return nil }
    var payload: Int64 = 0
    var syncs: [Int64] = []
    for index in 0..<video.indexCount {
      guard let entry = video.indexEntry(index) else { return nil }
      payload += entry.size
      if entry.isKey { syncs.append(entry.time &* video.timeBase.numerator) }
    }
    let starts = SegmentBuilder.segmentStarts(syncs: syncs, scale: video.timeBase.denominator)
    // Segments that the audio reaches.
    var audible = 0
    var silent = 0
    if let audio {
      guard audio.indexCount > 0, let first = audio.indexEntry(0) else { return nil }
      let starts = starts.map { rescale($0, audio.timeBase.denominator, video.timeBase.denominator) }
      silent = max(0, starts.count { $0 <= first.time &* audio.timeBase.numerator } - 1)
      for index in 0..<audio.indexCount {
        guard let entry = audio.indexEntry(index) else { return nil }
        payload += entry.size
        let time = entry.time &* audio.timeBase.numerator
        while audible < starts.count, starts[audible] <= time { audible += 1 }
      }
    }
    self.payload = payload
    videoCount = video.indexCount
    audioCount = audio?.indexCount
    segments = starts.count
    audibleSegments = audio == nil ? 0 : audible - silent
  }

  /// Of all `moof` and inner `mdat`, in bytes.
  var fragmentBytes: Int64 {
    let silent = FragmentBoxes.size(video: 0, audio: nil)
    let audible = FragmentBoxes.size(video: 0, audio: 0)
    return Int64((segments - audibleSegments) * silent + audibleSegments * audible)
      + Int64(videoCount * FragmentBoxes.videoSampleBytes)
      + Int64((audioCount ?? 0) * FragmentBoxes.audioSampleBytes) + payload
  }
}
