/// A release of `ffmpeg`, as it calls itself.
struct FFmpegVersion: Sendable, Hashable, Comparable {
  var major: Int
  var minor: Int

  init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// The oldest that Bobine is tested with, and the one whose libraries `bobine-media` needs: Debian 12's.
  static let needed = FFmpegVersion(5, 1)

  /// From the first line of what it says of itself: `ffmpeg version 5.1.9-0+deb12u1 Copyright ...`, `ffmpeg version n6.0`.
  ///
  /// nil for what is built from a day's sources (`N-112233-gabcdef`): nobody can tell how old that is.
  init?(banner: String) {
    guard let start = banner.firstRange(of: "ffmpeg version ") else { return nil }
    var word = banner[start.upperBound...].prefix { !$0.isWhitespace }
    if word.first == "n" { word = word.dropFirst() }
    let numbers = word.split(separator: ".", maxSplits: 2).map { $0.prefix { $0.isASCII && $0.isNumber } }
    guard let first = numbers.first, let major = Int(first) else { return nil }
    self.init(major, numbers.count > 1 ? Int(numbers[1]) ?? 0 : 0)
  }

  var text: String { "\(major).\(minor)" }

  static func < (a: FFmpegVersion, b: FFmpegVersion) -> Bool { (a.major, a.minor) < (b.major, b.minor) }
}

/// Asks `ffmpeg` once how old it is, for all that share this value, and only when somebody wants to know: before the first
/// encode, or when a call failed.
actor FFmpegCheck {
  private var answer: Task<FFmpegVersion?, Never>?

  /// nil where it is new enough, cannot be told, or is not there.
  func tooOld(_ ffmpeg: String, _ runner: any ProcessRunner) async -> FFmpegVersion? {
    let question = answer ?? Task { await Self.ask(ffmpeg, runner) }
    answer = question
    guard let version = await question.value, version < FFmpegVersion.needed else { return nil }
    return version
  }

  /// Without a file to read it says what it is, and ends.
  private static func ask(_ ffmpeg: String, _ runner: any ProcessRunner) async -> FFmpegVersion? {
    let result = try? await runner.run(Command(ffmpeg, ["-nostdin", "-v", "info"], stallLimit: .seconds(10)))
    return result.flatMap { FFmpegVersion(banner: $0.errors) }
  }
}
