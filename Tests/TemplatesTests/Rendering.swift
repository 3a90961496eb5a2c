import Diagnostics
import Templates
import Testing

/// Renders `page` among `others`; a failure is given as the text of its diagnostic.
func render(_ page: String, _ value: Value = [:], with others: [String: String] = [:]) -> String {
  var files = others.mapValues { Array($0.utf8) }
  files["page.html"] = Array(page.utf8)
  do {
    return String(decoding: try TemplateSet(files: files).render("page", value), as: UTF8.self)
  } catch {
    return error.diagnostic.text
  }
}

/// One behaviour: a template, what it is fed with, what comes out.
struct Case: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var template: String
  var value: Value
  var partials: [String: String]
  var output: String

  init(
    _ name: String, _ template: String, _ value: Value = [:], _ partials: [String: String] = [:], gives output: String
  ) {
    testDescription = name
    self.template = template
    self.value = value
    self.partials = Dictionary(uniqueKeysWithValues: partials.map { ($0.key + ".html", $0.value) })
    self.output = output
  }
}
