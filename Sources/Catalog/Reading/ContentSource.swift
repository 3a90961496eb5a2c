/// The disk as the reader sees it: folders by name, files by bytes. Everything that Catalog learns of the outside comes
/// through this, so that a dictionary of bytes can stand for a project in tests.
///
/// Paths are below the project's folder, with `/`, never starting with one; the empty path is the project itself.
public protocol ContentSource: Sendable {
  /// What lies directly in a folder, in any order.
  func entries(in folder: String) throws(ContentFailure) -> [ContentEntry]
  /// The bytes of a file; fails where there are more than `limit`.
  func read(_ path: String, limit: Int) throws(ContentFailure) -> [UInt8]
  /// The rules of an IANA time zone in the form of RFC 9636 (TZif); nil where this machine does not know it.
  func timeZone(_ name: String) -> [UInt8]?
}

/// One name in a folder.
public struct ContentEntry: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case file, folder
    /// A symbolic link whose target does not exist.
    case dangling
    /// A device, a socket, a pipe: never read.
    case other
  }

  public var name: String
  /// Of the target, where the entry is a symbolic link.
  public var kind: Kind
  /// The text of the symbolic link, where it is one.
  public var linkTarget: String?
  /// Of the target, in bytes.
  public var size: Int64
  /// Of the target, in seconds since 1970.
  public var modified: Int64
  /// Two entries with equal identity are one folder or file (device and inode).
  public var identity: String

  public init(
    name: String, kind: Kind, linkTarget: String? = nil, size: Int64 = 0, modified: Int64 = 0, identity: String
  ) {
    self.name = name
    self.kind = kind
    self.linkTarget = linkTarget
    self.size = size
    self.modified = modified
    self.identity = identity
  }
}

/// Why a folder or a file gave nothing.
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
