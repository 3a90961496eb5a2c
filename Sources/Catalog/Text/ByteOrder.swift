extension Sequence<String> {
  /// By their UTF-8 bytes: the one order of names, which no locale changes.
  func sortedByBytes() -> [String] {
    sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
