import Hashing

extension MediaAnswer {
  public var record: Record {
    var record = Record()
    switch self {
    case .progress(let done, let total):
      record.add("answer", "progress")
      record.add("done", done)
      record.add("total", total)
    case .probed(let report):
      record.add("answer", "probed")
      report.add(to: &record)
    case .packaged(let report):
      record.add("answer", "packaged")
      report.add(to: &record)
    case .reeled(let pictures):
      record.add("answer", "reeled")
      record.add("pictures", pictures)
    case .failed(let failure):
      record.add("answer", "failed")
      record.add("code", failure.code.rawValue)
      record.add("detail", failure.detail)
    }
    return record
  }

  /// nil where the record is no answer.
  public init?(record: Record) {
    switch record["answer"] {
    case "progress":
      guard let done = record.integer("done"), let total = record.integer("total") else { return nil }
      self = .progress(done: done, total: total)
    case "probed":
      guard let report = ProbeReport(record: record) else { return nil }
      self = .probed(report)
    case "packaged":
      guard let report = PackageReport(record: record) else { return nil }
      self = .packaged(report)
    case "reeled":
      guard let pictures = record.int("pictures") else { return nil }
      self = .reeled(pictures: pictures)
    case "failed":
      guard let code = record["code"].flatMap(MediaFailure.Code.init(rawValue:)), let detail = record["detail"] else {
        return nil
      }
      self = .failed(MediaFailure(code, detail))
    default: return nil
    }
  }
}

extension PackageReport {
  func add(to record: inout Record) {
    if let sourceSHA256 { record.add("source-sha256", sourceSHA256.hex) }
    record.add("codecs", codecs)
    record.add("width", width)
    record.add("height", height)
    record.add("frame-rate", frameRate.text)
    record.add("size", size)
    record.add("sha256", sha256.hex)
    record.add("duration", duration)
    record.add("peak", peakBandwidth)
    record.add("average", averageBandwidth)
    record.add("init-offset", initOffset)
    record.add("init-length", initLength)
    record.add("segments", segmentCount)
    record.add("piece-length", pieceLength)
    record.add("pieces-root", piecesRoot.hex)
  }

  init?(record: Record) {
    guard let codecs = record["codecs"], let width = record.int("width"), let height = record.int("height"),
      let frameRate = record.rate("frame-rate"), let size = record.integer("size"),
      let sha256 = record.digest("sha256"),
      let duration = record.integer("duration"), let peak = record.integer("peak"),
      let average = record.integer("average"), let initOffset = record.integer("init-offset"),
      let initLength = record.integer("init-length"), let segments = record.int("segments"),
      let pieceLength = record.integer("piece-length"), let root = record.digest("pieces-root")
    else { return nil }
    self.init(
      sourceSHA256: record.digest("source-sha256"), codecs: codecs, width: width, height: height,
      frameRate: frameRate, size: size, sha256: sha256, duration: duration, peakBandwidth: peak,
      averageBandwidth: average, initOffset: initOffset, initLength: initLength, segmentCount: segments,
      pieceLength: pieceLength, piecesRoot: root)
  }
}

extension Record {
  func int(_ key: String) -> Int? { self[key].flatMap { Int($0) } }
  func digest(_ key: String) -> Digest256? { self[key].flatMap { Digest256(hex: $0) } }
  func rate(_ key: String) -> Rate? { self[key].flatMap { Rate(text: $0) } }
}

extension Rate {
  /// `30000/1001`
  var text: String { "\(numerator)/\(denominator)" }

  init?(text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let numerator = Int64(parts[0]), let denominator = Int64(parts[1]) else { return nil }
    self.init(numerator, denominator)
  }
}
