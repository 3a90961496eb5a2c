public import Diagnostics

/// What a build tells while it runs. The display decides what of it is shown, and how.
public enum BuildEvent: Sendable {
  /// How much there is to do, before it starts.
  case planned(BuildEstimate)
  /// A step of one video: `package`, `encode 720p`, `pictures`.
  case started(path: String, step: String)
  /// In bytes or milliseconds, of a total of the same unit (0 where unknown).
  case progress(path: String, step: String, done: Int64, total: Int64)
  case finished(path: String, step: String)
  /// Worth a line in any case.
  case diagnostic(Diagnostic)
}

/// What the media passes of a build will cost.
public struct BuildEstimate: Sendable, Hashable {
  /// Videos in the content, and those whose media have to be made.
  public var videos: Int
  public var passes: Int
  /// In bytes.
  public var read: Int64
  public var write: Int64

  public init(videos: Int, passes: Int, read: Int64, write: Int64) {
    self.videos = videos
    self.passes = passes
    self.read = read
    self.write = write
  }

  public var text: String {
    if passes == 0 { return "\(videos) \(videos == 1 ? "video" : "videos"), all media are up to date." }
    return "\(videos) \(videos == 1 ? "video" : "videos"), \(passes) to package: "
      + "about \(byteText(read)) to read and \(byteText(write)) to write."
  }
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
