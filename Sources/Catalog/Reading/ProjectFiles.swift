internal import Diagnostics

/// Files of a project by their path below it, with failures as diagnostics.
struct ProjectFiles {
  let source: any ContentSource
  /// Absolute, without `/` at its end.
  let project: String
  /// `content/`, or empty.
  let contentPrefix: String

  func absolute(_ path: String) -> String { project + "/" + path }
  /// Of a path below the content folder.
  func shown(_ contentPath: String) -> String { contentPrefix + contentPath }

  func read(_ path: String, limit: Int) -> Result<[UInt8], Diagnosed> {
    do {
      return .success(try source.read(path, limit: limit))
    } catch {
      let location = Location(path)
      switch error.reason {
      case .absent: return .failure(Diagnosed(.unreadable("it is not there any more", at: location)))
      case .tooLarge: return .failure(Diagnosed(.tooLarge(PlainText.size(Int64(limit)), at: location)))
      case .unreadable(let reason): return .failure(Diagnosed(.unreadable(reason, at: location)))
      }
    }
  }

  struct Diagnosed: Error {
    var diagnostic: Diagnostic
    init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
  }

  /// A text with front matter; its diagnostics include that it cannot be read.
  func frontMatter(_ path: String) -> FrontMatter {
    switch read(path, limit: FrontMatter.fileLimit) {
    case .success(let bytes): return FrontMatter(bytes, path: path)
    case .failure(let error):
      var empty = FrontMatter([], path: path)
      empty.diagnostics = [error.diagnostic]
      return empty
    }
  }

  /// The path below the project that a text means by `reference`; nil where no file is there, or it lies outside.
  func resolve(_ reference: String, from textPath: String) -> String? {
    guard reference.utf8.first != UInt8(ascii: "/"), !reference.utf8.contains(UInt8(ascii: "\\")) else { return nil }
    var segments = FileName.parts(textPath).dropLast().map(String.init)
    for part in FileName.parts(reference) {
      if part == "." { continue }
      if part == ".." {
        if segments.popLast() == nil { return nil }
      } else {
        segments.append(String(part))
      }
    }
    let path = segments.joined(separator: "/")
    return source.kind(of: path) == .file ? path : nil
  }
}
