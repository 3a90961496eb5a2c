import Catalog
import Diagnostics
import Files
import Site

/// What a build starts from beside the project itself: its moment, its disk.
extension Builder {
  /// Who will have a key, as far as it is known before any video is.
  func actors(_ tree: ContentTree) -> [String] {
    if tree.site.baseURL == nil { return [] }
    return [tree.site.account.username, Federation.applicationName] + tree.channels.map(\.channel.name)
  }

  func moment() throws -> Instant { try options.moment(environment: world.environment, clock: world.clock) }

  /// Media and work files may lie on two disks.
  func checkDisk(_ estimate: BuildEstimate) throws(Refusal) {
    if options.force { return }
    // Tables, facts and pages are small beside the media.
    let media = estimate.write + estimate.write / 50
    if disk(of: paths.media) == disk(of: paths.work) {
      try check(paths.media, needs: media + estimate.work)
    } else {
      try check(paths.media, needs: media)
      try check(paths.work, needs: estimate.work)
    }
  }

  private func check(_ folder: String, needs bytes: Int64) throws(Refusal) {
    guard bytes > 0, let free = try? Files.freeSpace(at: standing(folder)), bytes > free else { return }
    throw Refusal(diagnostic: .diskTooSmall(folder, needs: byteText(bytes), has: byteText(free)))
  }

  private func disk(of folder: String) -> UInt64? { (try? Files.status(standing(folder)))?.device }

  /// The walk leaves out a folder with a manifest. It must stand before the first media do: a build that is killed, or one
  /// with another output next time, would take them for videos of the project.
  func markFolders() throws(FileError) {
    let folders = PathRules.isInside(paths.media, paths.output) ? [paths.output] : [paths.output, paths.media]
    for folder in folders where !Files.exists(PathRules.join(folder, Manifest.fileName)) {
      try Files.write(Array(Manifest().text.utf8), to: PathRules.join(folder, Manifest.fileName))
    }
  }

  /// The nearest folder that stands already.
  private func standing(_ folder: String) -> String {
    var place = folder
    while !Files.exists(place), place != "/", !place.isEmpty { place = PathRules.parent(place) }
    return place
  }
}
