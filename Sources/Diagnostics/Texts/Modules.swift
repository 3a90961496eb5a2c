extension Diagnostic {
  /// - Parameters:
  ///   - name: as the module has it: `./wire.js`.
  ///   - suggestion: the same of a module that is there.
  public static func moduleUnknown(at location: Location, name: String, suggestion: String?) -> Diagnostic {
    Diagnostic(
      "module-unknown", .error, at: location,
      "there is no module `\(name)`" + (suggestion.map { "; did you mean `\($0)`?" } ?? ""),
      note: "Browsers run nothing of a module while something that it imports is missing.",
      next: suggestion.map { "write `\($0)`" } ?? "add the file to templates/assets/, or remove the import")
  }

  /// - Parameter circle: names of assets, the last one that of the first.
  public static func moduleCycle(at location: Location, circle: [String]) -> Diagnostic {
    Diagnostic(
      "module-cycle", .error, at: location, "modules import one another in a circle: \(circle.joined(separator: ", "))",
      note: "Each is published under a name that tells its bytes, and its bytes would have to tell that name.",
      next: "move what both need into a module of its own, which imports neither")
  }
}
