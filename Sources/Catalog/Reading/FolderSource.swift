public import Diagnostics
internal import Files

/// The project's folder on the disk.
public struct FolderSource: ContentSource {
  /// Absolute, without `/` at its end.
  private let project: String
  /// Where compiled time zones lie (the package tzdata).
  private let zoneFolder: String

  public init(project: String, zoneFolder: String = "/usr/share/zoneinfo") {
    self.project = project.hasSuffix("/") ? String(project.dropLast()) : project
    self.zoneFolder = zoneFolder
  }

  private func absolute(_ path: String) -> String { path.isEmpty ? project : project + "/" + path }

  public func entries(below folder: String, skip: (String) -> Bool) -> (entries: [ContentEntry], problems: [Diagnostic])
  {
    let walk = FolderWalk.entries(of: absolute(folder)) { skip(FileName.join(folder, $0)) }
    let entries = walk.entries.map { entry in
      let kind: ContentEntry.Kind =
        switch entry.status.kind {
        case .file: .file
        case .folder: .folder
        case .symlink: .dangling
        case .other: .other
        }
      return ContentEntry(
        path: entry.path, kind: kind, linkTarget: entry.linkTarget, size: entry.status.size,
        modified: entry.status.modified / 1_000_000_000)
    }
    return (entries, walk.problems.map { $0.diagnostic(under: folder) })
  }

  public func kind(of path: String) -> ContentEntry.Kind? {
    guard let status = try? Files.status(absolute(path)) else {
      return ((try? Files.status(absolute(path), followLinks: false)) ?? nil) == nil ? nil : .dangling
    }
    return switch status.kind {
    case .file: .file
    case .folder: .folder
    case .symlink: .dangling
    case .other: .other
    }
  }

  public func read(_ path: String, limit: Int) throws(ContentFailure) -> [UInt8] {
    do {
      return try Files.read(absolute(path), limit: limit)
    } catch {
      if error.isAbsent { throw ContentFailure(.absent) }
      if error.isTooLarge { throw ContentFailure(.tooLarge) }
      throw ContentFailure(.unreadable(error.reason))
    }
  }

  public func timeZone(_ name: String) -> [UInt8]? {
    try? Files.read("\(zoneFolder)/\(name)", limit: TimeZoneRules.fileLimit)
  }
}

/// Where a project, its output and its state lie on the disk; absolute paths without `/` at their ends.
public struct ContentProject: Sendable, Hashable {
  public var folder: String
  public var output: String
  public var state: String

  public init(folder: String, output: String, state: String) {
    self.folder = folder
    self.output = output
    self.state = state
  }
}

extension ContentReader {
  /// Reads a project on the disk. Output and state are no content, wherever they lie; what facts the state knows helps a
  /// text whose video is not there.
  public static func read(
    project: ContentProject, overrides: ConfigOverrides = ConfigOverrides()
  ) -> (tree: ContentTree, diagnostics: [Diagnostic]) {
    let skipping = [project.output, project.state].compactMap { path in
      path.hasPrefix(project.folder + "/") ? String(path.dropFirst(project.folder.count + 1)) : nil
    }
    let facts = FolderWalk.entries(of: project.state + "/facts").entries
    let known = facts.filter { $0.path.hasSuffix(".txt") }.map { String($0.path.dropLast(4)) }
    return read(
      project: project.folder, source: FolderSource(project: project.folder), overrides: overrides, skipping: skipping,
      known: known)
  }
}
