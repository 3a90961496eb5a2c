import Facts

/// Do the samples that an MP4's tables promise lie inside the file?
enum IndexExtent {
  /// - Throws: `truncated` where they do not.
  static func check(_ stream: DemuxedStream, size: Int64) throws(MediaFailure) {
    var end: Int64 = 0
    for index in 0..<stream.indexCount {
      guard let entry = stream.indexEntry(index) else { return }
      if entry.position >= 0, entry.size > 0 { end = max(end, entry.position &+ entry.size) }
      // Beyond what any number of bytes can be.
      if entry.position > 1 << 60 { end = .max }
    }
    if end > size {
      throw MediaFailure(.truncated, "its index names bytes up to \(end), and the file ends at \(size)")
    }
  }
}
