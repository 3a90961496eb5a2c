internal import Diagnostics
internal import Hashing
internal import JSON

/// Reads the files of one video.
struct VideoReader {
  let files: ProjectFiles
  let zone: TimeZoneRules
  let site: SiteConfig
  /// Content paths that facts are known of, sorted, by their folder: a text without its file finds its facts by them.
  let known: [String: [String]]
  /// Names of the channels by what people may call them.
  let channels: [String: ChannelText]

  func read(_ video: VideoFiles, channel folderChannel: ChannelText) -> (VideoText?, [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    var frontMatter = VideoFrontMatter()
    var body = ""
    if let text = video.text {
      let document = files.frontMatter(files.shown(text.path))
      let (keys, problems) = VideoFrontMatter.read(document.keys, zone: zone)
      diagnostics += document.diagnostics + problems
      (frontMatter, body) = (keys, document.body)
    }
    var channel = folderChannel
    if let written = frontMatter.channel {
      if let other = channels[written.value] {
        channel = other
      } else {
        let names = Set(channels.values.map(\.channel.name)).sorted()
        diagnostics.append(
          .unknownChannel(written.value, suggestion: nearest(written.value, among: names), at: written.location))
      }
    }
    let others = video.translations.map { ($0.language, files.shown($0.file.path)) }
    let (translations, mistranslations) = files.translations(
      others,
      of: site.languageOfFirstText(
        said: frontMatter.language ?? channel.channel.language, others: others.map(\.0)), keys: TranslationKeys.ofVideo, original: VideoFrontMatter.keys)
    diagnostics += mistranslations
    let isRefused = diagnostics.contains { $0.severity == .error }
    guard let (contentPath, media) = media(of: video) else { return (nil, diagnostics) }
    let spoken = frontMatter.language ?? channel.channel.language ?? site.language
    let captions = CaptionReader(files: files).read(video, written: frontMatter.captions, fallback: spoken)
    diagnostics += captions.diagnostics
    let chapters = chapters(of: video, language: spoken, &diagnostics)
    let poster = poster(of: video, frontMatter, &diagnostics)
    let info = video.info.flatMap { self.info(files.shown($0.path), &diagnostics) }
    var text = VideoText(
      contentPath: contentPath, shownPath: files.shown(contentPath), textPath: video.text.map { files.shown($0.path) },
      media: media, fileTime: (video.media ?? video.text)?.modified ?? 0, channel: channel.channel.name,
      name: CanonicalForm.composed(video.name), stem: CanonicalForm.composed(FileName.stem(FileName.last(contentPath))),
      renditions: frontMatter.renditions ?? channel.renditions, poster: poster, frontMatter: frontMatter, info: info,
      body: body, captions: captions.captions, chapters: chapters, isRefused: isRefused)
    text.translations = translations
    return (text, diagnostics)
  }

  /// The key of facts and ledger, and whether bytes are there; nil where a video has neither file nor text.
  private func media(of video: VideoFiles) -> (contentPath: String, VideoText.MediaState)? {
    guard let entry = video.media else {
      guard let text = video.text else { return nil }
      let location = Location(files.shown(text.path))
      let diagnostic: Diagnostic =
        video.isBundle ? .absentVideoInBundle(at: location) : .absentVideo(video.name, at: location)
      return (knownPath(of: video) ?? text.path, .absent(diagnostic))
    }
    let path = files.shown(entry.path)
    let location = Location(path)
    if entry.kind == .dangling {
      let target = entry.linkTarget ?? ""
      guard let pointer = PointerFile(linkTarget: target) else {
        return (entry.path, .absent(.danglingLink(target, at: location)))
      }
      return (entry.path, .pointer(sha256: pointer.sha256, size: pointer.size, pointer.diagnostic(at: location)))
    }
    if entry.size > 0, entry.size <= Int64(PointerFile.fileLimit),
      case .success(let bytes) = files.read(path, limit: PointerFile.fileLimit), let pointer = PointerFile(bytes)
    {
      return (entry.path, .pointer(sha256: pointer.sha256, size: pointer.size, pointer.diagnostic(at: location)))
    }
    return (entry.path, .file(absolutePath: files.absolute(path), size: entry.size))
  }

  /// The video file that a text stood beside when its facts were learned.
  private func knownPath(of video: VideoFiles) -> String? {
    let paths = (known[video.folder] ?? []).filter { path in
      FileKind.isMedia(path) && (video.isBundle || FileName.stem(FileName.last(path)) == video.name)
    }
    return paths.first { !FileKind.isSound($0) } ?? paths.first
  }

  private func chapters(
    of video: VideoFiles, language: String, _ diagnostics: inout [Diagnostic]
  ) -> [Placed<Video.Chapter>] {
    guard let (path, name) = video.chapters.first else { return [] }
    for (other, _) in video.chapters.dropFirst() {
      diagnostics.append(.secondChapters(first: files.shown(path), at: Location(files.shown(other))))
    }
    let (chapters, problems) = ChapterReader.read(files.shown(path), files, language: name.language ?? language)
    diagnostics += problems
    return chapters
  }

  private func poster(
    of video: VideoFiles, _ frontMatter: VideoFrontMatter, _ diagnostics: inout [Diagnostic]
  ) -> VideoText.PosterChoice {
    switch frontMatter.poster {
    case .time(let time): return .time(time)
    case .file(let reference):
      if let path = files.resolve(reference.value, from: reference.location.path), FileKind.isPicture(path) {
        return .file(absolutePath: files.absolute(path))
      }
      diagnostics.append(.fileNotFound("poster", reference.value, at: reference.location))
    case nil: break
    }
    return video.poster.map { .file(absolutePath: files.absolute(files.shown($0))) } ?? .automatic
  }

  private func info(_ path: String, _ diagnostics: inout [Diagnostic]) -> VideoInfo? {
    switch files.read(path, limit: VideoInfo.fileLimit) {
    case .failure(let error):
      diagnostics.append(error.diagnostic)
      return nil
    case .success(let bytes):
      do throws(JSONError) {
        return try VideoInfo(bytes, zone: zone)
      } catch {
        let line = bytes.prefix(error.offset).count { $0 == 0x0A } + 1
        diagnostics.append(.badInfoJSON(error.reason.rawValue, at: Location(path, line: line)))
        return nil
      }
    }
  }
}
