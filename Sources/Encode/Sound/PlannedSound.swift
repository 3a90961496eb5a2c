public import Facts

/// One sound of a source as a rendition of its own: taken over where players may change to it from the films' own sound,
/// or where every browser plays it and there is no film, else encoded.
public struct PlannedSound: Sendable, Hashable {
  public enum Step: Sendable, Hashable {
    /// This stream of the source, as it is.
    case copy(stream: Int)
    /// `ffmpeg` writes a file first.
    case file(SoundTrack)
  }

  public var step: Step
  private let stream: StreamReport
  private let codecs: String
  private let origin: Int64
  private let isAlone: Bool

  /// - Parameters:
  ///   - codecs: of the films' own sound, RFC 6381. HLS players choose among sounds of one codec, and Media Source
  ///     Extensions refuse a file whose codecs are not those that were told.
  ///   - origin: where the file's own beginning lies on the video's timeline, in microseconds.
  ///   - encodes: nil is given where that would be needed and is not allowed (`renditions: copy`).
  public init?(_ stream: StreamReport, like codecs: String, origin: Int64, encodes: Bool) {
    (self.stream, self.codecs, self.origin, isAlone) = (stream, codecs, origin, false)
    let own = Self.codecs(of: stream)
    if own == codecs || !encodes && own != nil {
      step = Self.copy(stream, origin)
    } else if encodes {
      step = Self.encode(stream, codecs, origin)
    } else {
      return nil
    }
  }

  /// The sound of a source without pictures, as it would be beside a picture of H.264.
  ///
  /// - Parameter encodes: nil is given where that would be needed and is not allowed (`renditions: copy`).
  public init?(alone stream: StreamReport, encodes: Bool) {
    (self.stream, codecs, origin, isAlone) = (stream, Self.plain, -stream.start, true)
    if Copyability.soundStays(stream, beside: .h264, lenient: !encodes) {
      step = Self.copy(stream, origin)
    } else if encodes {
      step = Self.encode(stream, codecs, origin, isAlone: true)
    } else {
      return nil
    }
  }

  /// AAC-LC, which plays everywhere.
  private static let plain = "mp4a.40.2"

  /// In microseconds: clocks of containers are rounded, and ears and eyes do not notice as much.
  private static let unnoticed: Int64 = 10_000

  /// Through a file of `ffmpeg`, where packaging refused the stream as it lies in its container.
  public var remuxed: PlannedSound? {
    guard case .copy(let stream) = step else { return nil }
    var other = self
    other.step = .file(SoundTrack(stream: stream, coding: .copy, origin: origin))
    return other
  }

  /// Encoded, where packaging refused the stream as it is; nil where it was encoded already.
  public var encoded: PlannedSound? {
    if !isCopy { return nil }
    var other = self
    other.step = Self.encode(stream, codecs, origin, isAlone: isAlone)
    return other
  }

  public var isCopy: Bool {
    switch step {
    case .copy: true
    case .file(let track): !track.isEncoded
    }
  }

  /// In one line, as ``SoundTrack/recipe``.
  public var recipe: String {
    switch step {
    case .copy(let stream): SoundTrack(stream: stream, coding: .copy).recipe
    case .file(let track): track.recipe
    }
  }

  private static func copy(_ stream: StreamReport, _ origin: Int64) -> Step {
    abs(origin) < unnoticed && !stream.needsRemux
      ? .copy(stream: stream.index) : .file(SoundTrack(stream: stream.index, coding: .copy, origin: origin))
  }

  private static func encode(
    _ stream: StreamReport, _ codecs: String, _ origin: Int64, isAlone: Bool = false
  ) -> Step {
    let shape = SoundShape(stream)
    return .file(
      SoundTrack(
        stream: stream.index, coding: codecs == "opus" ? .opus(shape) : .aac(shape), origin: origin, isAlone: isAlone))
  }

  /// As our MP4 would tell it; nil of what it does not hold.
  private static func codecs(of stream: StreamReport) -> String? {
    switch stream.codec {
    case "opus": "opus"
    case "flac": "fLaC"
    // libavcodec counts MPEG-4's audio object types from 0; HE-AAC v2 is type 29 there, 28 in libavcodec.
    case "aac" where [1, 4, 28].contains(stream.profile ?? 1): "mp4a.40.\((stream.profile ?? 1) + 1)"
    default: nil
    }
  }
}
