/// Segments of sound alone: the whole frames that begin within each four seconds of the file, so that they lie as those
/// of pictures do and do not drift.
struct SoundSegments {
  /// In seconds.
  private static let length: Int64 = 4

  /// Samples a second.
  let scale: Int64

  /// The next segment that is whole; nil where more has to be read first.
  func next(_ sound: inout SoundQueue, _ timing: TrackTiming) -> Segment? {
    guard !sound.isEmpty else { return nil }
    let origin = timing.mediaTime - timing.lateness
    let length = Self.length * scale
    let end = (max(0, sound.time - origin) / length + 1) * length + origin
    guard sound.reaches(end) else { return nil }
    let taken = sound.take(until: end)
    return taken.samples.isEmpty
      ? nil : Segment(audioTime: taken.time, audio: taken.samples, audioBytes: taken.bytes)
  }
}
