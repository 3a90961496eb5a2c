import Files
import Testing
import Torrent

@testable import Swarm

@Suite struct `The torrents of a folder` {
  @Test func `are those whose data lies beside them, under the torrent's name or their own`() throws {
    let folder = try SeedFolder()
    try folder.add("channel/film.mp4")
    let (file, content) = try folder.add("named.mp4")
    // As Bobine writes them: `x.torrent` beside `x.mp4`, whatever `info.name` says.
    try Files.rename("\(folder.path)/named.mp4", to: "\(folder.path)/1080p-0011.mp4")
    try Files.rename("\(folder.path)/named.torrent", to: "\(folder.path)/1080p-0011.torrent")
    try Files.write(Metainfo(form: .v1, file: file).bytes, to: "\(folder.path)/lonely.torrent")
    try Files.write(content, to: "\(folder.path)/film.mp4")

    var library = Library(folders: [folder.path])
    let change = library.rescan()
    #expect(change.added.map(\.data.path) == ["\(folder.path)/1080p-0011.mp4", "\(folder.path)/channel/film.mp4"])
    #expect(change.problems.map(\.path) == ["\(folder.path)/lonely.torrent"])
    #expect(change.problems.map(\.problem) == [.noData(expected: "named.mp4")])
    // What was told is not told again.
    let next = library.rescan()
    #expect(next.isEmpty && next.problems.isEmpty)
  }

  @Test func `come and go while the daemon runs`() throws {
    let folder = try SeedFolder()
    try folder.add("a.mp4")
    var library = Library(folders: [folder.path])
    _ = library.rescan()
    try folder.add("b.mp4", size: 200_000)
    #expect(library.rescan().added.map(\.data.path) == ["\(folder.path)/b.mp4"])
    try Files.remove("\(folder.path)/a.torrent")
    #expect(library.rescan().removed.map(\.data.path) == ["\(folder.path)/a.mp4"])
    // A file that was written again is another one.
    try Files.write([UInt8](repeating: 0, count: 200_000), to: "\(folder.path)/b.mp4")
    let change = library.rescan()
    #expect(change.removed.count == 1 && change.added.count == 1)
    try Files.write([1], to: "\(folder.path)/b.mp4")
    let last = library.rescan()
    #expect(last.removed.count == 1 && last.added.isEmpty)
    #expect(
      last.problems.map(\.problem) == [.wrongSize(path: "\(folder.path)/b.mp4", expected: 200_000, found: 1)])
  }

  @Test func `that were withdrawn come back when they change`() throws {
    let folder = try SeedFolder()
    let (_, content) = try folder.add("a.mp4")
    var library = Library(folders: [folder.path])
    let seed = try #require(library.rescan().added.first)
    library.withdraw(seed)
    #expect(library.rescan().isEmpty)
    try Files.write(content, to: "\(folder.path)/a.mp4")
    #expect(library.rescan().added.count == 1)
  }

  @Test func `of several files are found with their folder`() throws {
    let folder = try SeedFolder()
    let first = SeedFolder.content(100_000)
    let info: Bencode = [
      "files": .list([
        ["length": 100_000, "path": .list([.text("a.mp4")])],
        ["length": 3, "path": .list([.text("sub"), .text("b.vtt")])],
      ]), "name": .text("set"), "piece length": 65_536, "pieces": .string([UInt8](repeating: 0, count: 40)),
    ]
    try Files.write(Bencode.dictionary(["info": info]).bytes, to: "\(folder.path)/set.torrent")
    try Files.write(first, to: "\(folder.path)/set/a.mp4")
    var library = Library(folders: [folder.path])
    #expect(library.rescan().added.isEmpty)
    try Files.write([1, 2, 3], to: "\(folder.path)/set/sub/b.vtt")
    let seed = try #require(library.rescan().added.first)
    #expect(seed.data.path == "\(folder.path)/set")
    #expect(!seed.isSingleFile)
    #expect(seed.size == 100_003)
    try Files.write([1, 2, 4], to: "\(folder.path)/set/sub/b.vtt")
    #expect(library.rescan().removed == [seed])
  }

  @Test func `twice are seeded once`() throws {
    let folder = try SeedFolder()
    try folder.add("a.mp4")
    try Files.copy("\(folder.path)/a.mp4", to: "\(folder.path)/z.mp4")
    try Files.copy("\(folder.path)/a.torrent", to: "\(folder.path)/z.torrent")
    var library = Library(folders: [folder.path])
    let change = library.rescan()
    #expect(change.added.map(\.torrent.path) == ["\(folder.path)/a.torrent"])
    #expect(change.problems.map(\.problem) == [.twin("\(folder.path)/a.torrent")])
  }

  @Test func `are not read again at the next start where nothing changed`() throws {
    let folder = try SeedFolder()
    try folder.add("a.mp4", form: .hybrid, trackers: ["http://t.example/announce", "udp://u.example:80"])
    try folder.add("b.mp4", size: 100_000, form: .v2)
    let state = try SeedFolder()
    let store = "\(state.path)/seeds.tsv"
    var library = Library(folders: [folder.path])
    let seeds = library.rescan().added
    try library.write(store: store)
    #expect(SeedStore.read(store) == Dictionary(uniqueKeysWithValues: seeds.map { ($0.torrent.path, $0) }))

    // Read from the store alone: the torrent's own bytes are gone, its size and time are not.
    var next = Library(folders: [folder.path], store: store)
    #expect(next.rescan().added == seeds)
  }

  @Test func `are read again where the store is damaged, at any byte`() throws {
    let folder = try SeedFolder()
    try folder.add("a.mp4")
    let store = "\(folder.path)/seeds.tsv"
    var library = Library(folders: [folder.path])
    let seeds = library.rescan().added
    try library.write(store: store)
    let text = try Files.read(store, limit: 1 << 20)
    var random = SplitMix(state: 3)
    for index in text.indices {
      var damaged = text
      damaged[index] = UInt8.random(in: .min ... .max, using: &random)
      try Files.write(damaged, to: store)
      var next = Library(folders: [folder.path], store: store)
      #expect(next.rescan().added.map(\.torrent.path) == seeds.map(\.torrent.path))
    }
  }
}

@Suite struct `Bytes of pieces` {
  private func map(_ files: [(length: Int64, isPad: Bool)]) -> PieceMap {
    var offset: Int64 = 0
    var list: [TorrentContents.File] = []
    for (index, file) in files.enumerated() {
      list.append(
        TorrentContents.File(path: ["f\(index)"], length: file.length, offset: offset, isPad: file.isPad, root: nil))
      offset += file.length
    }
    return PieceMap(
      TorrentContents(
        form: .v1, infohash: Infohash(v1: nil, v2: nil), name: "m", pieceLength: 10, files: list, isSingleFile: false,
        isPrivate: false, trackers: [], info: 0..<0, pieces: nil, layers: [:]))
  }

  @Test func `lie in one file after the other, with zeros for pads`() {
    let map = map([(15, false), (5, true), (0, false), (3, false), (7, true), (4, false)])
    #expect(map.files.map(\.path) == ["f0", "f3", "f5"])
    #expect(
      map.slices(from: 12, count: 15) == [
        PieceMap.Slice(file: 0, offset: 12, length: 3), PieceMap.Slice(file: nil, offset: 0, length: 5),
        PieceMap.Slice(file: 1, offset: 0, length: 3), PieceMap.Slice(file: nil, offset: 0, length: 4),
      ])
    #expect(map.slices(from: 30, count: 4) == [PieceMap.Slice(file: 2, offset: 0, length: 4)])
    #expect(map.slices(from: 25, count: 3) == [PieceMap.Slice(file: nil, offset: 0, length: 3)])
  }

  @Test func `are all there, whatever is asked for`() {
    var random = SplitMix(state: 8)
    for _ in 0..<500 {
      let files = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        (length: Int64.random(in: 0...20, using: &random), isPad: Bool.random(using: &random))
      }
      let total = files.reduce(0) { $0 + $1.length }
      guard total > 0 else { continue }
      let map = map(files)
      let start = Int64.random(in: 0..<total, using: &random)
      let count = Int.random(in: 1...Int(total - start), using: &random)
      #expect(map.slices(from: start, count: count).reduce(0) { $0 + $1.length } == count)
    }
  }
}
