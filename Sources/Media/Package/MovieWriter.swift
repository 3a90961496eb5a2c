import Facts
import Hashing
import Torrent

/// Puts segments into the file in the layout *tail*, and keeps what the outer `moov`, playlists and torrents need.
final class MovieWriter {
  private let path: String
  private let videoTrack: TrackDescription?
  private let audioTrack: TrackDescription?
  private let foresight: Foresight?
  private let inputSize: Int64
  private let store: SegmentStore
  /// Of what segments are counted in: the pictures' clock, or that of sound alone.
  private let scale: Int64

  private var output: HashedOutput?
  private var timing = Timing()
  private var videoSamples = SampleTable(isVideo: true)
  private var audioSamples = SampleTable(isVideo: false)
  /// Of each segment; `shown` is the presentation of its first sample in ticks from the first decode time.
  private var entries: [(offset: Int64, length: Int64, picture: Int64, shown: Int64)] = []
  private var header: (offset: Int64, length: Int64) = (0, 0)
  private var mdatOffset: Int64 = 0
  private var foreseenMdat: Int64?
  private var hashed: HashedOutput.Result?
  var frameRate = Rate(0, 1)

  /// At least one track is given.
  init(
    _ path: String, video: TrackDescription?, audio: TrackDescription?, foresight: Foresight?, inputSize: Int64,
    store: SegmentStore
  ) {
    self.path = path
    videoTrack = video
    audioTrack = audio
    scale = (video ?? audio)?.timescale ?? 1
    self.foresight = foresight
    self.inputSize = inputSize
    self.store = store
  }

  func write(_ segment: Segment, _ timing: Timing) throws(MediaFailure) {
    let output: HashedOutput
    if let begun = self.output { output = begun } else { output = try begin(timing) }
    let runs = runs(segment)
    let start = output.offset
    let head = FragmentBoxes.head(sequence: entries.count + 1, runs)
    try output.put(.bytes(head), isSegment: true)
    videoSamples.append(segment.video, at: output.offset)
    try store.drain(segment.videoBytes) { (chunk, isLast) throws(MediaFailure) in
      try output.put(.chunk(chunk, store.pool), isSegment: true, endsSegment: isLast && segment.audio.isEmpty)
    }
    if !segment.audio.isEmpty {
      audioSamples.append(segment.audio, at: output.offset)
      try output.put(.bytes(segment.audioBytes), isSegment: true, endsSegment: true)
    }
    let key = segment.video.first
    entries.append(
      (
        start, output.offset - start, key.map { Int64(head.count) + Int64($0.size) } ?? 0,
        key.map { segment.videoTime + Int64($0.offset) } ?? segment.audioTime
      ))
  }

  private func runs(_ segment: Segment) -> [FragmentBoxes.Run] {
    var runs: [FragmentBoxes.Run] = []
    if let videoTrack, !segment.video.isEmpty {
      runs.append(
        FragmentBoxes.Run(
          trackID: videoTrack.id, isVideo: true, decodeTime: segment.videoTime + timing.video.lateness,
          samples: segment.video, byteCount: segment.videoBytes.count))
    }
    if let audioTrack, !segment.audio.isEmpty {
      runs.append(
        FragmentBoxes.Run(
          trackID: audioTrack.id, isVideo: false, decodeTime: segment.audioTime + timing.audio.lateness,
          samples: segment.audio, byteCount: segment.audioBytes.count))
    }
    return runs
  }

  /// How long each segment is shown: from its first sample to that of the next one, the first from 0, the last to the end
  /// of both tracks.
  private func segmentDurations() -> [Int64] {
    var starts = entries.map(\.shown)
    let first = videoTrack == nil ? timing.audio : timing.video
    if !starts.isEmpty { starts[0] = first.innerMediaTime - first.lateness }
    var end = videoTrack == nil ? 0 : videoSamples.shownEnd
    if let audioTrack, audioSamples.count > 0 {
      let heard = audioSamples.shownEnd - timing.audio.innerMediaTime + timing.audio.lateness
      end = max(end, rescale(heard, scale, audioTrack.timescale) + (starts.first ?? 0))
    }
    return zip(starts, starts.dropFirst() + [end]).map { max(1, $1 - $0) }
  }

  /// Everything before the first segment.
  private func begin(_ timing: Timing) throws(MediaFailure) -> HashedOutput {
    self.timing = timing
    let fileType = MovieBoxes.fileType()
    let tracks = [(videoTrack, timing.video), (audioTrack, timing.audio)].compactMap { track, timing in
      track.map { (description: $0, timing: timing) }
    }
    let inner = fileType + MovieBoxes.inner(tracks)
    foreseenMdat = foresight.map { 16 + Int64(inner.count) + $0.fragmentBytes }
    // The outer tables add about as much as the heads of the fragments.
    let whole = foreseenMdat.map { $0 + Int64(foresight?.videoCount ?? 0) * 8 } ?? inputSize
    let output = try HashedOutput(path, foreseenSize: whole, sizeIsForeseen: foreseenMdat != nil)
    self.output = output
    try output.put(.bytes(fileType))
    mdatOffset = output.offset
    try output.put(.bytes(MovieBoxes.mediaDataHeader(foreseenMdat ?? 0)))
    header = (output.offset, Int64(inner.count))
    try output.put(.bytes(inner))
    return output
  }

  /// - Parameter alive: called now and then while the result is read again.
  func close(alive: () -> Void) throws(MediaFailure) {
    guard let output else { throw MediaFailure(.truncated, "it holds no whole segment") }
    let mdatSize = output.offset - mdatOffset
    let audioTrack = audioSamples.count > 0 ? audioTrack : nil
    let tracks = [(videoTrack, timing.video, videoSamples), (audioTrack, timing.audio, audioSamples)].compactMap {
      track, timing, samples in track.map { (description: $0, timing: timing, samples: samples) }
    }
    store.pool.drop()
    try output.put(.bytes(MovieBoxes.outer(tracks)))
    let patch = mdatSize == foreseenMdat ? nil : (bytes: MovieBoxes.mediaDataHeader(mdatSize), offset: mdatOffset)
    hashed = try output.finish(patch: patch, alive: alive)
    self.output = nil
  }

  func abandon() {
    output?.abandon()
    output = nil
  }

  func result(sourceSHA256: Digest256?) throws(MediaFailure) -> (report: PackageReport, tables: RenditionTables) {
    guard let hashed, hashed.segments.count == entries.count else {
      throw MediaFailure(.output, "its segments were not all hashed")
    }
    let durations = segmentDurations()
    let bandwidth = Bandwidth(zip(entries, durations).map { ($0.length, $1) }, scale: scale)
    var size = videoTrack?.displaySize ?? (width: 0, height: 0)
    if case .video(let picture)? = videoTrack?.kind, picture.rotation % 180 == 90 { size = (size.height, size.width) }
    let videoEnd = videoTrack.map {
      (videoSamples.shownEnd - timing.video.mediaTime + timing.video.lateness) * 1000 / $0.timescale
    }
    let audioEnd = audioTrack.map {
      max(0, audioSamples.shownEnd - timing.audio.mediaTime + timing.audio.lateness) * 1000 / $0.timescale
    }
    let hasAudio = audioSamples.count > 0
    let report = PackageReport(
      sourceSHA256: sourceSHA256,
      codecs: [videoTrack?.codecs, hasAudio ? audioTrack?.codecs : nil].compactMap { $0 }.joined(separator: ","),
      width: size.width, height: size.height, frameRate: frameRate, size: hashed.size, sha256: hashed.sha256,
      duration: max(videoEnd ?? 0, audioEnd ?? 0), peakBandwidth: bandwidth.peak,
      averageBandwidth: bandwidth.average, initOffset: header.offset, initLength: header.length,
      segmentCount: entries.count, pieceLength: hashed.pieceLength, piecesRoot: hashed.merkle.root)
    let segments = entries.indices.map { index in
      SegmentEntry(
        offset: entries[index].offset, length: entries[index].length, pictureLength: entries[index].picture,
        duration: durations[index], sha256: hashed.segments[index])
    }
    let tables = RenditionTables(
      sha256: hashed.sha256, pieces: hashed.pieces, layer: hashed.merkle.layer, timescale: scale, segments: segments)
    return (report, tables)
  }
}
