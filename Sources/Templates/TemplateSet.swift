public import Diagnostics

/// The templates of a theme, compiled: a strict dialect of Mustache, described in docs/themes.md.
///
/// A template is called by its file's path, with or without `.html`: `partials/card`. A set with mistakes still renders
/// the templates that have none.
public struct TemplateSet: Sendable {
  private var templates: [String: Template] = [:]
  private var failures: [String: TemplateFailure] = [:]
  /// What is wrong with the files: at most one mistake of form a file, and every call of a template that is not there.
  public private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - files: UTF-8 by path below the theme's folder. Only those that end in `.html` are compiled.
  ///   - folder: what diagnostics put before these paths.
  public init(files: [String: [UInt8]], folder: String = "templates/") {
    let sources = files.filter { $0.key.hasSuffix(Self.suffix) }
    for (path, source) in sources.sorted(by: { $0.key < $1.key }) {
      let name = String(path.dropLast(Self.suffix.count))
      do throws(TemplateFailure) {
        templates[name] = Template(name: name, nodes: try Self.compile(source, path: folder + path))
      } catch {
        failures[name] = error
        diagnostics.append(error.diagnostic)
      }
    }
    let names = templates.keys.sorted() + failures.keys.sorted()
    for template in templates.values.sorted(by: { $0.name < $1.name }) {
      for reference in template.nodes.references where !names.contains(Self.key(reference.name)) {
        let suggestion = nearest(Self.key(reference.name), among: names)
        diagnostics.append(.templateUnknown(at: reference.location, name: reference.name, suggestion: suggestion))
      }
    }
  }

  /// One page.
  ///
  /// - Throws: the mistake of form in a template that the page needs, or a name that the value does not declare.
  public func render(_ name: String, _ value: Value) throws(TemplateFailure) -> [UInt8] {
    var renderer = Renderer(self, value)
    try renderer.render(Reference(name: name, location: Location("")), isEntry: true)
    return renderer.out
  }

  func template(_ name: String, at location: Location?) throws(TemplateFailure) -> Template {
    if let template = templates[name] { return template }
    let key = Self.key(name)
    if let template = templates[key] { return template }
    if let failure = failures[key] { throw failure }
    let suggestion = nearest(key, among: templates.keys.sorted())
    throw TemplateFailure(.templateUnknown(at: location, name: name, suggestion: suggestion))
  }

  private static let suffix = ".html"
  private static func key(_ name: String) -> String {
    name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
  }

  private static func compile(_ source: [UInt8], path: String) throws(TemplateFailure) -> [Node] {
    guard source.count <= Limits.templateSize else {
      throw TemplateFailure(
        .templateTooLarge(at: Location(path), size: source.count, limit: Limits.templateSize))
    }
    if let offset = source.firstInvalidUTF8 {
      var lines = LineCounter(source)
      throw TemplateFailure(.templateNotUTF8(at: lines.location(of: offset, in: path)))
    }
    var parser = Parser(source, path: path)
    return try parser.parse()
  }
}

/// Why a page could not be rendered.
public struct TemplateFailure: Error, Sendable, Hashable {
  public var diagnostic: Diagnostic

  public init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
}

extension [Node] {
  /// Every template that is called, in the order written.
  fileprivate var references: [Reference] {
    flatMap { node -> [Reference] in
      switch node {
      case .literal, .variable: []
      case .section(_, let body), .inverted(_, let body), .block(_, let body): body.references
      case .partial(let reference, _): [reference]
      case .parent(let reference, let blocks, _):
        [reference] + blocks.sorted(by: { $0.key < $1.key }).flatMap { $0.value.references }
      }
    }
  }
}
