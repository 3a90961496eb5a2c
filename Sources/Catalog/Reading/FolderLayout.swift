internal import Diagnostics

/// The files of one video, found by their names. Paths are below the content folder.
struct VideoFiles {
  /// The folder that the video's own paths start at.
  var folder: String
  /// nil where only the text is there.
  var media: ContentEntry?
  var text: ContentEntry?
  /// In further languages of the site.
  var translations: [(language: String, file: ContentEntry)] = []
  var captions: [(path: String, name: CaptionName?)] = []
  /// Files of chapters; the first counts.
  var chapters: [(path: String, name: CaptionName)] = []
  var poster: String?
  var info: ContentEntry?
  /// What slug and title come of: the file's stem, of a bundle the folder's name.
  var name: String
  var isBundle = false

  fileprivate mutating func add(captions path: String, _ name: CaptionName?) {
    if let name, name.isChapters { chapters.append((path, name)) } else { captions.append((path, name)) }
  }
}

/// The meaning of one folder's files (design, "What goes in").
struct FolderLayout {
  private(set) var videos: [VideoFiles] = []
  private(set) var channelText: ContentEntry?
  private(set) var channelTranslations: [(language: String, file: ContentEntry)] = []
  /// Below the content folder, by name: `avatar.jpg`.
  private(set) var avatar: ContentEntry?
  private(set) var banner: ContentEntry?
  private(set) var diagnostics: [Diagnostic] = []

  private let folder: String
  private let shown: (String) -> Location

  /// - Parameters:
  ///   - files: those directly in the folder, sorted.
  ///   - languages: of the site, its first one first.
  ///   - shown: where a path below the content folder lies for the user.
  init(folder: String, files: [ContentEntry], languages: [String], shown: @escaping (String) -> Location) {
    self.folder = folder
    self.shown = shown
    let media = files.filter { FileKind.isMedia($0.path) }.map { FileName.last($0.path) }
    let owners = Set(media + media.map(FileName.stem) + ["index", "channel"])
    let texts = TextFiles(files, languages: languages, isOwner: owners.contains, shown: shown)
    diagnostics = texts.diagnostics
    let ofChannel = texts.byStem["channel"]
    channelText = ofChannel?.main
    channelTranslations = ofChannel?.translations ?? []
    avatar = Self.picture("avatar", in: files)
    banner = Self.picture("banner", in: files)
    if let index = texts.byStem["index"], let main = index.main, !folder.isEmpty {
      readBundle(files, main)
      for video in videos.indices { videos[video].translations = index.translations }
    } else {
      readFlat(files, texts)
    }
  }

  /// A folder with `index.md`: one video.
  private mutating func readBundle(_ files: [ContentEntry], _ index: ContentEntry) {
    var media = Self.media(files)
    let sounds = media.filter { FileKind.isSound($0.path) }
    // A recording of its sound may lie beside the one film.
    if media.count == sounds.count + 1, !sounds.isEmpty {
      media.removeAll { FileKind.isSound($0.path) }
      diagnostics.append(
        .soundBesideVideoInBundle(
          sounds.map { FileName.last($0.path) }, video: FileName.last(media[0].path), at: shown(index.path)))
    }
    if media.count > 1 {
      diagnostics.append(.severalVideosInBundle(media.map { FileName.last($0.path) }, at: shown(index.path)))
      return
    }
    var video = VideoFiles(folder: folder, media: media.first, text: index, name: FileName.last(folder), isBundle: true)
    let stems = ([media.first.map { FileName.stem(FileName.last($0.path)) }, "captions", "subtitles"]).compactMap { $0 }
    for file in files where FileKind.isCaptions(file.path) {
      let name = FileName.last(file.path)
      let stem = FileName.stem(name)
      let middle =
        stems.first { stem == $0 || stem.hasPrefix($0 + ".") }.map { String(stem.dropFirst($0.count)) } ?? stem
      video.add(captions: file.path, CaptionName(middle: middle))
    }
    video.poster = Pictures(files).first(["poster", "cover", "thumbnail"] + stems.prefix(1))
    video.info = files.first { $0.path.lowercased().hasSuffix(".info.json") }
    videos.append(video)
  }

  /// A folder of videos, each with files of the same stem beside it.
  private mutating func readFlat(_ files: [ContentEntry], _ texts: TextFiles) {
    videos = Self.media(files).map {
      VideoFiles(folder: folder, media: $0, name: FileName.stem(FileName.last($0.path)))
    }
    // Where two videos have one stem, the first takes what lies beside them, a film before its sound.
    var owner: [String: Int] = [:]
    var exactOwner: [String: Int] = [:]
    for (index, video) in videos.enumerated().reversed() {
      owner[video.name] = index
      if let media = video.media { exactOwner[FileName.last(media.path)] = index }
    }
    for stem in texts.stems where !TextFiles.aboutTheFolder.contains(stem) {
      guard let text = texts.byStem[stem] else { continue }
      // `clip.mp4.md` belongs to `clip.mp4` alone.
      if let index = owner[stem] ?? exactOwner[stem] {
        if let main = text.main { videos[index].text = main }
        videos[index].translations += text.translations
      } else {
        owner[stem] = videos.count
        videos.append(
          VideoFiles(folder: folder, media: nil, text: text.main, translations: text.translations, name: stem))
      }
    }
    for file in files {
      let name = FileName.last(file.path)
      if FileKind.isCaptions(name), let (index, middle) = captionOwner(FileName.stem(name), owner) {
        videos[index].add(captions: file.path, CaptionName(middle: middle))
      }
      if name.lowercased().hasSuffix(".info.json"), let index = owner[String(name.dropLast(10))] {
        videos[index].info = file
      }
    }
    let pictures = Pictures(files)
    for index in videos.indices where owner[videos[index].name] == index {
      let name = videos[index].name
      videos[index].poster = pictures.first([name, name + "-poster", name + "-thumb"])
    }
  }

  /// Films, then what is sound by its name.
  private static func media(_ files: [ContentEntry]) -> [ContentEntry] {
    let media = files.filter { FileKind.isMedia($0.path) }
    return media.filter { !FileKind.isSound($0.path) } + media.filter { FileKind.isSound($0.path) }
  }

  /// The video with the longest stem that the name of a caption file starts with.
  private func captionOwner(_ stem: String, _ owner: [String: Int]) -> (index: Int, middle: String)? {
    var candidate = stem[...]
    while true {
      if let index = owner[String(candidate)] {
        return (index, String(stem.dropFirst(candidate.count)))
      }
      guard let point = candidate.lastIndex(of: ".") else { return nil }
      candidate = candidate[..<point]
    }
  }

  private static func picture(_ stem: String, in files: [ContentEntry]) -> ContentEntry? {
    for ending in FileKind.pictures {
      if let file = files.first(where: { FileName.last($0.path).lowercased() == "\(stem).\(ending)" }) { return file }
    }
    return nil
  }
}

/// The pictures of a folder by their stem.
private struct Pictures {
  private var byName: [String: String] = [:]

  init(_ files: [ContentEntry]) {
    for file in files where FileKind.isPicture(file.path) {
      let name = FileName.last(file.path)
      byName["\(FileName.stem(name)).\(FileName.ending(name))"] = file.path
    }
  }

  /// The path of the first that is there, stems before endings.
  func first(_ stems: some Sequence<String>) -> String? {
    for stem in stems {
      for ending in FileKind.pictures {
        if let path = byName["\(stem).\(ending)"] { return path }
      }
    }
    return nil
  }
}
