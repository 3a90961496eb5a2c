import Facts

/// The renditions that a plan is put together from.
extension PlanDraft {
  /// The picture as it is; the sound as it is where it may stay.
  ///
  /// - Parameter lenient: keep sound that some browsers cannot play, and never encode.
  func copied(_ codec: RenditionFacts.Codec, lenient: Bool) -> PlannedRendition {
    let name = RenditionName(size.shortSide, codec)
    let (video, audio) = (streams.video, streams.audio)
    let staysAll = audio.map { Copyability.soundStays($0, beside: codec, lenient: lenient) } ?? true
    if staysAll, !video.needsRemux, audio?.needsRemux != true {
      return PlannedRendition(name: name, step: .copy(video: video.index, audio: audio?.index))
    }
    return remuxed(name, lenient: lenient)
  }

  /// As `copied`, through an MP4 that `ffmpeg` writes.
  func remuxed(_ name: RenditionName, lenient: Bool) -> PlannedRendition {
    let sound = sound(beside: name.codec, lenient: lenient, origin: 0)
    return PlannedRendition(name: name, step: .remux(Remux(video: streams.video.index, sound: sound)))
  }

  /// Encoded at the source's size or smaller. Sound that may stay is not encoded again.
  ///
  /// - Parameter name: its short side is not above the source's.
  func encoded(_ name: RenditionName, encodeSound: Bool = false) -> PlannedRendition {
    let video = streams.video
    let isOwn = name.shortSide == size.shortSide
    let target = (isOwn ? size : size.scaled(shortSide: name.shortSide)).even
    let rate = isOwn ? rate : RateControl.smaller(rate, shortSide: target.shortSide)
    let coder: EncodedPicture.Coder =
      name.codec == .av1
      ? .svtAV1(preset: settings.av1Preset, crf: settings.av1CRF) : .x264(preset: settings.preset, crf: settings.crf)
    let picture = EncodedPicture(
      coder: coder, size: target, rate: rate,
      maxRate: RateControl.maxRate(target, rate, source: video, of: probe, percent: settings.peak),
      colour: ColourChange(video))
    var sound = sound(beside: name.codec, lenient: false, origin: origin)
    if encodeSound, sound?.coding == .copy, let audio = streams.audio {
      sound?.coding = name.codec == .h264 ? .aac(SoundShape(audio)) : .opus(SoundShape(audio))
    }
    let encoding = Encoding(picture: picture, sound: sound, isInterlaced: video.isInterlaced)
    return PlannedRendition(name: RenditionName(target.shortSide, name.codec), step: .encode(encoding))
  }

  private func sound(beside codec: RenditionFacts.Codec, lenient: Bool, origin: Int64) -> SoundTrack? {
    guard let audio = streams.audio else { return nil }
    let shape = SoundShape(audio)
    let coding: SoundTrack.Coding =
      if Copyability.soundStays(audio, beside: codec, lenient: lenient) {
        .copy
      } else if codec == .av1, verdict != .asIs(.av1) {
        .opus(shape)
      } else {
        .aac(shape)
      }
    return SoundTrack(stream: audio.index, coding: coding, origin: origin)
  }
}
