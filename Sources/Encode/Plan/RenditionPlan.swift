public import Diagnostics
public import Facts

/// What the `renditions:` key of a video asks for.
public enum RenditionRequest: Sendable, Hashable {
  case auto
  /// Never encode.
  case copy
  /// Short sides in pixels.
  case heights([Int])
}

/// What becomes of one source: a value that can be printed before anything runs.
public struct RenditionPlan: Sendable, Hashable {
  /// Indexes in the source, as the probe numbered them.
  public var videoStream: Int
  public var audioStream: Int?
  /// In the order in which facts list them.
  public var renditions: [PlannedRendition]
  /// What is encoded and why, and who cannot play what is not.
  public var notes: [Diagnostic]
}

public enum PlanOutcome: Sendable, Hashable {
  case planned(RenditionPlan)
  /// Nothing can be published of this source under this request.
  case refused(Diagnostic)
}

/// One MP4 to make.
public struct PlannedRendition: Sendable, Hashable {
  /// `1080p`, `1080p-av1` (design, "Renditions").
  public var name: String
  /// Of the picture.
  public var codec: RenditionFacts.Codec
  public var step: RenditionStep
  /// Identifies how it is made, in one line; no version of any program is in it. Recorded in the facts.
  public var recipe: String

  /// True where picture and sound both stay as they are.
  public var isCopy: Bool {
    switch step {
    case .copy: true
    case .remux(let transcode): !transcode.encodesAudio
    case .encode: false
    }
  }

  /// The `ffmpeg` call that makes the file to package; nil where the source itself is packaged.
  public var transcode: Transcode? {
    switch step {
    case .copy: nil
    case .remux(let transcode), .encode(let transcode): transcode
    }
  }
}

/// What is done before the file is packaged.
public enum RenditionStep: Sendable, Hashable {
  /// The source is packaged as it is: these of its streams.
  case copy(video: Int, audio: Int?)
  /// `ffmpeg` writes an MP4 with the picture copied; its stream 0, and stream 1 if it has sound, are packaged.
  case remux(Transcode)
  /// `ffmpeg` encodes; packaged likewise.
  case encode(Transcode)
}

/// What follows when packaging refused a planned rendition.
public enum FallbackOutcome: Sendable, Hashable {
  /// Make this one.
  case instead(PlannedRendition, Diagnostic?)
  /// Publish the other renditions of the plan without it.
  case without(Diagnostic)
  case refused(Diagnostic)
}
