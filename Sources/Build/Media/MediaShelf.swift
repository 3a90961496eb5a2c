import Facts
import Files

/// The published media files: which of them stand on the disk, and where another copy may be had without making it again.
struct MediaShelf: Sendable {
  /// What the site calls `media/`.
  let folder: String
  /// Folders of the same form whose files may be linked: the site's own output for a preview, and the other way round.
  let others: [String]

  /// Names below `media/` of all that facts promise, with their sizes in bytes.
  static func files(_ facts: VideoFacts) -> [(name: String, size: Int64)] {
    var files = facts.renditions.map { ("\(facts.folder)/\($0.stem).mp4", $0.size) }
    files += (facts.pictures?.files ?? []).map { ("\(facts.folder)/\($0.name)", $0.size) }
    return files
  }

  func has(_ name: String, size: Int64) -> Bool {
    guard let status = try? Files.status(PathRules.join(folder, name)) else { return false }
    return status.kind == .file && status.size == size
  }

  /// True when every file of these facts stands here afterwards; what is missing is linked from another shelf.
  func complete(_ facts: VideoFacts) -> Bool {
    Self.files(facts).allSatisfy { obtain($0.name, size: $0.size) }
  }

  /// Whether the file stands here afterwards.
  func obtain(_ name: String, size: Int64) -> Bool { has(name, size: size) || fetch(name, size: size) }

  /// A name is the digest of its bytes, so a file of the same name and size is the same file.
  private func fetch(_ name: String, size: Int64) -> Bool {
    for other in others {
      let source = PathRules.join(other, name)
      guard let status = try? Files.status(source), status.kind == .file, status.size == size else { continue }
      let target = PathRules.join(folder, name)
      do {
        try Files.makeFolder(PathRules.parent(target))
        do { try Files.hardLink(source, to: target) } catch { try Files.copy(source, to: target) }
        return true
      } catch {
        continue
      }
    }
    return false
  }
}
