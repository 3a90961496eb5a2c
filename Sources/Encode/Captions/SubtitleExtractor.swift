public import Diagnostics
public import Facts
import Files

/// Takes subtitle streams out of a container as files of text: one `ffmpeg` call for all of a source.
public struct SubtitleExtractor: Sendable {
  /// How a stream comes out.
  enum Form: String {
    case subRip = "srt"
    case webVTT = "vtt"
  }

  let tools: Transcoder

  public init(_ tools: Transcoder = Transcoder()) { self.tools = tools }

  /// Is a stream text that can be taken out? Others are pictures (`hdmv_pgs_subtitle`, `dvd_subtitle`), or text that
  /// `ffmpeg` does not read (`ttml`, `dvb_teletext`).
  public static func canExtract(_ stream: StreamReport) -> Bool { stream.kind == .subtitle && form(stream) != nil }

  /// What in the files is the start of the published video, in milliseconds: `ffmpeg` counts from the start of the
  /// container, which may be sound that is never heard (the priming of its codec), and the video from the first instant
  /// that is shown or heard.
  public static func zero(of probe: ProbeReport) -> Int64 {
    let audio = StreamChoice.sound(of: probe)
    guard let video = StreamChoice(probe)?.video else { return rounded(audio?.start ?? 0) }
    guard let audio, video.start - audio.start > longestPriming else { return rounded(video.start) }
    return rounded(audio.start)
  }

  /// In microseconds. Opus takes 80 ms, AAC up to 48.
  private static let longestPriming: Int64 = 100_000

  private static func rounded(_ microseconds: Int64) -> Int64 { (microseconds + 500) / 1000 }

  /// - Parameters:
  ///   - streams: of `probe`, each one that ``canExtract(_:)``.
  ///   - folder: absolute; exists and is ours. The files are written here.
  ///   - path: how the user knows the video.
  /// - Returns: the absolute path of each stream's file, by the stream's index; and of each that gave none, why.
  /// - Throws: ``EncodeFailure`` where `ffmpeg` is missing or was ended; `CancellationError`.
  public func extract(
    _ streams: [StreamReport], of probe: ProbeReport, from source: String, into folder: String, path: String
  ) async throws -> (files: [Int: String], failures: [Int: Diagnostic]) {
    guard !streams.isEmpty else { return ([:], [:]) }
    do {
      return (try await call(streams, probe, source, folder, path), [:])
    } catch let failure as EncodeFailure where failure.isOfTheSource {
      if streams.count == 1 { return ([:], [streams[0].index: failure.diagnostic]) }
    }
    // One damaged stream must not cost the others.
    var files: [Int: String] = [:]
    var failures: [Int: Diagnostic] = [:]
    for stream in streams {
      do {
        files.merge(try await call([stream], probe, source, folder, path)) { first, _ in first }
      } catch let failure as EncodeFailure where failure.isOfTheSource {
        failures[stream.index] = failure.diagnostic
      }
    }
    return (files, failures)
  }

  private func call(
    _ streams: [StreamReport], _ probe: ProbeReport, _ source: String, _ folder: String, _ path: String
  ) async throws -> [Int: String] {
    let files = Dictionary(
      streams.map { ($0.index, PathRules.join(folder, "\($0.index).\((Self.form($0) ?? .subRip).rawValue)")) }
    ) { first, _ in first }
    let words = Self.arguments(streams, of: probe, source: source) { files[$0] ?? "" }
    try await tools.call(words, source: source, path: path, task: "the captions")
    return files
  }

  /// SubRip, also in the wrong character set, is copied as it lies; SubStation Alpha and MP4's text become SubRip, which
  /// keeps bold, italic and the place at the top.
  private static func form(_ stream: StreamReport) -> Form? {
    switch stream.codec {
    case "subrip", "text", "ass", "ssa", "mov_text": .subRip
    case "webvtt": .webVTT
    default: nil
    }
  }

  static func arguments(
    _ streams: [StreamReport], of probe: ProbeReport, source: String, file: (Int) -> String
  ) -> [String] {
    var words = FFmpegWords.start + FFmpegWords.input(source)
    for stream in streams {
      guard let form = form(stream) else { continue }
      let copies = ["subrip", "text", "webvtt"].contains(stream.codec)
      words += ["-map", "0:\(stream.index)", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:s", "+bitexact"]
      words += ["-c:s", copies ? "copy" : "srt", "-f", form == .webVTT ? "webvtt" : "srt", "-y"]
      words.append(FFmpegWords.file(file(stream.index)))
    }
    // Read along, so that progress shows how far the file is read: minutes may pass without a word.
    if let other = StreamChoice(probe)?.video ?? probe.streams.first(where: { $0.kind == .audio }) {
      words += ["-map", "0:\(other.index)", "-c", "copy", "-f", "null", "-"]
    }
    return words
  }
}
