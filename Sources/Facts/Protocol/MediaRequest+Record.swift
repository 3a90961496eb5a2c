extension MediaRequest {
  public var record: Record {
    var record = Record()
    switch self {
    case .probe(let source):
      record.add("ask", "probe")
      record.add("source", source)
    case .package(let request):
      record.add("ask", "package")
      record.add("source", request.source)
      record.add("output", request.output)
      record.add("tables", request.tables)
      record.add("video", request.videoStream)
      if let audio = request.audioStream { record.add("audio", audio) }
      record.add("hash-source", request.hashSource ? "yes" : "no")
    }
    return record
  }

  /// nil where the record is no request.
  public init?(record: Record) {
    guard let source = record["source"] else { return nil }
    switch record["ask"] {
    case "probe":
      self = .probe(source: source)
    case "package":
      guard let output = record["output"], let tables = record["tables"], let video = record.int("video"),
        let hash = record["hash-source"]
      else { return nil }
      self = .package(
        PackageRequest(
          source: source, output: output, tables: tables, videoStream: video, audioStream: record.int("audio"),
          hashSource: hash == "yes"))
    default: return nil
    }
  }
}
