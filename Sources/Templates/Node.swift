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
  /// `places`: where each block is filled.
  case parent(Reference, blocks: [String: [Node]], places: [String: Location], indent: [UInt8])
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

extension [Node] {
  /// Every template that is called, in the order written.
  var references: [Reference] {
    flatMap { node -> [Reference] in
      switch node {
      case .literal, .variable: []
      case .section(_, let body), .inverted(_, let body), .block(_, let body): body.references
      case .partial(let reference, _): [reference]
      case .parent(let reference, let blocks, _, _):
        [reference] + blocks.sorted(by: { $0.key < $1.key }).flatMap { $0.value.references }
      }
    }
  }

  /// Every block that can be filled from outside.
  var blocks: [Reference] {
    flatMap { node -> [Reference] in
      switch node {
      case .literal, .variable, .partial: []
      case .section(_, let body), .inverted(_, let body): body.blocks
      case .block(let reference, let body): [reference] + body.blocks
      case .parent(_, let blocks, _, _): blocks.sorted(by: { $0.key < $1.key }).flatMap { $0.value.blocks }
      }
    }
  }

  /// Every parent tag with what it fills and where, in the order written.
  var parents: [(Reference, blocks: [String: [Node]], places: [String: Location])] {
    flatMap { node -> [(Reference, blocks: [String: [Node]], places: [String: Location])] in
      switch node {
      case .literal, .variable, .partial: []
      case .section(_, let body), .inverted(_, let body), .block(_, let body): body.parents
      case .parent(let reference, let blocks, let places, _):
        [(reference, blocks, places)] + blocks.sorted(by: { $0.key < $1.key }).flatMap { $0.value.parents }
      }
    }
  }

  /// Every name of a value, in the order written.
  var names: [Name] {
    flatMap { node -> [Name] in
      switch node {
      case .literal, .partial: []
      case .variable(let name, _): [name]
      case .section(let name, let body), .inverted(let name, let body): [name] + body.names
      case .block(_, let body): body.names
      case .parent(_, let blocks, _, _): blocks.sorted(by: { $0.key < $1.key }).flatMap { $0.value.names }
      }
    }
  }
}
