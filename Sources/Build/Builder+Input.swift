import Catalog
import Diagnostics
import Files

/// What a build starts from beside the project itself: its moment, its disk.
extension Builder {
  /// Who will have a key, as far as it is known before any video is.
  func actors(_ tree: ContentTree) -> [String] {
    tree.site.baseURL == nil ? [] : [tree.site.account.username] + tree.channels.map(\.channel.name)
  }

  /// *Now* (design, "The ledger"): `--now`, else `SOURCE_DATE_EPOCH`, else the clock.
  func moment() throws -> Instant {
    if let now = options.now { return now }
    if let text = world.environment("SOURCE_DATE_EPOCH") {
      guard let seconds = Int64(text) else { throw Refusal(diagnostic: .badSourceDateEpoch(text)) }
      return Instant(seconds: seconds)
    }
    return Instant(seconds: world.clock())
  }

  func checkDisk(_ estimate: BuildEstimate) throws(Refusal) {
    guard !options.force, estimate.write > 0, let free = freeSpace(for: paths.media) else { return }
    // Tables, pages and work files are small beside the media.
    let needed = estimate.write + estimate.write / 50
    if needed > free {
      throw Refusal(diagnostic: .diskTooSmall(paths.media, needs: byteText(needed), has: byteText(free)))
    }
  }

  /// The walk leaves out a folder with a manifest. It must stand before the first media do: a build that is killed, or one
  /// with another output next time, would take them for videos of the project.
  func markFolders() throws(FileError) {
    let folders = PathRules.isInside(paths.media, paths.output) ? [paths.output] : [paths.output, paths.media]
    for folder in folders where !Files.exists(PathRules.join(folder, Manifest.fileName)) {
      try Files.write(Array(Manifest().text.utf8), to: PathRules.join(folder, Manifest.fileName))
    }
  }

  /// Of the nearest folder that stands already; nil where the system does not say.
  private func freeSpace(for folder: String) -> Int64? {
    var place = folder
    while !Files.exists(place), place != "/", !place.isEmpty { place = PathRules.parent(place) }
    return try? Files.freeSpace(at: place)
  }
}
