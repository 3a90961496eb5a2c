import Files

/// The folders that a server hands out, put together to one tree of paths.
struct PublishedFolders: Sendable {
  private let root: ConfinedFolder
  private let extras: [(prefix: String, folder: ConfinedFolder)]

  init(root: String, extraRoots: [(prefix: String, root: String)]) {
    self.root = ConfinedFolder(root)
    extras =
      extraRoots
      .map { (PathRules.normalise($0.prefix) + "/", ConfinedFolder($0.root)) }
      .sorted { $0.prefix.utf8.count > $1.prefix.utf8.count }
  }

  func find(_ path: String) -> Found<OpenFile>? {
    for (prefix, folder) in extras where (path + "/").hasPrefix(prefix) {
      return found(folder.open(String(Substring(path.utf8.dropFirst(prefix.utf8.count)))))
    }
    return found(root.open(path))
  }

  private func found(_ entry: ConfinedEntry?) -> Found<OpenFile>? {
    switch entry {
    case .file(let file): .file(file.status, file)
    case .folder: .folder
    case nil: nil
    }
  }
}
