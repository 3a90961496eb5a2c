import Files
import Hashing

/// Of one media folder, the published one or the preview's: which files nothing refers to.
///
/// A file is ours where the manifest lists it with this size and digest, or, in the output itself, where its name holds the
/// beginning of its own digest, as the names of all media do. All else is left (design, principle 6).
struct MediaGarbage {
  /// Absolute: what the site calls `media/`.
  let folder: String
  let manifest: Manifest
  /// The folder lies in an output, which is one project's: then a name in our form is enough. Another one may be shared.
  let isOwn: Bool
  let kind: GarbageReport.Kind

  /// - Parameter only: look at this folder below `media/` alone.
  func find(_ references: References, only: String? = nil) -> Garbage {
    var garbage = Garbage()
    guard (try? Files.status(folder))?.kind == .folder else { return garbage }
    let root = only.map { PathRules.join(folder, $0) } ?? folder
    guard only == nil || (try? Files.status(root, followLinks: false))?.kind == .folder else { return garbage }
    for entry in PlainWalk.files(below: root) {
      let name = only.map { PathRules.join($0, entry.path) } ?? entry.path
      let path = PathRules.join(folder, name)
      let first = name.prefix { $0 != "/" }
      if name == Manifest.fileName { continue }
      if entry.status.kind == .file, first == ".incoming" || PathRules.lastComponent(name).hasPrefix(Files.temporaryPrefix) {
        garbage.add(path, entry.status, .temporary, in: folder)
      } else if references.needs(name) || isRendered(name) {
        continue
      } else if entry.status.kind == .file, isOurs(name, entry.status) {
        garbage.add(path, entry.status, kind, in: folder)
      } else {
        garbage.foreign.append(path)
      }
    }
    return garbage
  }

  /// Playlists, torrents and copies of static files are brought up to date by every build.
  private func isRendered(_ name: String) -> Bool { manifest.entries["media/\(name)"]?.inputs != nil }

  private func isOurs(_ name: String, _ status: FileStatus) -> Bool {
    let listed = manifest.entries["media/\(name)"]
    if let listed, listed.size != status.size { return false }
    let named = MediaName.digest(in: name)
    guard listed != nil || (isOwn && named != nil), let digest = try? SourceDigest.sha256(PathRules.join(folder, name)) else {
      return false
    }
    return listed.map { $0.sha256 == digest } ?? true && named.map(digest.hex.hasPrefix) ?? true
  }
}

/// `<20 digits>/<stem>-<8 digits>.<extension>`, and `<20 digits>/<stem>-<8 digits>/<n>-<8 digits>.m4s`: the form of every
/// file of media but init sections, which only the manifest knows.
enum MediaName {
  private static let endings: Set<String> = ["mp4", "jpg", "webp"]

  /// The digits of the file's own digest; nil where the name has another form.
  static func digest(in name: String) -> String? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard let folder = parts.first, folder.utf8.count == 20, folder.utf8.allSatisfy(isDigit) else { return nil }
    switch (parts.count, PathRules.extension(name)) {
    case (2, let ending) where endings.contains(ending): return digits(PathRules.stem(name))
    case (3, "m4s"): return digits(String(parts[1])) == nil ? nil : digits(PathRules.stem(name))
    default: return nil
    }
  }

  private static func digits(_ stem: String) -> String? {
    guard let cut = stem.lastIndex(of: "-"), cut != stem.startIndex else { return nil }
    let digits = stem[stem.index(after: cut)...]
    guard digits.utf8.count == 8, digits.utf8.allSatisfy(isDigit) else { return nil }
    return String(digits)
  }

  /// Hexadecimal, as we write it: no capitals.
  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
}
