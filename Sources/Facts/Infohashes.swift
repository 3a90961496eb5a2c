public import Hashing
public import Torrent

/// The swarms of a rendition that only its pieces can name, recorded so that pages, feeds and documents print magnets
/// without reading ``HashTables``. (Version 2 alone is a function of the facts: it has no pieces.)
public struct Infohashes: Sendable, Hashable {
  public var v1: Digest160
  public var hybridV1: Digest160
  public var hybridV2: Digest256

  public init(v1: Digest160, hybridV1: Digest160, hybridV2: Digest256) {
    self.v1 = v1
    self.hybridV1 = hybridV1
    self.hybridV2 = hybridV2
  }

  public init(_ file: TorrentFile) {
    let info = file.info(.hybrid).bytes
    v1 = SHA1.hash(file.info(.v1).bytes)
    hybridV1 = SHA1.hash(info)
    hybridV2 = SHA256.hash(info)
  }
}

extension RenditionFacts {
  /// The name of its swarm in one form of torrent.
  public func infohash(_ form: TorrentForm) -> Infohash {
    switch form {
    case .v1: Infohash(v1: infohashes.v1, v2: nil)
    case .hybrid: Infohash(v1: infohashes.hybridV1, v2: infohashes.hybridV2)
    case .v2: torrentFile(pieces: [], layer: []).infohash(.v2)
    }
  }

  /// What a torrent of this rendition describes; `tables` are those of the same file.
  public func torrentFile(_ tables: RenditionTables) -> TorrentFile {
    torrentFile(pieces: tables.pieces, layer: tables.layer)
  }

  /// Gives the torrent another name, and with it other swarms.
  public mutating func nameTorrent(_ name: String, _ tables: RenditionTables) {
    torrentName = name
    infohashes = Infohashes(torrentFile(tables))
  }

  private func torrentFile(pieces: [UInt8], layer: [UInt8]) -> TorrentFile {
    TorrentFile(
      name: torrentName, size: size, pieceLength: pieceLength, pieces: pieces, piecesRoot: piecesRoot, layer: layer)
  }

  /// What a media pass reported, with the names that the caller chose.
  ///
  /// - Parameter tables: of the same pass; the infohashes come from them.
  public init(
    name: String, codec: Codec?, track: TrackFacts? = nil, hasAudio: Bool, isCopy: Bool, torrentName: String,
    recipe: String, report: PackageReport, tables: RenditionTables
  ) {
    let file = TorrentFile(
      name: torrentName, size: report.size, pieceLength: report.pieceLength, pieces: tables.pieces,
      piecesRoot: report.piecesRoot, layer: tables.layer)
    self.init(
      name: name, codec: codec, track: track, codecs: report.codecs, width: report.width, height: report.height,
      frameRate: report.frameRate, hasAudio: hasAudio, isCopy: isCopy, size: report.size, sha256: report.sha256,
      duration: report.duration, peakBandwidth: report.peakBandwidth, averageBandwidth: report.averageBandwidth,
      initOffset: report.initOffset, initLength: report.initLength, segmentCount: report.segmentCount,
      torrentName: torrentName, pieceLength: report.pieceLength, piecesRoot: report.piecesRoot,
      infohashes: Infohashes(file), recipe: recipe)
  }
}
