import Facts

/// The renditions that a plan is put together from.
extension PlanDraft {
  /// The picture as it is; the sound as it is where it may stay.
  ///
  /// - Parameter lenient: keep sound that some browsers cannot play, and never encode.
  func copied(_ codec: RenditionFacts.Codec, lenient: Bool) -> PlannedRendition {
    let name = Self.name(size.shortSide, codec)
    let (video, audio) = (streams.video, streams.audio)
    let staysAll = audio.map { Copyability.soundStays($0, beside: codec, lenient: lenient) } ?? true
    if staysAll, !video.needsRemux, audio?.needsRemux != true {
      return PlannedRendition(
        name: name, codec: codec, step: .copy(video: video.index, audio: audio?.index), recipe: "copy")
    }
    return remuxed(name, codec, lenient: lenient)
  }

  /// As `copied`, through an MP4 that `ffmpeg` writes.
  func remuxed(_ name: String, _ codec: RenditionFacts.Codec, lenient: Bool) -> PlannedRendition {
    rendition(name, codec, .copy, sound(beside: codec, lenient: lenient)) { .remux($0) }
  }

  /// H.264 and AAC, at the source's size or smaller. AAC that browsers play is not encoded again.
  func encoded(shortSide: Int, encodeSound: Bool = false) -> PlannedRendition {
    let video = streams.video
    let target = (shortSide == size.shortSide ? size : size.scaled(shortSide: shortSide)).even
    let rate = RateControl.frameRate(video.frameRate)
    let settings = H264Settings(
      size: target, rate: rate, maxRate: RateControl.maxRate(target, rate, source: video, of: probe),
      deinterlace: video.isInterlaced, isRGB: Self.isRGB(video.pixelFormat))
    var sound = sound(beside: .h264, lenient: false)
    if encodeSound, let audio = streams.audio { sound = .aac(AACSettings(audio)) }
    return rendition(Self.name(target.shortSide, .h264), .h264, .h264(settings), sound) { .encode($0) }
  }

  private func rendition(
    _ name: String, _ codec: RenditionFacts.Codec, _ picture: Transcode.Picture, _ sound: Transcode.Sound,
    _ step: (Transcode) -> RenditionStep
  ) -> PlannedRendition {
    let transcode = Transcode(
      video: streams.video.index, audio: streams.audio?.index, picture: picture, sound: sound)
    return PlannedRendition(name: name, codec: codec, step: step(transcode), recipe: transcode.recipe)
  }

  private func sound(beside codec: RenditionFacts.Codec, lenient: Bool) -> Transcode.Sound {
    guard let audio = streams.audio else { return .none }
    return Copyability.soundStays(audio, beside: codec, lenient: lenient) ? .copy : .aac(AACSettings(audio))
  }

  /// `1080p`, `1080p-av1` (design, "Renditions").
  private static func name(_ shortSide: Int, _ codec: RenditionFacts.Codec) -> String {
    codec == .h264 ? "\(shortSide)p" : "\(shortSide)p-\(codec.rawValue)"
  }

  private static func isRGB(_ pixelFormat: String) -> Bool {
    ["rgb", "bgr", "gbr", "0rgb", "0bgr", "argb", "abgr", "pal8"].contains { pixelFormat.hasPrefix($0) }
  }
}
