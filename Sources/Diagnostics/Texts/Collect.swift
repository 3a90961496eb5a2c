/// What `bobine gc` and `bobine build --purge` have to say.
extension Diagnostic {
  public static func nothingBuilt(_ state: String) -> Diagnostic {
    Diagnostic(
      "nothing-built", .error, at: Location(state), "No build of this folder is known here: there is no ledger.",
      note: "Without it all media would seem to be nobody's.",
      next: "Name the folder of the videos and its --state as for `bobine build`, or build first.")
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
}
