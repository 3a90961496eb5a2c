extension MediaRequest {
  public var record: Record {
    var record = Record()
    switch self {
    case .probe(let source):
      record.add("ask", "probe")
      record.add("source", source)
    case .package(let request):
      record.add("ask", "package")
      request.add(to: &record)
    case .reel(let request):
      record.add("ask", "reel")
      request.add(to: &record)
    }
    return record
  }

  /// nil where the record is no request.
  public init?(record: Record) {
    switch record["ask"] {
    case "probe":
      guard let source = record["source"] else { return nil }
      self = .probe(source: source)
    case "package":
      guard let request = PackageRequest(record: record) else { return nil }
      self = .package(request)
    case "reel":
      guard let request = ReelRequest(record: record) else { return nil }
      self = .reel(request)
    default: return nil
    }
  }
}
