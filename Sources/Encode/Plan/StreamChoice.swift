public import Facts

/// Which streams of a source are published: one picture, one sound.
public struct StreamChoice: Sendable, Hashable {
  public var video: StreamReport
  public var audio: StreamReport?

  /// The default video, else the first (an attached cover is none); the default audio, else the first, but not one for
  /// those who do not see.
  ///
  /// nil where there is no picture.
  public init?(_ probe: ProbeReport) {
    let videos = probe.streams.filter { $0.kind == .video && $0.width > 0 && $0.height > 0 }
    guard let video = videos.first(where: \.isDefault) ?? videos.first else { return nil }
    self.video = video
    audio = Self.sound(of: probe)
  }

  /// The sound that the films carry, and what is published of a source without pictures.
  static func sound(of probe: ProbeReport) -> StreamReport? {
    let sounds = probe.streams.filter(\.isSound)
    return sounds.first(where: \.isDefault) ?? sounds.first { !$0.isDescription } ?? sounds.first
  }

  /// Where the source's own beginning lies on the video's timeline, whose 0 is the first picture or sound, in
  /// microseconds: 0 or less.
  public var origin: Int64 { -min(video.start, audio?.start ?? video.start) }
}

extension StreamReport {
  /// Can it be heard?
  public var isSound: Bool { kind == .audio && !codec.isEmpty && codec != "none" }
}
