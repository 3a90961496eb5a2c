/// The operating system, as much of it as Bobine uses: the one place that calls it for files.
///
/// Paths are absolute Swift texts. A name on disk that is not UTF-8 cannot be said as a text, so `list` leaves it out
/// and `FolderWalk` reports it. Swift compares texts by canonical equivalence ("é" in one or two scalars are equal), disks
/// compare bytes: where two names must be told apart, compare `utf8`.
public enum Files {
  /// What this file writes beside a final name starts so; a killed program may leave one behind.
  public static let temporaryPrefix = ".bobine-tmp-"
}

extension Sequence<String> {
  /// In the order of their UTF-8 bytes: the same on every machine and in every language.
  public func sortedByBytes() -> [String] {
    sorted { $0.precedesByBytes($1) }
  }
}

extension StringProtocol {
  /// Whether this text's UTF-8 bytes come first.
  public func precedesByBytes(_ other: some StringProtocol) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
