public import Diagnostics
public import Facts

/// What the `renditions:` key of a video asks for.
public enum RenditionRequest: Sendable, Hashable {
  case auto
  /// Never encode.
  case copy
  case list([RenditionName])

  /// H.264 with these short sides, in pixels.
  public static func heights(_ heights: [Int]) -> RenditionRequest { .list(heights.map { RenditionName($0) }) }
}

/// What becomes of one source: a value that can be printed before anything runs.
public struct RenditionPlan: Sendable, Hashable {
  /// The streams of the source that are published.
  public var video: StreamReport
  public var audio: StreamReport?
  /// Every sound of the source: each that differs from the others is published alone as well.
  var sounds: [StreamReport]
  /// In the order in which facts list them.
  public var renditions: [PlannedRendition]
  /// What is encoded and why, and who cannot play what is not.
  public var notes: [Diagnostic]
  /// Pictures a second of what is encoded; small renditions have a half or less.
  public var rate: Rate
  /// Where the source's own beginning lies on the video's timeline, in microseconds: 0 or less.
  public var origin: Int64
  /// In milliseconds; 0 where the container does not say.
  public var duration: Int64
  var container: String

  /// The source as a ladder decodes it.
  public func input(_ path: String) -> PictureInput {
    PictureInput(
      path: path, stream: video.index, origin: origin - video.untoldDelay, isInterlaced: video.isInterlaced,
      canSeek: PictureInput.canSeek(container: container))
  }

  /// The call that makes the source's pictures fit to be entered anywhere; nil where they are, or never will be.
  public var indexing: IndexedPictures? {
    PictureInput.canSeek(container: container) || video.untoldDelay > 0 ? nil : IndexedPictures(video: video.index)
  }

  /// The result of ``indexing`` as a ladder decodes it.
  public func indexedInput(_ path: String) -> PictureInput {
    PictureInput(path: path, stream: 0, origin: origin + video.start, isInterlaced: video.isInterlaced, canSeek: true)
  }

  /// - Parameter encodings: of renditions of this plan, by their names.
  public static func ladder(
    _ encodings: [(name: String, encoding: Encoding)], _ input: PictureInput, _ grid: SegmentGrid
  ) -> Ladder {
    Ladder(
      input: input, grid: grid, steps: encodings.map { Ladder.Step(name: $0.name, picture: $0.encoding.picture) })
  }
}

public enum PlanOutcome: Sendable, Hashable {
  case planned(RenditionPlan)
  /// There is no picture.
  case sound(SoundPlan)
  /// Nothing can be published of this source under this request.
  case refused(Diagnostic)
}

/// One MP4 to make.
public struct PlannedRendition: Sendable, Hashable {
  public var name: RenditionName
  public var step: RenditionStep

  /// True where picture and sound both stay as they are.
  public var isCopy: Bool {
    switch step {
    case .copy: true
    case .remux(let remux): !remux.encodesAudio
    case .encode: false
    }
  }

  /// Identifies how it is made, in one line; no version of any program is in it. Recorded in the facts.
  public var recipe: String {
    switch step {
    case .copy: "copy"
    case .remux(let remux): remux.recipe
    case .encode(let encoding): encoding.recipe
    }
  }

  /// Is the `ffmpeg` command needed?
  public var isTranscoded: Bool { if case .copy = step { false } else { true } }
}

/// What is done before the file is packaged.
public enum RenditionStep: Sendable, Hashable {
  /// The source is packaged as it is: these of its streams.
  case copy(video: Int, audio: Int?)
  /// `ffmpeg` writes an MP4 with the picture copied; its stream 0, and stream 1 if it has sound, are packaged.
  case remux(Remux)
  /// The picture is encoded in chunks, which are joined with the sound.
  case encode(Encoding)
}

/// A rendition that is encoded: its picture in a ladder, its sound in a file of its own.
public struct Encoding: Sendable, Hashable {
  var picture: EncodedPicture
  public var sound: SoundTrack?
  var isInterlaced: Bool

  var recipe: String {
    picture.recipe + (isInterlaced ? " deinterlace" : "") + "; " + (sound?.recipe ?? "no audio")
  }
}

/// What follows when packaging refused a planned rendition.
public enum FallbackOutcome: Sendable, Hashable {
  /// Make this one.
  case instead(PlannedRendition, Diagnostic?)
  /// Publish the other renditions of the plan without it.
  case without(Diagnostic)
  case refused(Diagnostic)
}
