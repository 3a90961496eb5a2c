import Diagnostics

/// Captions, chapters and storyboards: they are WebVTT, and the storyboard's pictures are there.
struct VTTChecks {
  let site: CheckedSite

  func run() -> [Diagnostic] {
    site.tree.paths(ending: ".vtt").flatMap { path -> [Diagnostic] in
      guard let bytes = site.tree.read(path) else { return [] }
      guard let text = String(validating: bytes, as: UTF8.self),
        text.prefixMatch(of: /\u{FEFF}?WEBVTT(?:[ \t\n\r]|$)/) != nil
      else { return [site.finding(.vttForm, "it does not begin with WEBVTT, or is not UTF-8", path)] }
      guard path.hasSuffix("/storyboard.vtt") else { return [] }
      return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
        guard line.contains("#xywh="), let target = site.deadPath(String(line), from: path) else { return nil }
        return site.finding(
          .vttLink, "the picture leads to \(target), which is not there", path, TextPosition(line: index + 1))
      }
    }
  }
}
