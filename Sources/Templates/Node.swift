import Diagnostics

/// A template in the form that it is rendered from.
struct Template: Sendable {
  var name: String
  var nodes: [Node]
}

/// One piece of a compiled template.
enum Node: Sendable {
  case literal([UInt8])
  case variable(Name, isRaw: Bool)
  case section(Name, body: [Node])
  case inverted(Name, body: [Node])
  /// `indent` is the white space before a tag that stands alone on its line.
  case partial(Reference, indent: [UInt8])
  case parent(Reference, blocks: [String: [Node]], indent: [UInt8])
  case block(Reference, body: [Node])
}

/// `video.title`, cut at its dots; without parts it is `.`, the value of the innermost section.
struct Name: Sendable {
  var text: String
  var parts: [String]
  var location: Location

  init(_ text: String, at location: Location) {
    self.text = text
    self.location = location
    parts = text == "." ? [] : text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }
}

/// The name of a template or block, and where it was written.
struct Reference: Sendable {
  var name: String
  var location: Location
}
