import Catalog
import Facts
import Hashing

/// What players and BitTorrent clients read: playlists, captions, chapters, segment hashes, torrents.
public enum Streaming {
  public static func documents(_ context: SiteContext) -> [Document] {
    context.catalog.videos.flatMap { video in
      MultivariantDocuments.documents(video, context) + CaptionDocuments.documents(video, context)
        + ChapterDocuments.documents(video, context) + StoryboardDocuments.documents(video, context)
    }
      + MediaFolder.all(context).flatMap { folder in
        MediaPlaylistDocuments.documents(folder, context) + SegmentHashes.documents(folder, context)
          + Torrents.documents(folder, context)
      }
  }
}

/// The tables that a rendition's documents need are not those of its file.
public struct TablesMissing: Error, Sendable, Hashable {
  /// Stem of the rendition.
  public var rendition: String
  public var contentPath: String
}

extension SiteContext {
  /// The tables of one rendition, which its own hash finds, so that tables of another build are never taken for them.
  func tables(_ rendition: RenditionFacts, of video: Video) throws -> RenditionTables {
    guard let tables = try input.tables(video).renditions.first(where: { $0.sha256 == rendition.sha256 }) else {
      throw TablesMissing(rendition: rendition.stem, contentPath: video.contentPath)
    }
    return tables
  }
}

extension InputDigest {
  /// What playlists show of a rendition. Its tables are a function of its bytes, so the hash stands for them.
  mutating func add(playlistsOf rendition: RenditionFacts) {
    add(rendition.stem)
    add(rendition.sha256)
    add(rendition.codecs)
    add([rendition.width, rendition.height].map(String.init))
    add(rendition.frameRate.numerator)
    add(rendition.frameRate.denominator)
    add(rendition.peakBandwidth)
    add(rendition.averageBandwidth)
    add(rendition.initOffset)
    add(rendition.initLength)
  }
}
