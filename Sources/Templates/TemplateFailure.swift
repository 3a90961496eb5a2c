public import Diagnostics

/// Why a page could not be rendered.
public struct TemplateFailure: Error, Sendable {
  /// One word wide: every call of the renderer keeps room for what it may throw.
  private let story: Story

  private final class Story: Sendable {
    let diagnostic: Diagnostic
    let trail: [Location]
    /// What fills a block is written elsewhere than where it is rendered: the tags between the two are not on the way of a
    /// reader. The file of the block's text, until the parent tag in that file is reached.
    let skippedUntil: String?

    init(_ diagnostic: Diagnostic, trail: [Location], skippedUntil: String?) {
      (self.diagnostic, self.trail, self.skippedUntil) = (diagnostic, trail, skippedUntil)
    }
  }

  public var diagnostic: Diagnostic { story.diagnostic }
  /// The tags that led to the template with the mistake, from the nearest to the page's own template; bounded.
  public var trail: [Location] { story.trail }

  public init(_ diagnostic: Diagnostic) { self.init(diagnostic, trail: [], skippedUntil: nil) }

  private init(_ diagnostic: Diagnostic, trail: [Location], skippedUntil: String?) {
    story = Story(diagnostic, trail: trail, skippedUntil: skippedUntil)
  }

  /// Whoever calls itself does so a hundred times.
  private static let trailLimit = 8

  /// On its way out through the tag that called a template.
  func passing(_ tag: Location) -> TemplateFailure {
    if let file = story.skippedUntil {
      return TemplateFailure(diagnostic, trail: trail, skippedUntil: file == tag.path ? nil : file)
    }
    return trail.count < Self.trailLimit ? TemplateFailure(diagnostic, trail: trail + [tag], skippedUntil: nil) : self
  }

  /// On its way out of a block that another template fills.
  func leavingFilledBlock() -> TemplateFailure {
    if story.skippedUntil != nil { return self }
    return TemplateFailure(diagnostic, trail: trail, skippedUntil: (trail.last ?? diagnostic.location)?.path)
  }
}
