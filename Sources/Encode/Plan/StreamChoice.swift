public import Facts

/// Which streams of a source are published: one picture, one sound.
public struct StreamChoice: Sendable, Hashable {
  public var video: StreamReport
  public var audio: StreamReport?

  /// The default video, else the first (an attached cover is none); the default audio, else the first.
  ///
  /// nil where there is no picture.
  public init?(_ probe: ProbeReport) {
    let videos = probe.streams.filter { $0.kind == .video && $0.width > 0 && $0.height > 0 }
    let sounds = probe.streams.filter { $0.kind == .audio && !$0.codec.isEmpty && $0.codec != "none" }
    guard let video = videos.first(where: \.isDefault) ?? videos.first else { return nil }
    self.video = video
    audio = sounds.first(where: \.isDefault) ?? sounds.first
  }
}
