public import Diagnostics
internal import Files

/// Reads a project's folder into values (design, "What goes in"). Nothing is decided here that needs facts or the ledger.
public enum ContentReader {
  /// Marks a folder that we wrote: it is never read as content.
  public static let marker = ".bobine-manifest"

  /// - Parameters:
  ///   - project: absolute path of the project's folder.
  ///   - source: the same folder, as the reader sees it.
  ///   - skipping: folders below the project that are not content: the output and the state.
  ///   - known: content paths that facts are known of. A text whose video file is not there finds its facts by them.
  /// - Returns: the tree, and everything that is wrong, sorted.
  public static func read(
    project: String, source: any ContentSource, overrides: ConfigOverrides = ConfigOverrides(), skipping: [String] = [],
    known: [String] = []
  ) -> (tree: ContentTree, diagnostics: [Diagnostic]) {
    let root = project.hasSuffix("/") ? String(project.dropLast()) : project
    let hasContentFolder = source.kind(of: "content") == .folder
    let files = ProjectFiles(source: source, project: root, contentPrefix: hasContentFolder ? "content/" : "")
    var reading = ProjectReading(files: files, skipping: Set(skipping), known: known.sortedByBytes())
    reading.readSite(folderName: FileName.last(root), overrides: overrides)
    reading.readContent()
    reading.readListedTexts()
    reading.readOverrides()
    return (reading.tree, reading.diagnostics.sorted())
  }
}

/// One pass over a project.
private struct ProjectReading {
  let files: ProjectFiles
  let skipping: Set<String>
  let known: [String]
  var tree = ContentTree(site: SiteConfig(title: ""))
  var diagnostics: [Diagnostic] = []

  /// Folders of the project with a meaning of their own; below `content/` they are channels as any other.
  private static let ownFolders = ["playlists", "pages", "templates", "static"]

  init(files: ProjectFiles, skipping: Set<String>, known: [String]) {
    self.files = files
    self.skipping = skipping
    self.known = known
    tree.contentPrefix = files.contentPrefix
  }

  // MARK: bobine.yml

  mutating func readSite(folderName: String, overrides: ConfigOverrides) {
    let path = "bobine.yml"
    var keys: YAMLNode?
    var problems: [Diagnostic] = []
    if files.source.kind(of: path) != nil {
      switch files.read(path, limit: YAMLDocument.maximumBytes) {
      case .failure(let error): problems.append(error.diagnostic)
      case .success(let bytes):
        switch PlainText.decoded(bytes) {
        case .failure(let error): problems.append(.notUTF8(line: error.line, at: Location(path)))
        case .success(let text):
          do throws(YAMLDocument.Rejection) {
            keys = try YAMLDocument(text, path: path).read()
          } catch {
            problems.append(error.diagnostic)
          }
        }
      }
    }
    let (site, more) = SiteConfig.read(keys, folderName: folderName, overrides: overrides)
    problems += more
    tree.site = site
    tree.writtenLanguage = keys?.place(of: "language") == nil ? nil : site.language
    tree.accountLocation = keys?.place(of: "account", "username")
    if let zone = zone(named: site.timezone) {
      tree.timeZone = zone
    } else {
      problems.append(
        .unknownTimeZone(site.timezone, at: keys?.place(of: "timezone") ?? Location(path)))
    }
    tree.isSiteRefused = problems.contains { $0.severity == .error }
    diagnostics += problems
  }

  private func zone(named name: String) -> TimeZoneRules? {
    if name == "UTC" || name == "Etc/UTC" { return .utc }
    let isClean =
      name.utf8.count <= 64
      && !name.split(separator: "/", omittingEmptySubsequences: false).contains {
        $0.isEmpty || $0.hasPrefix(".")
      }
    guard isClean, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else { return nil }
    return files.source.timeZone(name).flatMap(TimeZoneRules.init(tzif:))
  }

  // MARK: Channels and videos

  mutating func readContent() {
    let entries = walk(files.contentPrefix.isEmpty ? "" : "content", isContent: true)
    var byFolder: [String: [ContentEntry]] = ["": []]
    for entry in entries where entry.kind == .file || entry.kind == .dangling {
      byFolder[FileName.folder(entry.path), default: []].append(entry)
    }
    let languages = tree.site.languages
    let layouts = byFolder.keys.sortedByBytes().map { folder in
      let shown = { [files] (path: String) in Location(files.shown(path)) }
      return (folder: folder, layout: FolderLayout(folder: folder, files: byFolder[folder] ?? [], languages: languages, shown: shown))
    }
    readChannels(layouts)
    let byName = channelsByName(layouts.map(\.folder))
    let reader = VideoReader(
      files: files, zone: tree.timeZone, site: tree.site,
      known: Dictionary(grouping: known, by: FileName.folder), channels: byName)
    for (folder, layout) in layouts {
      diagnostics += layout.diagnostics
      if layout.channelText != nil, folder.contains("/") {
        diagnostics.append(.textWithoutVideos(at: Location(files.shown(folder + "/channel.md"))))
      }
      for video in layout.videos {
        // A bundle stands for a file of the folder that holds it.
        let home = Self.channelFolder(video.isBundle ? FileName.folder(folder) : folder)
        guard let channel = byName[home.isEmpty ? "main" : home] else { continue }
        let (text, problems) = reader.read(video, channel: channel)
        diagnostics += problems
        if let text { tree.videos.append(text) }
      }
    }
    tree.videos.sort { $0.contentPath.utf8.lexicographicallyPrecedes($1.contentPath.utf8) }
    let used = Set(tree.videos.map(\.channel))
    tree.channels.removeAll { !$0.isWritten && !used.contains($0.channel.name) }
    keepAccountApart()
  }

  /// The folder at the top of the content that a path lies in; empty for what lies at the top itself.
  private static func channelFolder(_ folder: String) -> String {
    FileName.parts(folder).first.map(String.init) ?? ""
  }

  private mutating func readChannels(_ layouts: [(folder: String, layout: FolderLayout)]) {
    let reader = ChannelReader(files: files, site: tree.site)
    var taken: Set<String> = []
    let tops = Set(layouts.map { Self.channelFolder($0.folder) })
    // A folder that is called as its name is keeps it, whatever else is there.
    let sorted = tops.sortedByBytes().sorted { rank($0) < rank($1) }
    for folder in sorted {
      if folder == "main", taken.contains("main") { continue }
      let name = folder.isEmpty ? "main" : Slug.free(Slug.make(folder), taken: taken)
      taken.insert(name)
      let own = layouts.first { $0.folder == folder }?.layout
      // Videos at the top and a folder "main" are one channel; the folder describes it where it does.
      let inner = folder.isEmpty ? layouts.first { $0.folder == "main" }?.layout : nil
      let described = inner.flatMap { $0.channelText == nil ? nil : $0 } ?? own
      let (channel, problems) = reader.read(folder: folder, name: name, described)
      diagnostics += problems
      tree.channels.append(channel)
      names[folder.isEmpty ? "main" : folder] = name
    }
    tree.channels.sort { $0.channel.name.utf8.lexicographicallyPrecedes($1.channel.name.utf8) }
  }

  private func rank(_ folder: String) -> Int { folder.isEmpty ? 0 : Slug.make(folder) == folder ? 1 : 2 }

  /// Names of channels by their folder.
  private var names: [String: String] = [:]

  /// Channels by folder and by name, whichever a person writes.
  private func channelsByName(_ folders: [String]) -> [String: ChannelText] {
    let byName = Dictionary(tree.channels.map { ($0.channel.name, $0) }) { first, _ in first }
    var out = byName
    for (folder, name) in names { if let channel = byName[name] { out[folder] = channel } }
    return out
  }

  /// The Person and the Groups share one name space on the fediverse (contracts/activitypub.md 1.2).
  private mutating func keepAccountApart() {
    let taken = Set(tree.channels.map(\.channel.name))
    let username = tree.site.account.username
    guard taken.contains(username) else { return }
    if let location = tree.accountLocation {
      diagnostics.append(.usernameOfChannel(username, at: location))
      tree.isSiteRefused = true
    }
    tree.site.account.username = Slug.free(Slug.appending("account", to: username), taken: taken)
  }

  // MARK: Playlists, pages, templates, static files

  mutating func readListedTexts() {
    var reader = ListedTexts(files: files, site: tree.site, zone: tree.timeZone)
    tree.playlists = reader.playlists(walk("playlists", isContent: false))
    tree.pages = reader.pages(walk("pages", isContent: false))
    diagnostics += reader.diagnostics
  }

  mutating func readOverrides() {
    tree.templates = walk("templates", isContent: false).filter { $0.kind == .file }.map(\.path)
    tree.staticFiles = walk("static", isContent: false).filter { $0.kind == .file }.map(\.path)
    if let logo = tree.site.theme.logo, !tree.staticFiles.contains(logo) {
      diagnostics.append(.logoNotFound(logo, at: Location("bobine.yml")))
      tree.site.theme.logo = nil
    }
  }

  // MARK: The walk

  private mutating func walk(_ folder: String, isContent: Bool) -> [ContentEntry] {
    guard folder.isEmpty || files.source.kind(of: folder) == .folder else { return [] }
    let atTop = isContent && folder.isEmpty
    let source = files.source
    let skipping = skipping
    let (entries, problems) = source.entries(below: folder) { path in
      skipping.contains(path) || (atTop && Self.ownFolders.contains(path))
        || source.kind(of: FileName.join(path, ContentReader.marker)) != nil
    }
    diagnostics += problems
    return entries
  }
}
