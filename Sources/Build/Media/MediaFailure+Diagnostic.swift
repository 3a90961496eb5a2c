import Diagnostics
import Facts

extension MediaFailure {
  /// As the user should know it.
  ///
  /// - Parameter path: of the source, as the user knows it.
  func diagnostic(at path: String) -> Diagnostic {
    switch code {
    case .unreadable: .unreadable(path, reason: detail)
    case .empty: .emptyFile(path)
    case .notMedia: .notMedia(path, detail: detail)
    case .truncated: .truncatedMedia(path, detail: detail)
    case .noVideo: .noVideoStream(path, detail: detail)
    case .damaged: .damagedMedia(path, detail: detail)
    case .mustEncode, .mustRemux: .cannotPackage(path, detail: detail)
    case .output: .unwritableMedia(path, detail: detail)
    case .changed: .sourceChanged(path)
    case .memory: .mediaProcessEnded(path, how: "its memory ran out")
    }
  }
}
