import Glibc

/// What a name below a `ConfinedFolder` is.
public enum ConfinedEntry: Sendable {
  case file(OpenFile)
  case folder
}

/// A folder whose files strangers may ask for by name, and nothing outside of it.
///
/// Every name on the way is opened from the folder before it and without following symlinks (`O_NOFOLLOW`), so neither
/// `..` nor a link, also one that is exchanged meanwhile, leads out.
public struct ConfinedFolder: Sendable, Hashable {
  public let root: String

  /// - Parameter root: may itself be reached through symlinks.
  public init(_ root: String) {
    self.root = root
  }

  /// - Parameter path: relative, as `PathRules.isPublishable` allows it; "" is the folder itself.
  /// - Returns: nil where there is no such file or folder, or it may not be read.
  public func open(_ path: String) -> ConfinedEntry? {
    guard path.isEmpty || PathRules.isPublishable(path) else { return nil }
    return try? find(path)
  }

  private func find(_ path: String) throws(FileError) -> ConfinedEntry? {
    var place = try Descriptor(opening: root, O_RDONLY | O_DIRECTORY, for: "open")
    for part in path.utf8.split(separator: UInt8(ascii: "/")) {
      // Without O_NONBLOCK a named pipe would wait for a writer.
      place = try Descriptor(opening: String(Substring(part)), below: place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    }
    let status = try place.status()
    return switch status.kind {
    case .file: .file(OpenFile(place, status))
    case .folder: .folder
    case .symlink, .other: nil
    }
  }
}
