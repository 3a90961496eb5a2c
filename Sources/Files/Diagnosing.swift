public import Diagnostics

extension WalkProblem {
  /// - Parameter root: how the user knows the walked folder; put before the path.
  public func diagnostic(under root: String = "") -> Diagnostic {
    let place = PathRules.join(root, path)
    return switch reason {
    case .unreadable(let error): error.diagnostic(at: place)
    case .alreadyWalked: .linkAlreadyWalked(place)
    case .nameIsNotText: .nameIsNotText(place)
    case .tooDeep(let limit): .folderTooDeep(place, limit: limit)
    case .tooMany(let limit): .tooManyFiles(place, limit: limit)
    }
  }
}

extension FileError {
  /// - Parameter place: the path as the user knows it; else the absolute one.
  public func diagnostic(at place: String? = nil) -> Diagnostic {
    .cannotUse(place ?? path, operation: operation, reason: reason)
  }
}

extension FolderLockError {
  public func diagnostic(for folder: String) -> Diagnostic {
    switch self {
    case .held(let holder): .folderIsLocked(folder, holder: holder)
    case .file(let error): error.diagnostic()
    }
  }
}
