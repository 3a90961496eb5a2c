public import Catalog
public import Diagnostics
import Facts
import Files

/// Why `bobine new` or `bobine init` made nothing.
public struct NothingMade: Error, Sendable {
  public let diagnostic: Diagnostic

  public init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
}

/// `bobine new`: a file becomes a video of the project, with a text that says what the file tells of itself.
///
/// Nothing is replaced: the bundle is made beside its place under a hidden name, and gets its own when it is whole.
public struct VideoMaker: Sendable {
  /// What becomes of the file.
  public enum Way: String, Sendable, Hashable, CaseIterable { case copy, move, link }

  public struct Wish: Sendable, Hashable {
    /// Absolute.
    public var file: String
    public var channel: String?
    public var title: String?
    public var slug: String?
    public var way = Way.copy

    public init(file: String) { self.file = file }
  }

  public struct Made: Sendable, Hashable {
    /// Of the text, absolute.
    public var text: String
    public var title: String
    public var date: Instant
    /// Length and streams.
    public var about: String
    public var channel: String?
    public var isNewChannel = false
    /// Names of the files that came along.
    public var sidecars: [String] = []
  }

  private let project: Project
  private let mediaProgram: String
  private let clock: @Sendable () -> Int64
  private let environment: @Sendable (String) -> String?

  public init(
    options: BuildOptions, mediaProgram: String, clock: @escaping @Sendable () -> Int64,
    environment: @escaping @Sendable (String) -> String?
  ) {
    project = Project(options)
    self.mediaProgram = mediaProgram
    self.clock = clock
    self.environment = environment
  }

  public func run(_ wish: Wish) async -> Result<Made, NothingMade> {
    do {
      return .success(try await make(wish))
    } catch let stop as Refusal {
      return .failure(NothingMade(stop.diagnostic))
    } catch let failure as MediaFailure {
      return .failure(NothingMade(failure.diagnostic(at: wish.file)))
    } catch let error as FileError {
      return .failure(NothingMade(.cannotMakeVideo(error.path, reason: error.reason)))
    } catch {
      return .failure(NothingMade(.cannotMakeVideo(wish.file, reason: "\(error)")))
    }
  }

  private func make(_ wish: Wish) async throws -> Made {
    try project.checkFolders()
    let now = try project.options.moment(environment: environment, clock: clock)
    let (tree, problems) = project.scan()
    if tree.isSiteRefused, let problem = problems.first(where: { $0.severity == .error }) {
      throw Refusal(diagnostic: problem)
    }
    guard try Files.status(wish.file)?.kind == .file else { throw Refusal(diagnostic: .noSuchVideoFile(wish.file)) }
    let report = try await probe(wish.file)
    guard var draft = VideoDraft(file: wish.file, report: report, zone: tree.timeZone, now: now) else {
      throw Refusal(diagnostic: .noVideoByName(wish.file))
    }
    if let title = wish.title { draft.title = title }
    let content = PathRules.normalise(PathRules.join(project.paths.project, tree.contentPrefix))
    if isContent(wish.file, below: content) { return try describe(draft, wish) }
    if let text = draft.text {
      throw Refusal(diagnostic: .textBesideNewVideo(PathRules.join(PathRules.parent(wish.file), text)))
    }
    return try bundle(&draft, wish, try ContentPlace(tree, project: project.paths.project, channel: wish.channel))
  }

  private func probe(_ file: String) async throws -> ProbeReport {
    var found: Result<ProbeReport, any Error> = .failure(MediaProgram.Gone())
    let end = await MediaProgram.run(mediaProgram, stallTimeout: project.options.stallTimeout) { program in
      do {
        if case .probed(let report) = try await program.ask(.probe(source: file)) { found = .success(report) }
      } catch {
        found = .failure(error)
      }
    }
    if case .failure(is MediaProgram.Gone) = found {
      throw Refusal(diagnostic: .mediaProcessEnded(file, how: end?.text ?? "it left"))
    }
    return try found.get()
  }

  /// Both with links followed: a project is often reached through one.
  private func isContent(_ file: String, below content: String) -> Bool {
    let real = { (path: String) in (try? Files.realPath(path)) ?? path }
    let paths = project.paths
    let place = real(PathRules.parent(file))
    return PathRules.isInside(place, real(content))
      && ![paths.output, paths.media, paths.state].contains { PathRules.isInside(place, real($0)) }
  }

  /// The file lies in the content: it stays, and gets a text beside it.
  private func describe(_ draft: VideoDraft, _ wish: Wish) throws -> Made {
    if wish.channel != nil || wish.way != .copy { throw Refusal(diagnostic: .videoIsContent(wish.file)) }
    let folder = PathRules.parent(wish.file)
    let text = PathRules.join(folder, PathRules.stem(wish.file) + ".md")
    for other in [text, draft.text.map { PathRules.join(folder, $0) }, PathRules.join(folder, "index.md")] {
      if let other, try Files.status(other, followLinks: false) != nil {
        throw Refusal(diagnostic: .alreadyThere(other))
      }
    }
    var draft = draft
    if let slug = wish.slug { draft.slug = slug }
    try Files.write(Array(draft.markdown(keepsSlug: wish.slug != nil).utf8), to: text)
    return Made(text: text, title: draft.title, date: draft.date, about: draft.about)
  }

  private func bundle(_ draft: inout VideoDraft, _ wish: Wish, _ place: ContentPlace) throws -> Made {
    // The folder's name is the address, so it need not be written.
    if let slug = wish.slug ?? wish.title.map(Slug.make) { draft.slug = slug }
    let folder = PathRules.join(place.folder, draft.slug)
    if try Files.status(folder, followLinks: false) != nil { throw Refusal(diagnostic: .alreadyThere(folder)) }
    let madeChannel = !Files.exists(place.folder)
    let beginning = PathRules.join(place.folder, "." + PathRules.lastComponent(Files.temporaryName(beside: folder)))
    try Files.makeFolder(beginning)
    do {
      for name in draft.sidecars {
        try Files.copy(PathRules.join(PathRules.parent(wish.file), name), to: PathRules.join(beginning, name))
      }
      try Files.write(Array(draft.markdown().utf8), to: PathRules.join(beginning, "index.md"))
      try bring(wish, to: PathRules.join(beginning, PathRules.lastComponent(wish.file)))
      try Files.rename(beginning, to: folder)
    } catch {
      try? Files.removeTree(beginning)
      if madeChannel { _ = try? Files.removeEmptyFolder(place.folder) }
      throw error
    }
    if wish.way == .move {
      // It stands in its new place by now, whatever happens to the old one.
      for name in draft.sidecars + [PathRules.lastComponent(wish.file)] {
        try Files.remove(PathRules.join(PathRules.parent(wish.file), name))
      }
    }
    return Made(
      text: PathRules.join(folder, "index.md"), title: draft.title, date: draft.date, about: draft.about,
      channel: place.channel, isNewChannel: place.isNew, sidecars: draft.sidecars)
  }

  /// A file that moves gets a second name first where the disk is the same, and is copied where it is another.
  private func bring(_ wish: Wish, to path: String) throws(FileError) {
    switch wish.way {
    case .link: try Files.symbolicLink(wish.file, at: path)
    case .copy: try Files.copy(wish.file, to: path)
    case .move:
      // A link may be one that leads elsewhere from its new place.
      if Files.linkTarget(wish.file) != nil { return try Files.copy(wish.file, to: path) }
      do { try Files.hardLink(wish.file, to: path) } catch { try Files.copy(wish.file, to: path) }
    }
  }
}
