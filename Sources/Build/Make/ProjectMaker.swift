public import Catalog
import Diagnostics
import Files

/// `bobine init`: the first files of a project. All of them or none is written, and nothing is replaced.
public struct ProjectMaker: Sendable {
  /// Absolute.
  public let folder: String
  public let text: ProjectText
  /// The folder of the first channel.
  public let channel: String
  /// What of a theme to copy into `templates/`; nil: the site uses the one that comes with Bobine.
  public let theme: ThemeCopy?

  public struct Made: Sendable, Hashable {
    /// Below the folder, in the order of writing.
    public var files: [String] = []
    /// There are videos or channels already: they stay the content as they lie.
    public var hasVideos = false
    /// Lines that belong into a `.gitignore` that was there.
    public var isIgnoreKept = false
    /// Nothing but files of the theme was asked for.
    public var isThemeAlone = false
  }

  public init(folder: String, text: ProjectText, channel: String, theme: ThemeCopy?) {
    (self.folder, self.text, self.channel, self.theme) = (folder, text, channel, theme)
  }

  public func run() -> Result<Made, NothingMade> {
    do {
      return .success(try make())
    } catch let stop as Refusal {
      return .failure(.init(stop.diagnostic))
    } catch let error as FileError {
      return .failure(.init(.cannotMakeVideo(error.path, reason: error.reason)))
    } catch {
      return .failure(.init(.cannotMakeVideo(folder, reason: "\(error)")))
    }
  }

  private func make() throws -> Made {
    if let status = try Files.status(folder), status.kind != .folder {
      throw Refusal(diagnostic: .unreadableProject(folder, reason: "it is a file"))
    }
    guard PathRules.isPublishable(channel), !channel.utf8.contains(UInt8(ascii: "/")),
      channel.utf8.first != UInt8(ascii: ".")
    else { throw Refusal(diagnostic: .badChannelFolder(channel)) }
    var made = Made()
    made.hasVideos = Files.isFolder(folder) && holdsContent()
    made.isIgnoreKept = Files.exists(PathRules.join(folder, ".gitignore"))
    // Whoever takes files of the theme into a project that is there wants nothing else.
    made.isThemeAlone = try theme.map { theme in
      try !theme.names.isEmpty || Files.status(PathRules.join(folder, "bobine.yml"), followLinks: false) != nil
    } ?? false
    var files: [(String, [UInt8])] = []
    if !made.isThemeAlone {
      files.append(("bobine.yml", Array(text.configuration.utf8)))
      if !made.hasVideos { files.append(("content/\(channel)/channel.md", Array(text.channel.utf8))) }
      if !made.isIgnoreKept { files.append((".gitignore", Array(ProjectText.ignored.utf8))) }
    }
    files += try theme?.files().map { ($0.path, $0.bytes) } ?? []
    var there: [String] = []
    for (path, _) in files where try Files.status(PathRules.join(folder, path), followLinks: false) != nil {
      there.append(path)
    }
    guard there.isEmpty else {
      throw Refusal(
        diagnostic: made.isThemeAlone ? .themeFilesAreThere(there) : .projectIsThere(there, project: folder))
    }
    for (path, bytes) in files {
      try Files.write(bytes, to: PathRules.join(folder, path))
      made.files.append(path)
    }
    return made
  }

  /// By the rules of a build. A new folder content/ would hide videos that lie beside it, and where there is one its owner
  /// has chosen the channels.
  private func holdsContent() -> Bool {
    !((try? Files.list(PathRules.join(folder, "content"))) ?? []).isEmpty
      || !Project(BuildOptions(project: folder)).scan().0.videos.isEmpty
  }
}
