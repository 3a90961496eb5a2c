import Facts

/// How many samples and bytes the container's own index promises, so that the size of our file is known before it is
/// written. Only MP4 and MOV tell; a wrong promise costs a second pass over the result, nothing else.
struct Foresight {
  let videoCount: Int
  let audioCount: Int?
  let payload: Int64
  let segments: Int

  /// nil where the container does not tell.
  init?(_ container: String, video: DemuxedStream, audio: DemuxedStream?) {
    guard container == "mov", video.indexCount > 0 else { return nil }
    var payload: Int64 = 0
    var syncs: [Int64] = []
    for index in 0..<video.indexCount {
      guard let entry = video.indexEntry(index) else { return nil }
      payload += entry.size
      if entry.isKey { syncs.append(entry.time * video.timeBase.numerator) }
    }
    if let audio {
      guard audio.indexCount > 0 else { return nil }
      for index in 0..<audio.indexCount {
        guard let entry = audio.indexEntry(index) else { return nil }
        payload += entry.size
      }
    }
    self.payload = payload
    videoCount = video.indexCount
    audioCount = audio?.indexCount
    segments = SegmentBuilder.segmentCount(syncs: syncs, scale: video.timeBase.denominator)
  }

  /// Of all `moof` and inner `mdat`, in bytes, if every segment has its audio.
  var fragmentBytes: Int64 {
    let fixed = FragmentBoxes.size(video: 0, audio: audioCount == nil ? nil : 0)
    return Int64(segments * fixed + videoCount * FragmentBoxes.videoSampleBytes)
      + Int64((audioCount ?? 0) * FragmentBoxes.audioSampleBytes) + payload
  }
}
