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

  public static func templateNameDynamic(at location: Location) -> Diagnostic {
    Diagnostic(
      "template-name-dynamic", .error, at: location, "the name of a template cannot come from a value",
      note: "There are no dynamic names here, so that it is known which files a page needs.",
      next: "open a section for each case, and call in it the file by its name")
  }

  public static func templateUnknown(at location: Location?, name: String, suggestion: String?) -> Diagnostic {
    let file = name.hasSuffix(".html") ? name : name + ".html"
    return Diagnostic(
      "template-unknown", .error, at: location, "there is no template `\(name)`\(didYouMean(suggestion))",
      next: suggestion.map { "write `\($0)`" } ?? "add the file \(file) to templates/, or remove the tag")
  }

  /// - Parameter known: the blocks that the parent has.
  public static func templateBlockUnknown(
    at location: Location, block: String, parent: String, known: [String], suggestion: String?
  ) -> Diagnostic {
    Diagnostic(
      "template-block-unknown", .error, at: location,
      "this fills a block `\(block)`, which `\(parent)` does not have\(didYouMean(suggestion))",
      note: known.isEmpty ? "`\(parent)` has no blocks." : "`\(parent)` has: \(listed(known))",
      next: suggestion.map { "write `{{$\($0)}}` and `{{/\($0)}}`" }
        ?? "fill a block that is there, or write `{{$\(block)}}{{/\(block)}}` where it belongs in \(parent).html")
  }

  /// - Parameter fillers: paths below the theme's folder.
  public static func templateBlockDropped(at location: Location, block: String, fillers: [String]) -> Diagnostic {
    Diagnostic(
      "template-block-dropped", .warning, at: location,
      "there is no block `\(block)` here, and pages of the theme fill it",
      note: "What \(listed(fillers)) \(fillers.count == 1 ? "puts" : "put") there is left out.",
      next: "write `{{$\(block)}}{{/\(block)}}` where it belongs, as the theme's own file does")
  }

  /// - Parameter suggestion: the file of the theme that it may be meant to replace.
  public static func templateUnused(at location: Location, suggestion: String?) -> Diagnostic {
    Diagnostic(
      "template-unused", .warning, at: location,
      "this replaces no file of the theme, and no template calls it\(didYouMean(suggestion))",
      next: suggestion.map { "rename it to templates/\($0)" }
        ?? "call it with `{{> NAME}}`, give it the name of the file that it replaces, or remove it")
  }

  // MARK: Rendering

  /// - Parameters:
  ///   - within: the object that has no such name; nil: it was sought in all that is open.
  ///   - elsewhere: names under which it would be found.
  ///   - known: what there is, the nearest first.
  public static func templateNameUnknown(
    at location: Location, name: String, within: String?, suggestion: String?, elsewhere: [String], known: [String]
  ) -> Diagnostic {
    let note: String?
    if suggestion != nil {
      note = within.map { "It was sought in `\($0)`." }
    } else if let within {
      note = known.isEmpty ? "`\(within)` has no names." : "`\(within)` has: \(listed(known))"
    } else {
      note = "known here: \(listed(known))"
    }
    let found = elsewhere.prefix(3).map { "`\($0)`" }.joined(separator: " or ")
    let next =
      suggestion.map { "write `\($0)`" } ?? (elsewhere.isEmpty ? nil : "write \(found)")
      ?? "write a name that is known, or remove the tag; docs/templates.md says what each is"
    return Diagnostic(
      "template-name-unknown", .error, at: location, "`\(name)` is not known here\(didYouMean(suggestion))",
      note: note, next: next)
  }

  /// A page that could not be rendered: the mistake in its template, with the way that led there.
  ///
  /// - Parameters:
  ///   - trail: the tags that led to it, the nearest first.
  ///   - pages: the paths of the pages that need it.
  public static func templateFailed(_ mistake: Diagnostic, trail: [Location], pages: [String]) -> Diagnostic {
    var lines = [mistake.note].compactMap { $0 }
    if !trail.isEmpty {
      lines.append("called at " + trail.map(\.description).joined(separator: ", which is called at "))
    }
    if let first = pages.first {
      let more = pages.count == 1 ? "" : " and \(pages.count - 1) \(pages.count == 2 ? "other page" : "other pages")"
      lines.append("needed by \(first)\(more): the previous version stays")
    }
    var failed = mistake
    failed.note = lines.isEmpty ? nil : lines.joined(separator: "\n")
    return failed
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

/// At most twelve names.
private func listed(_ names: [String]) -> String {
  let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
  return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
}

private func didYouMean(_ suggestion: String?) -> String { suggestion.map { "; did you mean `\($0)`?" } ?? "" }

extension Diagnostic {
  public static func stringsLineInvalid(at location: Location) -> Diagnostic {
    Diagnostic(
      "strings-line-invalid", .warning, at: location, "this line is not `key: value` and is left out",
      next: "write a key, a colon, a space and the text; a comment starts with `#`")
  }
}

extension Diagnostic {
  public static func stringsKeyTwice(at location: Location, key: String, first: Int) -> Diagnostic {
    Diagnostic(
      "strings-key-twice", .warning, at: location, "`\(key)` stands twice in this file, and the last one counts",
      note: "It stands on line \(first) as well.", next: "remove one of the two lines")
  }

  public static func stringsKeyUnknown(at location: Location, key: String, suggestion: String?) -> Diagnostic {
    Diagnostic(
      "strings-key-unknown", .warning, at: location,
      "the theme has no word `\(key)`, and no template uses it\(didYouMean(suggestion))",
      next: suggestion.map { "write `\($0)`" } ?? "use it in a template as `{{t.\(key)}}`, or remove the line")
  }
}
