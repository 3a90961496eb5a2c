extension Diagnostic {
  // MARK: Compiling

  public static func templateNotUTF8(at location: Location) -> Diagnostic {
    Diagnostic(
      "template-not-utf8", .error, at: location, "the template is not UTF-8 from here on",
      next: "save the file as UTF-8 in your editor")
  }

  public static func templateTooLarge(at location: Location, size: Int, limit: Int) -> Diagnostic {
    Diagnostic(
      "template-too-large", .error, at: location, "the template has \(size) bytes, more than the \(limit) allowed",
      next: "move what is not markup into assets/")
  }

  public static func templateTagNotClosed(at location: Location, closer: String) -> Diagnostic {
    Diagnostic(
      "template-tag-not-closed", .error, at: location, "this tag never ends",
      next: "write `\(closer)` after its name")
  }

  public static func templateNameMissing(at location: Location) -> Diagnostic {
    Diagnostic(
      "template-name-missing", .error, at: location, "this tag has no name", next: "name a value, as in `{{title}}`")
  }

  public static func templateNameInvalid(at location: Location, name: String) -> Diagnostic {
    Diagnostic(
      "template-name-invalid", .error, at: location, "`\(name)` is not a name",
      note: "a name has no spaces, and no dot at its start or end or beside another dot",
      next: "write one name in the tag, as in `{{video.title}}`")
  }

  public static func templateDelimitersInvalid(at location: Location) -> Diagnostic {
    Diagnostic(
      "template-delimiters-invalid", .error, at: location, "this tag does not set two delimiters",
      next: "write both between `=`, separated by a space, as in `{{=<% %>=}}`")
  }

  public static func templateSectionNotClosed(at location: Location, name: String) -> Diagnostic {
    Diagnostic(
      "template-section-not-closed", .error, at: location, "`\(name)` is opened here and never closed",
      next: "write `{{/\(name)}}` where it ends")
  }

  public static func templateCloseUnexpected(at location: Location, name: String, open: (name: String, line: Int)?)
    -> Diagnostic
  {
    guard let open else {
      return Diagnostic(
        "template-close-unexpected", .error, at: location, "`\(name)` is closed here but was never opened",
        next: "remove the tag, or open it before with `{{#\(name)}}`")
    }
    return Diagnostic(
      "template-close-unexpected", .error, at: location, "`\(name)` is closed here, but `\(open.name)` is open",
      note: "`\(open.name)` was opened on line \(open.line)", next: "write `{{/\(open.name)}}` first")
  }

  public static func templateNestedTooDeep(at location: Location, limit: Int) -> Diagnostic {
    Diagnostic(
      "template-nested-too-deep", .error, at: location, "more than \(limit) sections are open here",
      next: "move the inner part into a file under partials/")
  }

  public static func templateUnknown(at location: Location?, name: String, suggestion: String?) -> Diagnostic {
    Diagnostic(
      "template-unknown", .error, at: location, "there is no template `\(name)`\(didYouMean(suggestion))",
      next: suggestion.map { "write `\($0)`" } ?? "add the file `\(name).html` to templates/")
  }

  // MARK: Rendering

  public static func templateNameUnknown(at location: Location, name: String, suggestion: String?) -> Diagnostic {
    Diagnostic(
      "template-name-unknown", .error, at: location, "`\(name)` is not known here\(didYouMean(suggestion))",
      note: suggestion == nil ? "docs/themes.md lists the names that each template gets" : nil,
      next: suggestion.map { "write `\($0)`" } ?? "correct or remove the tag")
  }

  public static func templateValueUnprintable(at location: Location, name: String, kind: String) -> Diagnostic {
    Diagnostic(
      "template-value-unprintable", .error, at: location, "`\(name)` is \(kind), which cannot be printed",
      next: "open a section with `{{#\(name)}}` and print what is inside")
  }

  public static func templateValueWithoutFields(at location: Location, name: String, kind: String) -> Diagnostic {
    Diagnostic(
      "template-value-without-fields", .error, at: location, "`\(name)` is \(kind) and has no names inside",
      next: "remove what follows `\(name)` in the tag")
  }

  public static func templateRecursionTooDeep(at location: Location?, limit: Int) -> Diagnostic {
    Diagnostic(
      "template-recursion-too-deep", .error, at: location, "templates call each other more than \(limit) levels deep",
      note: "a partial that includes itself must do so inside a section that ends", next: "break the circle")
  }

  public static func templateOutputTooLarge(at location: Location?, limit: Int) -> Diagnostic {
    Diagnostic(
      "template-output-too-large", .error, at: location, "the page grows beyond \(limit) bytes",
      next: "look for a partial that includes itself")
  }

  public static func templateCallsTooMany(at location: Location?, limit: Int) -> Diagnostic {
    Diagnostic(
      "template-calls-too-many", .error, at: location, "the page calls more than \(limit) partials and blocks",
      next: "look for a partial that includes itself")
  }
}

private func didYouMean(_ suggestion: String?) -> String { suggestion.map { "; did you mean `\($0)`?" } ?? "" }

extension Diagnostic {
  public static func stringsLineInvalid(at location: Location) -> Diagnostic {
    Diagnostic(
      "strings-line-invalid", .warning, at: location, "this line is not `key: value` and is left out",
      next: "write a key, a colon, a space and the text; a comment starts with `#`")
  }
}
