public import Diagnostics

/// The templates of a theme, compiled: a strict dialect of Mustache, described in docs/templates.md.
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
  ///   - shipped: of these paths, those of a theme that the author did not write: what they lose because of the author's own
  ///     files is told at the author's. Nothing of it is an error there.
  ///   - folder: what diagnostics put before these paths.
  public init(files: [String: [UInt8]], shipped: Set<String> = [], folder: String = "templates/") {
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
        diagnostics.append(Self.unknown(reference.name, at: reference.location, among: names))
      }
    }
    compareBlocks(shipped: shipped, folder: folder)
  }

  /// A block that is filled and that no template takes. Who wrote the tag hears of it as an error; where the author's own
  /// layout does without a block, the theme's pages stay right, and one warning names them, unless only a text is lost: a
  /// card of one's own need not have every parameter of the theme's.
  private mutating func compareBlocks(shipped: Set<String>, folder: String) {
    var blocks = Blocks(templates)
    var dropped: [Dropped: [String]] = [:]
    for template in templates.values.sorted(by: { $0.name < $1.name }) {
      for lost in blocks.lost(in: template) {
        let path = template.name + Self.suffix
        let own = blocks.called(from: lost.parent).filter { !shipped.contains($0 + Self.suffix) }
        if shipped.contains(path), let blamed = own.contains(lost.parent) ? lost.parent : own.sorted().first {
          if lost.isText { continue }
          dropped[Dropped(template: blamed, block: lost.block.name), default: []].append(path)
        } else if templates[template.name] != nil {
          let failure = TemplateFailure(
            .templateBlockUnknown(
              at: lost.block.location, block: lost.block.name, parent: lost.parent, known: lost.known,
              suggestion: nearest(lost.block.name, among: lost.known)))
          failures[template.name] = failure
          templates[template.name] = nil
          diagnostics.append(failure.diagnostic)
        }
      }
    }
    for (lost, fillers) in dropped.sorted(by: { ($0.key.template, $0.key.block) < ($1.key.template, $1.key.block) }) {
      diagnostics.append(
        .templateBlockDropped(
          at: Location(folder + lost.template + Self.suffix), block: lost.block,
          fillers: fillers.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }))
    }
  }

  private struct Dropped: Hashable {
    var template: String
    var block: String
  }

  /// One page.
  ///
  /// - Throws: the mistake of form in a template that the page needs, or a name that the value does not declare.
  public func render(_ name: String, _ value: Value) throws(TemplateFailure) -> [UInt8] {
    var renderer = Renderer(self, value)
    try renderer.render(Reference(name: name, location: Location("")), isEntry: true)
    return renderer.out
  }

  /// Every name of a value that a template writes: `video.title`, `lang`, `t.download`.
  public var writtenNames: Set<String> {
    Set(templates.values.flatMap { $0.nodes.names.map(\.text) })
  }

  /// The paths of the files that other templates call.
  public var calledFiles: Set<String> {
    Set(templates.values.flatMap { $0.nodes.references.map { Self.key($0.name) + Self.suffix } })
  }

  func template(_ name: String, at location: Location?) throws(TemplateFailure) -> Template {
    if let template = templates[name] { return template }
    let key = Self.key(name)
    if let template = templates[key] { return template }
    if let failure = failures[key] { throw location.map { failure.passing($0) } ?? failure }
    throw TemplateFailure(Self.unknown(name, at: location, among: templates.keys.sorted() + failures.keys.sorted()))
  }

  private static let suffix = ".html"
  static func key(_ name: String) -> String {
    name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
  }

  private static func unknown(_ name: String, at location: Location?, among names: [String]) -> Diagnostic {
    .templateUnknown(at: location, name: name, suggestion: nearestPath(key(name), among: names))
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
