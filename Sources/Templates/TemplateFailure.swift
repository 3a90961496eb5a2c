public import Diagnostics

/// Why a page could not be rendered.
public struct TemplateFailure: Error, Sendable, Hashable {
  public var diagnostic: Diagnostic
  /// The tags that led to the template with the mistake, from the nearest to the page's own template; bounded.
  public private(set) var trail: [Location] = []
  /// What fills a block is written elsewhere than where it is rendered: the tags between the two are not on the way of a
  /// reader. Set to the file of the block's text until the parent tag in that file is reached.
  private var skippedUntil: String?

  public init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }

  /// Whoever calls itself does so a hundred times.
  private static let trailLimit = 8

  /// On its way out through the tag that called a template.
  func passing(_ tag: Location) -> TemplateFailure {
    var failure = self
    if let file = skippedUntil {
      if file == tag.path { failure.skippedUntil = nil }
      return failure
    }
    if trail.count < Self.trailLimit { failure.trail.append(tag) }
    return failure
  }

  /// On its way out of a block that another template fills.
  func leavingFilledBlock() -> TemplateFailure {
    var failure = self
    if skippedUntil == nil { failure.skippedUntil = (trail.last ?? diagnostic.location)?.path }
    return failure
  }
}
