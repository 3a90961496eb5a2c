import Hashing

/// A rendition's lines: the `rendition` line and all `r.` lines after it. Several values share a line, since a whole
/// ladder of renditions has to fit into the limit.
extension FactsText {
  static func add(_ rendition: RenditionFacts, to record: inout Record) {
    record.add("rendition", rendition.name)
    record.add("r.codec", "\(rendition.codec?.rawValue ?? soundAlone) \(rendition.codecs)")
    if rendition.codec != nil {
      record.add("r.picture", "\(rendition.width)x\(rendition.height) \(rendition.frameRate.text)")
    }
    if let track = rendition.track { record.add("r.track", track.text) }
    record.add("r.form", "\(rendition.isCopy ? "copied" : "encoded") \(rendition.hasAudio ? "sound" : "silent")")
    record.add("r.file", "\(rendition.size) \(rendition.sha256.hex)")
    record.add("r.flow", "\(rendition.duration) \(rendition.peakBandwidth) \(rendition.averageBandwidth)")
    record.add("r.init", "\(rendition.initLength)@\(rendition.initOffset)")
    record.add("r.segments", rendition.segmentCount)
    record.add("r.torrent", rendition.torrentName)
    record.add("r.pieces", "\(rendition.pieceLength) \(rendition.piecesRoot.hex)")
    record.add("r.v1", rendition.infohashes.v1.hex)
    record.add("r.hybrid", "\(rendition.infohashes.hybridV1.hex) \(rendition.infohashes.hybridV2.hex)")
    record.add("r.recipe", rendition.recipe)
  }

  static func rendition(_ record: Record) throws(Damage) -> RenditionFacts {
    let codec = try need(record, "r.codec", codec)
    let isSound = codec.0 == nil
    let picture = isSound ? (width: 0, height: 0, rate: Rate(0, 1)) : try need(record, "r.picture", picture)
    let track = isSound ? try need(record, "r.track", TrackFacts.init(text:)) : nil
    let file = try need(record, "r.file", sizeAndDigest)
    let flow = try need(record, "r.flow", three)
    let form = try need(record, "r.form", form)
    let head = try need(record, "r.init") { pair($0, "@") }
    let pieces = try need(record, "r.pieces", sizeAndDigest)
    return RenditionFacts(
      name: try need(record, "rendition", { $0 }), codec: codec.0, track: track, codecs: codec.1,
      width: picture.width, height: picture.height, frameRate: picture.rate, hasAudio: form.hasAudio,
      isCopy: form.isCopy, size: file.size, sha256: file.digest, duration: flow.0, peakBandwidth: flow.1,
      averageBandwidth: flow.2, initOffset: head.1, initLength: head.0,
      segmentCount: try need(record, "r.segments", { Int($0) }), torrentName: try need(record, "r.torrent", { $0 }),
      pieceLength: pieces.size, piecesRoot: pieces.digest, infohashes: try infohashes(record),
      recipe: try need(record, "r.recipe", { $0 }))
  }

  private static func infohashes(_ record: Record) throws(Damage) -> Infohashes {
    let hybrid = try need(record, "r.hybrid") { text -> (Digest160, Digest256)? in
      let parts = words(text)
      guard parts.count == 2, let v1 = Digest160(hex: parts[0]), let v2 = Digest256(hex: parts[1]) else { return nil }
      return (v1, v2)
    }
    return Infohashes(v1: try need(record, "r.v1", Digest160.init(hex:)), hybridV1: hybrid.0, hybridV2: hybrid.1)
  }

  /// `1920x1080 30000/1001`
  private static func picture(_ text: String) -> (width: Int, height: Int, rate: Rate)? {
    let parts = words(text)
    guard parts.count == 2, let size = pair(parts[0], "x"), let rate = Rate(text: parts[1]) else { return nil }
    return (Int(size.0), Int(size.1), rate)
  }

  private static func sizeAndDigest(_ text: String) -> (size: Int64, digest: Digest256)? {
    let parts = words(text)
    guard parts.count == 2, let size = Int64(parts[0]), let digest = Digest256(hex: parts[1]) else { return nil }
    return (size, digest)
  }

  private static func pair(_ text: some StringProtocol, _ separator: Character) -> (Int64, Int64)? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count == 2, let first = Int64(parts[0]), let second = Int64(parts[1]) else { return nil }
    return (first, second)
  }

  /// Duration in milliseconds, peak and average bandwidth in bits a second.
  private static func three(_ text: String) -> (Int64, Int64, Int64)? {
    let numbers = words(text).map { Int64($0) }
    guard numbers.count == 3, let a = numbers[0], let b = numbers[1], let c = numbers[2] else { return nil }
    return (a, b, c)
  }

  /// `h264 avc1.64001f,mp4a.40.2`, `sound mp4a.40.2`
  private static func codec(_ text: String) -> (RenditionFacts.Codec?, String)? {
    let parts = words(text)
    guard parts.count == 2 else { return nil }
    if parts[0] == soundAlone { return (nil, String(parts[1])) }
    guard let codec = RenditionFacts.Codec(rawValue: String(parts[0])) else { return nil }
    return (codec, String(parts[1]))
  }

  /// In the place of a picture's codec.
  private static let soundAlone = "sound"

  private static func form(_ text: String) -> (isCopy: Bool, hasAudio: Bool)? {
    switch text {
    case "copied sound": (true, true)
    case "copied silent": (true, false)
    case "encoded sound": (false, true)
    case "encoded silent": (false, false)
    default: nil
    }
  }

  private static func words(_ text: String) -> [Substring] {
    text.split(separator: " ", omittingEmptySubsequences: false)
  }
}
