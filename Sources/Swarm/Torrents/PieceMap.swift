import Torrent

/// Where the bytes of pieces lie: files one after the other, and between them zeros that no disk holds (BEP 47, BEP 52).
struct PieceMap: Sendable, Hashable {
  /// A stretch of bytes in one file, or of zeros.
  struct Slice: Sendable, Hashable {
    /// Index of the file in ``PieceMap/files``; nil for zeros.
    var file: Int?
    /// In the file, in bytes.
    var offset: Int64
    var length: Int
  }

  struct File: Sendable, Hashable {
    /// From the seed's folder; empty for the seed's one file.
    var path: String
    var offset: Int64
    var length: Int64
  }

  /// Those with bytes on the disk, in the order of their pieces.
  let files: [File]

  init(_ torrent: TorrentContents) {
    files = torrent.files.filter { !$0.isPad && $0.length > 0 }.map {
      File(path: torrent.isSingleFile ? "" : $0.path.joined(separator: "/"), offset: $0.offset, length: $0.length)
    }
  }

  /// The same as ``slices(from:count:)`` where all the bytes lie in one file, as nearly all blocks do; nil where they do not.
  func slice(from start: Int64, count: Int) -> Slice? {
    let index = files.count == 1 ? 0 : firstFile(endingAfter: start)
    guard index < files.count else { return nil }
    let file = files[index]
    guard file.offset <= start, start + Int64(count) <= file.offset + file.length else { return nil }
    return Slice(file: index, offset: start - file.offset, length: count)
  }

  /// The bytes from `start` on, counted from the first piece's first.
  func slices(from start: Int64, count: Int) -> [Slice] {
    var slices: [Slice] = []
    var position = start
    let end = start + Int64(count)
    var index = firstFile(endingAfter: start)
    while position < end {
      guard index < files.count, files[index].offset < end else {
        slices.append(Slice(file: nil, offset: 0, length: Int(end - position)))
        break
      }
      let file = files[index]
      if position < file.offset {
        slices.append(Slice(file: nil, offset: 0, length: Int(file.offset - position)))
        position = file.offset
      }
      let length = Int(min(end, file.offset + file.length) - position)
      slices.append(Slice(file: index, offset: position - file.offset, length: length))
      position += Int64(length)
      index += 1
    }
    return slices
  }

  private func firstFile(endingAfter position: Int64) -> Int {
    var low = 0
    var high = files.count
    while low < high {
      let middle = (low + high) / 2
      if files[middle].offset + files[middle].length <= position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
