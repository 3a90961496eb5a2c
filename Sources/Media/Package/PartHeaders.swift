import Facts

/// What decides whether pictures of one part can follow those of another under one sample entry.
struct PartHeaders {
  private let codec: String
  private let size: String
  private let timeBase: Rate
  private let headers: [UInt8]

  init(_ stream: DemuxedStream) {
    codec = stream.codecName
    size = "\(stream.width)x\(stream.height)"
    timeBase = stream.timeBase
    headers = stream.extradata
  }

  /// How another part differs; nil where it does not.
  func difference(_ other: PartHeaders) -> String? {
    if codec != other.codec { return "it holds \(other.codec), and the parts before it \(codec)" }
    if size != other.size { return "its pictures have \(other.size) pixels, and those before it \(size)" }
    if timeBase != other.timeBase { return "its time base is another than that of the parts before it" }
    return headers == other.headers ? nil : "its codec headers are others than those of the parts before it"
  }
}
