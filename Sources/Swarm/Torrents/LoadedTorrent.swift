public import Files
import Hashing
public import Torrent

/// All that a torrent file says, held while peers are there.
final class LoadedTorrent: Sendable {
  let seed: Seed
  let contents: TorrentContents
  let map: PieceMap
  /// What BEP 9 hands out.
  let info: [UInt8]

  /// Reads the torrent file again; blocks.
  ///
  /// - Throws: also where it is not the one that the seed was made from.
  init(_ seed: Seed) throws(SeedProblem) {
    let bytes: [UInt8]
    let contents: TorrentContents
    do throws(FileError) {
      bytes = try Files.read(seed.torrent.path, limit: TorrentReader.Limits.bytes)
    } catch {
      throw .unreadable(error)
    }
    do throws(TorrentDamage) {
      contents = try TorrentReader.read(bytes)
    } catch {
      throw .damaged(error)
    }
    guard contents.infohash.v1.map(SwarmKey.init) == seed.v1,
      contents.infohash.v2.map(SwarmKey.init(truncating:)) == seed.v2
    else { throw .changed(seed.torrent.path) }
    self.seed = seed
    self.contents = contents
    map = PieceMap(contents)
    info = Array(bytes[contents.info])
  }

  /// Roughly, in bytes of memory.
  var weight: Int { info.count * 2 + contents.layers.values.reduce(0) { $0 + $1.count } + contents.files.count * 200 }

  /// The path of one of the map's files.
  func path(ofFile index: Int) -> String {
    let path = map.files[index].path
    return path.isEmpty ? seed.data.path : PathRules.join(seed.data.path, path)
  }
}

/// Why a torrent is not, or no longer, seeded.
public enum SeedProblem: Error, Sendable, Hashable {
  case unreadable(FileError)
  case damaged(TorrentDamage)
  /// No file or folder of the name beside the torrent, or it has another size.
  case noData(expected: String)
  case wrongSize(path: String, expected: Int64, found: Int64)
  /// Written since it was looked at.
  case changed(String)
  /// A piece whose bytes do not have the torrent's hash.
  case badPiece(Int, path: String)
  /// Another torrent has the same infohash.
  case twin(String)
}
