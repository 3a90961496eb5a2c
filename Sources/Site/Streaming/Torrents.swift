public import Catalog
public import Facts
import Hashing
public import Torrent

/// The torrents of a site: one file each, beside its MP4, and the links that name them.
public enum Torrents {
  public static func form(_ site: SiteConfig) -> TorrentForm {
    switch site.torrents {
    case .v1: .v1
    case .hybrid: .hybrid
    case .v2: .v2
    }
  }

  /// The names of the swarm that the published torrent of a rendition is.
  public static func infohash(_ rendition: RenditionFacts, _ site: SiteConfig) -> Infohash {
    rendition.infohash(form(site))
  }

  public static func magnet(_ video: Video, _ rendition: RenditionFacts, _ context: SiteContext) -> String {
    let stem = context.addresses.mediaFolder(video) + rendition.stem
    return Magnet(
      infohash: infohash(rendition, context.site), name: rendition.torrentName, trackers: context.site.trackers,
      webSeeds: webSeeds(stem, context), torrentURL: context.addresses.absoluteMedia(stem + ".torrent").map(escaped)
    ).link
  }

  static func documents(_ folder: MediaFolder, _ context: SiteContext) -> [Document] {
    folder.entries.map { entry in
      let (rendition, form) = (entry.rendition, form(context.site))
      let stem = folder.path + rendition.stem
      let webSeeds = webSeeds(stem, context)
      var inputs = InputDigest("torrent 1")
      inputs.add(form.rawValue)
      inputs.add(rendition.sha256)
      inputs.add(rendition.size)
      inputs.add(rendition.torrentName)
      inputs.add(rendition.pieceLength)
      inputs.add(rendition.piecesRoot)
      inputs.add(webSeeds)
      inputs.add(context.site.trackers)
      return Document(path: stem + ".torrent", inputs: inputs.finish()) {
        let file = rendition.torrentFile(try context.tables(rendition, of: entry.video))
        return Metainfo(form: form, file: file, webSeeds: webSeeds, trackers: context.site.trackers).bytes
      }
    }
  }

  /// The exact URL of the MP4; none without a base URL.
  private static func webSeeds(_ stem: String, _ context: SiteContext) -> [String] {
    context.addresses.absoluteMedia(stem + ".mp4").map { [escaped($0)] } ?? []
  }

  /// Clients take a web seed as it is (contracts/bittorrent.md 1.7), so what may not stand in a URL is escaped here;
  /// escapes that stand in it already stay.
  private static func escaped(_ url: String) -> String {
    var out = ""
    for byte in url.utf8 {
      let isAllowed = byte > 0x20 && byte < 0x7F && !"\"<>\\^`{|}".utf8.contains(byte)
      if isAllowed {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        out += "%" + Hex.encode(CollectionOfOne(byte)).uppercased()
      }
    }
    return out
  }
}
