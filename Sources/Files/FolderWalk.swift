/// One thing found below a root.
public struct WalkEntry: Sendable, Hashable {
  /// From the root, with `/` between names.
  public let path: String
  /// Of what a symlink points to; of the symlink itself (`kind` is `.symlink`) where it leads nowhere.
  public let status: FileStatus
  /// What is written in the symlink, where the entry is one: git-annex keeps its keys there.
  public let linkTarget: String?

  public var isLink: Bool { linkTarget != nil }
}

/// Something below a root that was left out.
public struct WalkProblem: Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    case unreadable(FileError)
    /// A link to a folder that holds the link, or that was met already.
    case alreadyWalked
    /// The name's bytes are not UTF-8.
    case nameIsNotText
    case tooDeep(limit: Int)
    case tooMany(limit: Int)
  }

  /// From the root; "" is the root itself.
  public let path: String
  public let reason: Reason
}

/// Bounds that no sensible folder meets, against links and mounts that never end.
public struct WalkLimits: Sendable, Hashable {
  public var depth = 64
  public var entries = 1_000_000

  public init(depth: Int = 64, entries: Int = 1_000_000) {
    self.depth = depth
    self.entries = entries
  }
}

/// What lies below a folder, in one deterministic list.
public enum FolderWalk {
  /// Files and folders below `root` (none where it is absent), without names that start with a dot and without what lies under them.
  ///
  /// Every real folder is walked before any link is followed, and each once: so a link never takes a folder's place, and
  /// circles end. A name that is not UTF-8 is reported, not returned.
  /// - Parameter skip: whether to leave out a folder, by its relative path; nothing below it is looked at.
  /// - Returns: both lists sorted by the bytes of their paths.
  public static func entries(
    of root: String, limits: WalkLimits = WalkLimits(), skip: (String) -> Bool = { _ in false }
  ) -> (entries: [WalkEntry], problems: [WalkProblem]) {
    var walk = Walk(root: root, limits: limits)
    walk.start(skip)
    return (
      walk.entries.sorted { $0.path.precedesByBytes($1.path) },
      walk.problems.sorted { $0.path.precedesByBytes($1.path) }
    )
  }
}

private struct Walk {
  struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64

    init(_ status: FileStatus) { (device, inode) = (status.device, status.inode) }
  }

  let root: String
  let limits: WalkLimits
  var entries: [WalkEntry] = []
  var problems: [WalkProblem] = []
  private var walked: Set<Identity> = []
  private var linkedFolders: [(path: String, status: FileStatus)] = []

  init(root: String, limits: WalkLimits) {
    self.root = root
    self.limits = limits
  }

  mutating func start(_ skip: (String) -> Bool) {
    walked = Self.foldersAbove(root)
    do {
      if let status = try Files.status(root) { walk("", status, skip) }
    } catch {
      problems.append(WalkProblem(path: "", reason: .unreadable(error)))
    }
    // Links found below a followed link are appended while this runs; the set of walked folders makes it end.
    var next = 0
    while next < linkedFolders.count {
      let link = linkedFolders[next]
      next += 1
      if walked.contains(Identity(link.status)) {
        problems.append(WalkProblem(path: link.path, reason: .alreadyWalked))
      } else {
        walk(link.path, link.status, skip)
      }
    }
  }

  private mutating func walk(_ folder: String, _ status: FileStatus, _ skip: (String) -> Bool) {
    walked.insert(Identity(status))
    guard folder.utf8.count(where: { $0 == UInt8(ascii: "/") }) < limits.depth else {
      return problems.append(WalkProblem(path: folder, reason: .tooDeep(limit: limits.depth)))
    }
    do {
      let (names, damaged) = try Files.listAll(PathRules.join(root, folder))
      for name in damaged where !name.hasPrefix(".") {
        problems.append(WalkProblem(path: PathRules.join(folder, name), reason: .nameIsNotText))
      }
      for name in names where !name.hasPrefix(".") { visit(PathRules.join(folder, name), skip) }
    } catch {
      problems.append(WalkProblem(path: folder, reason: .unreadable(error)))
    }
  }

  private mutating func visit(_ path: String, _ skip: (String) -> Bool) {
    guard entries.count < limits.entries else {
      if problems.last?.reason != .tooMany(limit: limits.entries) {
        problems.append(WalkProblem(path: path, reason: .tooMany(limit: limits.entries)))
      }
      return
    }
    let absolute = PathRules.join(root, path)
    do {
      guard let own = try Files.status(absolute, followLinks: false) else { return }  // Removed meanwhile.
      let target = own.kind == .symlink ? Files.linkTarget(absolute) ?? "" : nil
      let status = target == nil ? own : ((try? Files.status(absolute)) ?? nil) ?? own
      if status.kind == .folder && skip(path) { return }
      entries.append(WalkEntry(path: path, status: status, linkTarget: target))
      guard status.kind == .folder else { return }
      if target == nil { walk(path, status, skip) } else { linkedFolders.append((path, status)) }
    } catch {
      problems.append(WalkProblem(path: path, reason: .unreadable(error)))
    }
  }

  /// A link to a folder that holds the root would bring the root's neighbours in.
  private static func foldersAbove(_ root: String) -> Set<Identity> {
    guard var path = try? Files.realPath(root) else { return [] }
    var found: Set<Identity> = []
    while path != "/" {
      path = PathRules.parent(path)
      if let status = (try? Files.status(path)) ?? nil { found.insert(Identity(status)) }
    }
    return found
  }
}
