import Hashing

/// The files of version 1: `length`, or `files` (BEP 3, BEP 47).
enum FileList {
  static func files(_ info: Bencode, name: String) throws(TorrentDamage) -> [TorrentContents.File] {
    guard let list = info["files"] else {
      let length = try TorrentReader.length(info, "length", in: 0...Int64.max)
      return [TorrentContents.File(path: [name], length: length, offset: 0, isPad: false, root: nil)]
    }
    guard let list = list.list, !list.isEmpty, list.count <= TorrentReader.Limits.files else {
      throw TorrentDamage(.bad("info.files"))
    }
    var files: [TorrentContents.File] = []
    var offset: Int64 = 0
    for entry in list {
      let length = try TorrentReader.length(entry, "length", in: 0...Int64.max)
      let isPad = entry["attr"]?.string?.contains(UInt8(ascii: "p")) ?? false
      let names = (entry["path.utf-8"] ?? entry["path"])?.list ?? []
      let path = names.compactMap(TorrentReader.text)
      guard path.count == names.count, (1...TorrentReader.Limits.depth).contains(path.count),
        path.allSatisfy(TorrentReader.isSafe)
      else { throw TorrentDamage(.bad("info.files.path")) }
      files.append(TorrentContents.File(path: path, length: length, offset: offset, isPad: isPad, root: nil))
      let (end, overflow) = offset.addingReportingOverflow(length)
      guard !overflow else { throw TorrentDamage(.bad("info.files.length")) }
      offset = end
    }
    return files
  }
}

/// The files of version 2: a tree of names, in the order of their bytes (BEP 52 `file tree`).
enum FileTree {
  static func files(
    _ tree: Bencode?, name: String, pieceLength: Int64
  ) throws(TorrentDamage) -> [TorrentContents.File] {
    guard let tree = tree?.dictionary, !tree.isEmpty, tree[""] == nil else {
      throw TorrentDamage(.missing("info.file tree"))
    }
    var walk = Walk(pieceLength: pieceLength)
    try walk.enter(tree, [])
    return walk.files
  }

  /// Whether the tree is one file of the torrent's own name.
  static func isSingle(_ info: Bencode, _ name: String) -> Bool {
    guard let tree = info["file tree"]?.dictionary, tree.count == 1 else { return false }
    return tree[Bencode.Key(name)]?[""] != nil
  }

  private struct Walk {
    let pieceLength: Int64
    var files: [TorrentContents.File] = []
    var offset: Int64 = 0

    mutating func enter(_ folder: [Bencode.Key: Bencode], _ path: [String]) throws(TorrentDamage) {
      guard path.count <= TorrentReader.Limits.depth else { throw TorrentDamage(.bad("info.file tree")) }
      for (key, value) in folder.sorted(by: { $0.key < $1.key }) {
        guard let name = String(validating: key.bytes, as: UTF8.self), TorrentReader.isSafe(name),
          let entry = value.dictionary
        else { throw TorrentDamage(.bad("info.file tree")) }
        if let file = entry[""] {
          guard entry.count == 1 else { throw TorrentDamage(.bad("info.file tree")) }
          try add(file, path + [name])
        } else {
          try enter(entry, path + [name])
        }
      }
    }

    private mutating func add(_ file: Bencode, _ path: [String]) throws(TorrentDamage) {
      guard files.count < TorrentReader.Limits.files else { throw TorrentDamage(.bad("info.file tree")) }
      let length = try TorrentReader.length(file, "length", in: 0...(Int64.max / 4))
      let root = file["pieces root"]?.string.flatMap { Digest256($0) }
      guard length == 0 || root != nil, root?.bytes.contains(where: { $0 != 0 }) ?? true else {
        throw TorrentDamage(.bad("info.file tree.pieces root"))
      }
      if length > 0 && !offset.isMultiple(of: pieceLength) { offset += pieceLength - offset % pieceLength }
      guard offset <= Int64.max / 4 else { throw TorrentDamage(.bad("info.file tree.length")) }
      files.append(
        TorrentContents.File(path: path, length: length, offset: offset, isPad: false, root: length == 0 ? nil : root))
      offset += length
    }
  }
}

/// `piece layers`: the row of the Merkle tree whose nodes are pieces, for each file that has more than one (BEP 52).
enum PieceLayers {
  /// Each row must hash to its root, so what is read is as good as `info` itself.
  static func read(
    _ value: Bencode?, of contents: TorrentContents
  ) throws(TorrentDamage) -> [Digest256: [UInt8]] {
    // A torrent that came by BEP 9 has none; then only what asks for hashes is refused.
    guard let rows = value?.dictionary else { return [:] }
    var layers: [Digest256: [UInt8]] = [:]
    for file in contents.files {
      guard let root = file.root, file.length > contents.pieceLength, layers[root] == nil else { continue }
      guard let row = rows[Bencode.Key(root.bytes)]?.string else { continue }
      let count = (file.length + contents.pieceLength - 1) / contents.pieceLength
      guard Int64(row.count) == count * 32, Merkle.root(ofLayer: row, pieceLength: contents.pieceLength) == root else {
        throw TorrentDamage(.bad("piece layers"))
      }
      layers[root] = row
    }
    return layers
  }
}
