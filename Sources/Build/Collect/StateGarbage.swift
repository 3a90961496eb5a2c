import Diagnostics
import Facts
import Files

/// Of the state folder: facts of videos that are gone, chunks that no video waits for, files of a build that was killed.
struct StateGarbage {
  let state: StateFolder
  private var paths: ProjectPaths { state.paths }

  // MARK: Facts

  /// - Parameter only: look at the files of this content path alone.
  func facts(_ references: References, only: String? = nil) -> Garbage {
    var garbage = Garbage()
    let root = PathRules.join(paths.state, "facts")
    for entry in PlainWalk.files(below: root) {
      let path = PathRules.join(root, entry.path)
      guard let (video, language) = Self.video(of: entry.path), entry.status.kind == .file else {
        if only == nil { note(entry, path, root, &garbage) }
        continue
      }
      if let only, only != video { continue }
      if isNeeded(video, language, references) { continue }
      if isOurs(path, video) { garbage.add(path, entry.status, .facts, in: root) } else { garbage.foreign.append(path) }
    }
    return garbage
  }

  /// `talk.mp4.txt`, `talk.mp4.hashes`, `talk.mp4.fr.vtt`: whose they are, and in which language.
  static func video(of path: String) -> (video: String, language: String?)? {
    switch PathRules.extension(path) {
    case "txt": return (String(path.dropLast(4)), nil)
    case "hashes": return (String(path.dropLast(7)), nil)
    case "vtt":
      let rest = String(path.dropLast(4))
      let language = PathRules.extension(rest)
      return language.isEmpty ? nil : (String(rest.dropLast(language.count + 1)), language)
    default: return nil
    }
  }

  private func isNeeded(_ video: String, _ language: String?, _ references: References) -> Bool {
    guard references.videos.contains(video) else { return false }
    // Without readable facts nobody knows which captions they name.
    guard let language, let known = references.captions[video] else { return true }
    return known.contains(language)
  }

  /// By what is in it: nothing that only has such a name is removed.
  private func isOurs(_ path: String, _ video: String) -> Bool {
    switch PathRules.extension(path) {
    case "txt":
      var ignored: [Diagnostic] = []
      return state.facts(video, &ignored) != nil
    case "hashes": return state.tables(video) != nil
    default: return (try? Files.readStart(of: path, count: 6)) == Array("WEBVTT".utf8)
    }
  }

  // MARK: Work

  /// - Parameter isWaiting: a video still waits for its media, and chunks may be its.
  func work(isWaiting: Bool) -> Garbage {
    var garbage = Garbage()
    let root = paths.work
    let own = [paths.fingerprints, paths.journal].map { PathRules.lastComponent($0) }
    for entry in PlainWalk.files(below: root) where !own.contains(entry.path) {
      let path = PathRules.join(root, entry.path)
      if entry.status.kind == .file, Self.isWork(entry.path) {
        if !isWaiting { garbage.add(path, entry.status, .work, in: root) }
      } else {
        note(entry, path, root, &garbage)
      }
    }
    for name in ((try? Files.list(paths.state)) ?? []) where name.hasPrefix(Files.temporaryPrefix) {
      let path = PathRules.join(paths.state, name)
      if let status = try? Files.status(path, followLinks: false), status.kind == .file {
        garbage.add(path, status, .temporary, in: paths.state)
      }
    }
    return garbage
  }

  /// `<20 digits>.mp4`, and the same with `.part` while it is written.
  static func isWork(_ name: String) -> Bool {
    let ending = [".mp4", ".mp4.part"].first { name.hasSuffix($0) }
    guard let ending else { return false }
    let digits = name.utf8.dropLast(ending.utf8.count)
    return digits.count == 20 && digits.allSatisfy(MediaName.isDigit)
  }

  private func note(_ entry: PlainWalk.Entry, _ path: String, _ root: String, _ garbage: inout Garbage) {
    let isTemporary = PathRules.lastComponent(entry.path).hasPrefix(Files.temporaryPrefix)
    if isTemporary, entry.status.kind == .file {
      garbage.add(path, entry.status, .temporary, in: root)
    } else {
      garbage.foreign.append(path)
    }
  }
}
