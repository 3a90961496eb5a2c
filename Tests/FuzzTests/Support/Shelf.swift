import Files
import Logging
import Torrent

@testable import Swarm

/// A folder with a torrent of each form beside its data, which goes with the last who holds it.
final class SeedShelf: Sendable {
  let path: String
  /// A file in version 1, as hybrid, in version 2, one of a single piece in version 2, and a hybrid folder.
  let torrents: [LoadedTorrent]

  init() throws {
    var system = SystemRandomNumberGenerator()
    path = PathRules.join(try Files.realPath("/tmp"), "bobine-fuzz-\(system.next())")
    try Files.makeFolder(path)
    let files: [(name: String, size: Int, form: TorrentForm)] = [
      ("a.mp4", 70_000, .v1), ("b.mp4", 100_000, .hybrid), ("c.mp4", 120_001, .v2), ("d.mp4", 15_000, .v2),
    ]
    for (name, size, form) in files {
      let bytes = TorrentFiles.content(size)
      let file = try TorrentFiles.torrentFile(name, bytes: bytes, pieceLength: 32_768)
      try Files.write(bytes, to: "\(path)/\(name)")
      try Files.write(Metainfo(form: form, file: file).bytes, to: "\(path)/\(name.prefix(1)).torrent")
    }
    try Files.makeFolder("\(path)/m/b")
    try Files.write(TorrentFiles.content(20_000), to: "\(path)/m/a.mp4")
    try Files.write(TorrentFiles.content(1000), to: "\(path)/m/b/c.vtt")
    try Files.write([], to: "\(path)/m/e")
    try Files.write(Bencode.dictionary(["info": TorrentFiles.folder()]).bytes, to: "\(path)/m.torrent")
    var library = Library(folders: [path])
    let change = library.rescan()
    guard change.problems.isEmpty, change.added.count == 5 else { throw Finding("\(change.problems)") }
    torrents = try change.added.map { seed throws(SeedProblem) in try LoadedTorrent(seed) }
  }

  deinit { try? Files.removeTree(path) }

  /// Opens a file of a torrent, as the seeder does.
  func open(_ index: Int, of torrent: LoadedTorrent) throws(SeedProblem) -> OpenFile {
    do throws(FileError) { return try Files.open(torrent.path(ofFile: index)) } catch { throw .unreadable(error) }
  }

  static let quiet = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }
}
