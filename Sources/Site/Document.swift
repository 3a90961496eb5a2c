public import Hashing
import Templates

/// One file of the output that is cheap to make: everything but media.
///
/// A document is rendered only if its `inputs` or its file differ from what the last build recorded: the digest must
/// cover every value that the closure reads. A document that lies at a path is the only one there.
public struct Document: Sendable {
  /// Below the site's root, with `/`, never starting with one: `videos/brest/index.html`.
  public var path: String
  public var inputs: Digest256
  public var render: @Sendable () throws -> [UInt8]
  /// What a page is rendered from, so that the table of names in docs/templates.md can be compared with it.
  var page: Page?

  struct Page: Sendable {
    var template: String
    var value: @Sendable () -> Value
  }

  public init(path: String, inputs: Digest256, render: @escaping @Sendable () throws -> [UInt8]) {
    self.path = path
    self.inputs = inputs
    self.render = render
  }
}
