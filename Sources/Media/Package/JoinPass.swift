import CLibAV
import Facts

/// Joins files of our own: pictures in parts, sound in one file beside them.
///
/// Pictures lead, and sound is read as far as the next segment needs it, so that memory holds about one segment.
struct JoinPass {
  let output: String
  let input: JoinedInput

  func run(_ progress: Packager.Progress) throws(MediaFailure) -> Packager.Result {
    let parts = try PartReader(input.parts)
    let video = try pictures(parts)
    let sound = try input.audio.map { path throws(MediaFailure) in try SoundReader(path) }
    let audio = try sound?.intake(id: video == nil ? 1 : 2)
    let total = parts.total + (sound?.size ?? 0)
    let assembly = Assembly(
      output, video: video?.intake, audio: audio, origin: 0, cuts: video?.cuts, inputSize: total)
    var pulse = Pulse()
    func report(_ done: Int64) { if pulse.isDue { progress(min(done, total), total) } }
    do throws(MediaFailure) {
      var hasPictures = video != nil
      var hasSound = sound != nil
      while hasPictures || hasSound {
        try assembly.write()
        if hasSound, !hasPictures || assembly.waitsForSound {
          hasSound = try sound?.read { (packet) throws(MediaFailure) in try assembly.takeAudio(packet) } ?? false
          if !hasSound { try assembly.endAudio() }
        } else {
          hasPictures = try parts.read { (packet, shift) throws(MediaFailure) in
            try assembly.takeVideo(packet, shift: shift)
          }
          if !hasPictures { try assembly.endVideo() }
        }
        report(parts.done + (sound?.done ?? 0))
      }
      try assembly.write()
      let rate = parts.frameRate ?? video?.intake.countedRate ?? Rate(0, 1)
      return try assembly.close(frameRate: rate) { report(total) }.result(sourceSHA256: nil)
    } catch {
      assembly.abandon()
      throw error
    }
  }

  /// nil where there are no parts.
  private func pictures(_ parts: PartReader) throws(MediaFailure) -> (intake: VideoIntake, cuts: SegmentCuts)? {
    if input.parts.isEmpty { return nil }
    guard let stream = try parts.first() else { throw MediaFailure(.truncated, "no part holds a picture") }
    return (try VideoIntake(stream, .ofPresentation), try SegmentCuts(input.cuts, base: stream.timeBase))
  }
}
