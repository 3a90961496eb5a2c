import Diagnostics
import Files
import JSON

/// What every check reads from.
struct CheckedSite: Sendable {
  let tree: PublishedTree
  let addresses: SiteAddresses
  /// The output as the user knows it.
  let shown: String

  func location(_ path: String, _ position: TextPosition? = nil) -> Location {
    Location(PathRules.join(shown, path), line: position?.line, column: position?.column)
  }

  func finding(_ rule: CheckRule, _ what: String, _ path: String, _ position: TextPosition? = nil) -> Diagnostic {
    rule.finding(what, at: location(path, position))
  }

  /// nil where it is not readable or no JSON, which ``DocumentChecks`` says.
  func json(_ path: String) -> JSON? { tree.read(path).flatMap { try? JSON($0) } }

  /// Does the reference lead to nothing of ours? nil: it leads to something, or elsewhere.
  func deadPath(_ reference: String, from path: String) -> String? {
    guard case .file(let target, _) = addresses.target(of: reference, from: path) else { return nil }
    return standing(target) == nil ? target : nil
  }

  /// The file that a server answers with; of a folder's name without `/` that of its page.
  func standing(_ path: String) -> String? {
    [path, path + "/index.html"].first { tree.stands($0) }
  }
}

/// Line and column from 1, the column in bytes.
struct TextPosition: Sendable, Hashable {
  var line: Int
  var column: Int

  init(_ bytes: [UInt8], _ offset: Int) {
    let before = bytes.prefix(offset)
    line = before.count { $0 == 0x0A } + 1
    column = offset - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
  }

  init(line: Int, column: Int = 1) { (self.line, self.column) = (line, column) }
}
