/// Measured bit rates of a rendition (RFC 8216, 4.1 and 4.3.4.2), in bits a second.
struct Bandwidth {
  /// The largest over any segments in a row that last half to one and a half target durations together.
  var peak: Int64 = 0
  /// Over all segments.
  var average: Int64 = 0

  /// - Parameters:
  ///   - segments: bytes and ticks.
  ///   - scale: ticks a second.
  init(_ segments: [(bytes: Int64, ticks: Int64)], scale: Int64) {
    let bytes = segments.reduce(0) { $0 + $1.bytes }
    let ticks = segments.reduce(0) { $0 + $1.ticks }
    average = ticks > 0 ? rescale(bytes * 8, scale, ticks) : 0
    let longest = segments.map(\.ticks).max() ?? 0
    // EXT-X-TARGETDURATION is in whole seconds.
    let target = max(1, (longest + scale / 2) / scale) * scale
    for first in segments.indices {
      var bytes: Int64 = 0
      var ticks: Int64 = 0
      for segment in segments[first...] {
        bytes += segment.bytes
        ticks += segment.ticks
        if ticks * 2 > target * 3 { break }
        if ticks * 2 >= target { peak = max(peak, rescale(bytes * 8, scale, ticks)) }
      }
    }
    peak = max(peak, average)
  }
}
