/// Finds in ffmpeg's complaints the line that tells a person what is wrong.
enum ErrorLine {
  /// What ffmpeg says after the reason.
  private static let empty = [
    "Conversion failed!", "Error opening output files", "Error while processing the decoded data", "Exiting normally",
    "Error reinitializing filters!", "Nothing was written into output file", "Error opening filters!",
  ]

  /// The last line that says something, at most 300 characters, without addresses in memory (they differ at every run)
  /// and with the source called as the user knows it.
  static func last(of errors: String, source: String, shownAs path: String) -> String? {
    let lines = errors.split(whereSeparator: \.isNewline).map { plain($0) }
    guard let line = lines.last(where: { line in !line.isEmpty && !empty.contains { line.hasPrefix($0) } }) else {
      return nil
    }
    let named = replace(FFmpegWords.file(source), by: path, in: line)
    return String(replace(source, by: path, in: named).prefix(300))
  }

  /// `[h264 @ 0x55d0] no frame!` becomes `h264: no frame!`.
  private static func plain(_ line: Substring) -> String {
    guard line.first == "[", let at = line.firstRange(of: " @ 0x"), let end = line.firstIndex(of: "]"),
      at.lowerBound < end
    else { return String(line) }
    let name = line[line.index(after: line.startIndex)..<at.lowerBound]
    let rest = line[line.index(after: end)...].drop { $0 == " " }
    return rest.isEmpty ? "" : "\(name): \(rest)"
  }

  private static func replace(_ part: String, by other: String, in line: String) -> String {
    guard !part.isEmpty else { return line }
    return line.split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
  }
}
