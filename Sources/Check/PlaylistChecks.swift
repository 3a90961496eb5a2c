import Diagnostics

/// Every `.m3u8`, and the hashes of what the media playlists name.
struct PlaylistChecks {
  let site: CheckedSite

  func run() -> (findings: [Diagnostic], playlists: Int) {
    let paths = site.tree.paths(ending: ".m3u8")
    var findings: [Diagnostic] = []
    var broken: Set<String> = []
    for path in paths {
      guard let bytes = site.tree.read(path) else { continue }
      let found = check(Playlist(bytes), path)
      if !found.isEmpty { broken.insert(path) }
      findings += found
    }
    return (findings + SegmentHashChecks(site: site).run(leavingOut: broken), paths.count)
  }

  private func check(_ playlist: Playlist, _ path: String) -> [Diagnostic] {
    func finding(_ rule: CheckRule, _ what: String, _ line: Int = 1) -> Diagnostic {
      site.finding(rule, what, path, TextPosition(line: line))
    }
    guard playlist.isPlaylist else { return [finding(.playlistForm, "the first line is not #EXTM3U")] }
    guard let version = playlist["EXT-X-VERSION"].flatMap({ Int($0.value) }), version >= 6 else {
      return [finding(.playlistForm, "EXT-X-VERSION is missing or below 6, which EXT-X-MAP asks for")]
    }
    guard !playlist.entries.isEmpty else { return [finding(.playlistForm, "it names no file")] }
    var findings: [Diagnostic] = []
    let named =
      playlist.entries.map { ($0.uri, $0.line) }
      + playlist.tags.compactMap { tag in tag.attributes["URI"].map { ($0, tag.line) } }
    for (uri, line) in named {
      if let target = site.deadPath(uri, from: path) {
        findings.append(finding(.playlistURI, "\"\(uri)\" leads to \(target), which is not there", line))
      }
    }
    if playlist.isMultivariant {
      return findings + variants(playlist, path, finding)
    }
    return findings + segments(playlist, path, finding)
  }

  // MARK: Multivariant

  private func variants(
    _ playlist: Playlist, _ path: String, _ finding: (CheckRule, String, Int) -> Diagnostic
  ) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    let groups = Set(
      playlist.all("EXT-X-MEDIA").compactMap { tag in
        tag.attributes["TYPE"].flatMap { type in tag.attributes["GROUP-ID"].map { "\(type) \($0)" } }
      })
    for tag in playlist.entries.compactMap({ $0["EXT-X-STREAM-INF"] }) + playlist.all("EXT-X-I-FRAME-STREAM-INF") {
      let attributes = tag.attributes
      if attributes["CODECS"]?.isEmpty ?? true {
        findings.append(finding(.playlistCodecs, "a variant has no CODECS", tag.line))
      }
      if attributes["BANDWIDTH"].flatMap({ Int64($0) }) == nil {
        findings.append(finding(.playlistForm, "a variant has no BANDWIDTH", tag.line))
      }
      for type in ["AUDIO", "SUBTITLES", "VIDEO"] {
        if let group = attributes[type], !groups.contains("\(type) \(group)") {
          findings.append(finding(.playlistGroup, "there is no group \"\(group)\" of the type \(type)", tag.line))
        }
      }
      if tag.name == "EXT-X-I-FRAME-STREAM-INF", let uri = attributes["URI"],
        case .file(let target, _) = site.addresses.target(of: uri, from: path), let bytes = site.tree.read(target),
        Playlist(bytes)["EXT-X-I-FRAMES-ONLY"] == nil
      {
        findings.append(finding(.playlistIFrames, "\"\(uri)\" is no playlist of I-frames", tag.line))
      }
    }
    return findings
  }

  // MARK: Media

  private func segments(
    _ playlist: Playlist, _ path: String, _ finding: (CheckRule, String, Int) -> Diagnostic
  ) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    let target = playlist["EXT-X-TARGETDURATION"].flatMap { Int($0.value) }
    if target == nil { findings.append(finding(.playlistTarget, "EXT-X-TARGETDURATION is missing", 1)) }
    if playlist["EXT-X-ENDLIST"] == nil { findings.append(finding(.playlistEnd, "EXT-X-ENDLIST is missing", 1)) }
    let isText = playlist.entries.allSatisfy { $0.uri.hasSuffix(".vtt") }
    if !isText, playlist["EXT-X-MAP"] == nil { findings.append(finding(.playlistMap, "EXT-X-MAP is missing", 1)) }
    if let map = playlist["EXT-X-MAP"] {
      if let uri = map.attributes["URI"] {
        if let text = map.attributes["BYTERANGE"] {
          findings += range(text, of: uri, path, after: nil, map.line, finding).findings
        }
      } else {
        findings.append(finding(.playlistMap, "EXT-X-MAP has no URI", map.line))
      }
    }
    var last: (uri: String, end: Int64)?
    for entry in playlist.entries {
      let seconds = entry["EXTINF"].flatMap { Double($0.value.prefix { $0 != "," }) }
      if let seconds, let target, Int(seconds.rounded()) > target {
        findings.append(
          finding(.playlistTarget, "a segment of \(seconds) s is longer than the target of \(target) s", entry.line))
      }
      if seconds == nil { findings.append(finding(.playlistForm, "\"\(entry.uri)\" has no EXTINF", entry.line)) }
      guard let tag = entry["EXT-X-BYTERANGE"] else { continue }
      let before = last?.uri == entry.uri ? last?.end : nil
      let checked = range(tag.value, of: entry.uri, path, after: before, tag.line, finding)
      findings += checked.findings
      last = checked.end.map { (entry.uri, $0) }
    }
    return findings
  }

  private func range(
    _ text: String, of uri: String, _ path: String, after end: Int64?, _ line: Int,
    _ finding: (CheckRule, String, Int) -> Diagnostic
  ) -> (findings: [Diagnostic], end: Int64?) {
    guard let range = Playlist.Range(text, after: end) else {
      return ([finding(.playlistRange, "\"\(text)\" is no range of bytes", line)], nil)
    }
    if case .file(let target, _) = site.addresses.target(of: uri, from: path), let size = site.tree.size(target),
      range.end > size
    {
      return (
        [finding(.playlistRange, "the range \(text) ends behind the \(size) bytes of \(target)", line)], range.end
      )
    }
    return ([], range.end)
  }
}
