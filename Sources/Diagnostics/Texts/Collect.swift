/// What `bobine gc` and `bobine build --purge` have to say.
extension Diagnostic {
  public static func nothingBuilt(_ state: String) -> Diagnostic {
    Diagnostic(
      "nothing-built", .error, at: Location(state), "No build of this folder is known here: there is no ledger.",
      note: "Without it all media would seem to be nobody's.",
      next: "Name the folder of the videos and its --state as for `bobine build`, or build first.")
  }

  public static func outputOfAnother(_ output: String) -> Diagnostic {
    Diagnostic(
      "output-of-another", .error, at: Location(output),
      "Nothing is collected: no video of this folder has its media in this output.",
      note: "It seems to be the output of another folder, or of another --state.",
      next: "Name -o, --media-output and --state as for `bobine build`; if it is the right one, build first.")
  }

  /// - Parameter problem: what the walk of the content left out.
  public static func contentNotWhole(_ problem: Diagnostic) -> Diagnostic {
    Diagnostic(
      "content-not-whole", .error, at: problem.location, "Nothing is collected: a part of the content cannot be read.",
      note: "Its videos would look as if they were gone. \(problem.message)", next: problem.nextStep)
  }

  public static func mediaNotJudged() -> Diagnostic {
    Diagnostic(
      "media-not-judged", .warning, at: nil, "Media are left alone: which of them damaged facts refer to is not known.",
      next: "Restore the facts from git, or build where the videos are, then run `bobine gc` again.")
  }

  public static func unknownVideoToPurge(_ slug: String, suggestion: String?) -> Diagnostic {
    Diagnostic(
      "unknown-video", .error, at: nil, "No video has the address '\(slug)'\(suggestion.map { "; did you mean '\($0)'?" } ?? ".")",
      note: "Addresses are the third column of .bobine/published.tsv, and the folders below videos/.",
      next: "Run it again as `bobine build --purge \(suggestion ?? "SLUG")`.")
  }

  /// - Parameter source: what the next build would publish it from again.
  public static func purgeWouldNotLast(_ slug: String, source: String) -> Diagnostic {
    Diagnostic(
      "purge-would-not-last", .error, at: Location(source),
      "'\(slug)' is not taken down: the next build would publish it again from this file.",
      note: "Bobine never deletes your own files.",
      next: "Move the file (and the text beside it) out of the content, or write `privacy: draft` into its front matter; "
        + "then run `bobine build --purge \(slug)` again.")
  }

  public static func purgeLeavesOthers(_ count: Int) -> Diagnostic {
    Diagnostic(
      "others-wait", .note, at: nil,
      "\(count) other \(count == 1 ? "video waits" : "videos wait") for media: --purge makes none, so that it takes effect at once.",
      next: "Run `bobine build` when the video is down.")
  }
}
