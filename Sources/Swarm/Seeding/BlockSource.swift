/// Where the bytes of a block come from.
enum BlockSource {
  /// Bytes of a file, or zeros.
  struct Part {
    var file: DataFile?
    var offset: Int64
    var length: Int
  }

  /// As nearly all blocks: without an array, since there are tens of thousands in a gigabyte.
  case one(Part)
  /// Across the end of a file.
  case several([Part])

  func forEach(_ body: (Part) -> Void) {
    switch self {
    case .one(let part): body(part)
    case .several(let parts): for part in parts { body(part) }
    }
  }
}
