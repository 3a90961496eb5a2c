public import Diagnostics

/// Every document of a site: values in, files out. What is written where is decided by the areas beside this file.
public enum Site {
  /// - Returns: documents with distinct paths, sorted by path, and what the areas have to say of their input.
  public static func documents(for input: SiteInput) -> (documents: [Document], diagnostics: [Diagnostic]) {
    let context = SiteContext(input)
    var documents: [Document] = []
    var diagnostics: [Diagnostic] = []
    for area in areas {
      let part = area(context)
      documents += part.documents
      diagnostics += part.diagnostics
    }
    documents.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return (documents, diagnostics)
  }

  private typealias Area = @Sendable (SiteContext) -> (documents: [Document], diagnostics: [Diagnostic])

  /// To add an output, add its area here.
  private static let areas: [Area] = [
    { Pages.documents($0) },
    { (Streaming.documents($0), []) },
    { Federation.documents($0) },
    { Feeds.documents($0) },
    { Rules.documents($0) },
    { (CatalogDocuments.documents($0), []) },
  ]
}
