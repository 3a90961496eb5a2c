extension Diagnostic {
  /// Another process builds the same folder.
  public static func folderIsLocked(_ folder: String, holder: String?) -> Diagnostic {
    Diagnostic(
      "folder-is-locked", .error, at: Location(folder), "another build of this folder is running",
      note: holder.map { "it is held by process \($0)" },
      next: "wait until it ends, or end it, then run the command again")
  }

  /// The operating system refused something; `reason` is its own words.
  public static func cannotUse(_ path: String, operation: String, reason: String) -> Diagnostic {
    Diagnostic(
      "cannot-\(operation.split(separator: " ").joined(separator: "-"))", .error, at: Location(path),
      "cannot \(operation) this: \(reason)",
      next: "give the user who runs bobine the right to do it (`ls -ld` shows who may), then run the command again")
  }

  public static func linkAlreadyWalked(_ path: String) -> Diagnostic {
    Diagnostic(
      "link-in-a-circle", .warning, at: Location(path), "this link leads to a folder that is read already",
      note: "each folder is read once, so that links in a circle end",
      next: "remove the link, or leave it: nothing is missing")
  }

  public static func nameIsNotText(_ path: String) -> Diagnostic {
    Diagnostic(
      "name-is-not-utf-8", .error, at: Location(path), "this name is not UTF-8, so no address can be made from it",
      note: "the bytes that are no text are shown as \u{FFFD}",
      next: "rename it, for example with `convmv -f latin1 -t utf8 --notest FILE`")
  }

  public static func folderTooDeep(_ path: String, limit: Int) -> Diagnostic {
    Diagnostic(
      "folder-too-deep", .error, at: Location(path),
      "folders are nested more than \(limit) deep; what lies here is left out",
      next: "move the videos nearer to the top")
  }

  public static func tooManyFiles(_ path: String, limit: Int) -> Diagnostic {
    Diagnostic(
      "too-many-files", .error, at: Location(path), "more than \(limit) files; from here on they are left out",
      next: "give `bobine build` the folder that holds the videos alone")
  }
}
