import CatalogFile
public import Hashing

/// One file that a catalog offers, with all that is needed to fetch it and to know it.
public struct Offer: Sendable, Hashable {
  public var btih: Digest160?
  public var btmh: Digest256?
  public var file: WebURL
  public var torrent: WebURL
  /// In bytes.
  public var size: Int64
  public var sha256: Digest256
  /// RFC 3339, UTC, of its video.
  public var date: String

  public init(
    btih: Digest160?, btmh: Digest256?, file: WebURL, torrent: WebURL, size: Int64, sha256: Digest256, date: String
  ) {
    (self.btih, self.btmh, self.file, self.torrent) = (btih, btmh, file, torrent)
    (self.size, self.sha256, self.date) = (size, sha256, date)
  }

  /// By which trackers know it, and its files are called.
  public var key: SwarmKey? { btmh.map(SwarmKey.init(truncating:)) ?? btih.map(SwarmKey.init) }

  /// The offers of a page; those without a torrent, or whose addresses are none, are left out.
  ///
  /// - Parameter place: of the page, from which relative addresses start.
  static func read(_ page: CatalogPage, at place: WebURL) -> [Offer] {
    page.videos.flatMap { video in
      video.renditions.compactMap { rendition in
        guard let file = place.resolve(rendition.file.url), let torrent = place.resolve(rendition.torrent),
          rendition.file.size > 0, rendition.infohashes.btih != nil || rendition.infohashes.btmh != nil,
          video.date.utf8.count <= 40
        else { return nil }
        return Offer(
          btih: rendition.infohashes.btih, btmh: rendition.infohashes.btmh, file: file, torrent: torrent,
          size: rendition.file.size, sha256: rendition.file.sha256, date: video.date)
      }
    }
  }
}
