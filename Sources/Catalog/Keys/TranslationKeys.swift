internal import Diagnostics

/// The front matter of a text in a further language: only what is said in words.
enum TranslationKeys {
  static let ofVideo = ["title", "description", "tags", "sensitive", "chapters", "location", "support", "extra"]
  static let ofChannel = ["title", "description", "support", "extra"]
  static let ofPage = ["title", "description", "extra"]

  /// - Parameter original: keys that the first text may have.
  static func read(
    _ document: FrontMatter, language: String, keys: [String], original: [String]
  ) -> (Translation, [Diagnostic]) {
    var reader = KeyReader(document.keys, keys: keys, elsewhere: original)
    let body = PlainText.trimmed(document.body)
    let rendered = Markdown.render(body)
    var out = Translation(language: language, body: body, bodyHTML: rendered.html)
    out.title = reader.title()?.value
    out.summary = reader.text("description")?.value ?? (body.isEmpty ? nil : rendered.summary)
    out.tags = reader.texts("tags").map { Video.Tag.all($0.map(\.value)) }
    out.support = reader.text("support")?.value
    out.location = reader.text("location")?.value
    if case .yes(let reason) = reader.sensitivity() { out.reason = reason }
    out.chapters = reader.chapters()?.map(\.value).sorted { $0.start < $1.start }
    reader.extra()
    return (out, document.diagnostics + reader.diagnostics)
  }
}

extension ProjectFiles {
  /// Every translation of a text, and all that is wrong with them. Paths are below the project.
  ///
  /// - Parameter first: the language of the text that has none in its name: there cannot be another one in it.
  func translations(
    _ files: [(language: String, path: String)], of first: String?, keys: [String], original: [String]
  ) -> ([Translation], [Diagnostic]) {
    var out: [Translation] = []
    var diagnostics: [Diagnostic] = []
    for (language, path) in files {
      if language == first {
        diagnostics.append(.secondText(language: language, at: Location(path)))
        continue
      }
      let (translation, problems) = TranslationKeys.read(
        frontMatter(path), language: language, keys: keys, original: original)
      out.append(translation)
      diagnostics += problems
    }
    return (out, diagnostics)
  }
}
