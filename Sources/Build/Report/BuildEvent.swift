public import Diagnostics

/// What a build tells while it runs. The display decides what of it is shown, and how.
public enum BuildEvent: Sendable {
  /// How much there is to do, before it starts.
  case planned(BuildEstimate)
  /// A step of one video: `package`, `encode 720p`, `pictures`.
  case started(path: String, step: String)
  /// Of a total of the same unit (0 where unknown).
  case progress(path: String, step: String, done: Int64, total: Int64, unit: Unit = .bytes)
  /// `step` is what was made, `unchanged` or `failed`.
  case finished(path: String, step: String)
  /// What a video's pass found, as soon as it ended. The report holds it too.
  case diagnostic(Diagnostic)

  /// What progress is counted in: bytes of a file, or milliseconds of the video.
  public enum Unit: String, Sendable, Hashable { case bytes, milliseconds }
}

/// Decimal units, one digit after the point: `1.2 GB`.
public func byteText(_ bytes: Int64) -> String {
  if bytes < 1000 { return "\(bytes) bytes" }
  var value = Double(bytes)
  var unit = ""
  for name in ["kB", "MB", "GB", "TB"] where value >= 999.95 || unit.isEmpty {
    value /= 1000
    unit = name
  }
  let tenths = Int((value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10) \(unit)"
}
