import Catalog
import Facts

/// A folder under `media/` with what all videos of equal source bytes have in it: they share one folder, so each of
/// its documents is written once (design, "Renditions").
struct MediaFolder: Sendable {
  struct Entry: Sendable {
    var rendition: RenditionFacts
    /// Whose tables hold it.
    var video: Video
  }

  /// `media/<20 hex>/`
  var path: String
  /// Each file once, sorted by stem.
  var entries: [Entry]

  /// Sorted by path.
  static func all(_ context: SiteContext) -> [MediaFolder] {
    var folders: [String: [String: Entry]] = [:]
    // By content path, so that which of two equal videos comes first does not depend on their dates.
    for video in context.catalog.videos.sorted(by: {
      $0.contentPath.utf8.lexicographicallyPrecedes($1.contentPath.utf8)
    }) {
      for rendition in video.facts.renditions {
        let folder = context.addresses.mediaFolder(video)
        if folders[folder]?[rendition.stem] == nil {
          folders[folder, default: [:]][rendition.stem] = Entry(rendition: rendition, video: video)
        }
      }
    }
    return folders.keys.sorted().map { path in
      let entries = folders[path, default: [:]]
      return MediaFolder(path: path, entries: entries.keys.sorted().compactMap { entries[$0] })
    }
  }
}
