public import Diagnostics

/// The disk as the reader sees it: folders by name, files by bytes. Everything that Catalog learns of the outside comes
/// through this, so that a dictionary of bytes can stand for a project in tests.
///
/// Paths are below the project's folder, with `/`, never starting with one; the empty path is the project itself.
public protocol ContentSource: Sendable {
  /// Everything below a folder, without names that start with a dot, with paths below that folder, sorted by bytes.
  /// A link to a folder is followed once. Nothing below a folder that `skip` answers true for (asked with its path below
  /// the project) is listed. What could not be read, and links in a circle, are problems with paths below the project.
  func entries(below folder: String, skip: (String) -> Bool) -> (entries: [ContentEntry], problems: [Diagnostic])
  func kind(of path: String) -> ContentEntry.Kind?
  /// The bytes of a file; fails where there are more than `limit`.
  func read(_ path: String, limit: Int) throws(ContentFailure) -> [UInt8]
  /// The rules of an IANA time zone in the form of RFC 9636 (TZif); nil where this machine does not know it.
  func timeZone(_ name: String) -> [UInt8]?
}

/// One file or folder.
public struct ContentEntry: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case file, folder
    /// A symbolic link whose target does not exist.
    case dangling
    /// A device, a socket, a pipe: never read.
    case other
  }

  /// Below the folder that was listed.
  public var path: String
  /// Of the target, where the entry is a symbolic link.
  public var kind: Kind
  /// The text of the symbolic link, where it is one.
  public var linkTarget: String?
  /// Of the target, in bytes.
  public var size: Int64
  /// Of the target, in seconds since 1970.
  public var modified: Int64

  public init(path: String, kind: Kind, linkTarget: String? = nil, size: Int64 = 0, modified: Int64 = 0) {
    self.path = path
    self.kind = kind
    self.linkTarget = linkTarget
    self.size = size
    self.modified = modified
  }
}

/// Why a file gave nothing.
public struct ContentFailure: Error, Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    case absent
    /// More bytes than the limit that the reader gave.
    case tooLarge
    /// As the operating system says it.
    case unreadable(String)
  }

  public var reason: Reason

  public init(_ reason: Reason) { self.reason = reason }
}
