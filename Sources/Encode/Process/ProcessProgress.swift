/// One report of ffmpeg's `-progress`: how far the output is.
public struct ProcessProgress: Sendable, Hashable {
  /// In milliseconds of the output; 0 before its first packet.
  public var time: Int64
  /// Pictures written.
  public var frames: Int64
  /// In bytes.
  public var size: Int64

  public init(time: Int64 = 0, frames: Int64 = 0, size: Int64 = 0) {
    self.time = time
    self.frames = frames
    self.size = size
  }
}

/// Reads `-progress pipe:1`: lines of `key=value`, a report ends with the line `progress=...`.
struct ProgressReader {
  /// Longer lines are none of ffmpeg's; their rest is dropped, so that memory stays bounded.
  private static let longestLine = 256

  private var line: [UInt8] = []
  private var report = ProcessProgress()

  /// - Returns: the reports that these bytes complete.
  mutating func read(_ bytes: [UInt8]) -> [ProcessProgress] {
    var reports: [ProcessProgress] = []
    for byte in bytes {
      if byte != UInt8(ascii: "\n") {
        if line.count < Self.longestLine { line.append(byte) }
        continue
      }
      if endLine() { reports.append(report) }
      line.removeAll(keepingCapacity: true)
    }
    return reports
  }

  /// - Returns: true where the line ends a report.
  private mutating func endLine() -> Bool {
    let parts = line.split(separator: UInt8(ascii: "="), maxSplits: 1)
    guard parts.count == 2 else { return false }
    let value = String(decoding: parts[1], as: UTF8.self)
    switch String(decoding: parts[0], as: UTF8.self) {
    case "out_time_us": report.time = Int64(value).map { max($0, 0) / 1000 } ?? report.time
    case "frame": report.frames = Int64(value) ?? report.frames
    case "total_size": report.size = Int64(value) ?? report.size
    case "progress": return true
    default: break
    }
    return false
  }
}
