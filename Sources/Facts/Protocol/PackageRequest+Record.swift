extension PackageRequest {
  func add(to record: inout Record) {
    switch input {
    case .streams(let source, let video, let audio):
      record.add("source", source)
      if let video { record.add("video", video) }
      if let audio { record.add("audio", audio) }
    case .joined(let joined):
      joined.add(to: &record)
    }
    record.add("output", output)
    record.add("tables", tables)
    record.add("hash-source", hashSource ? "yes" : "no")
  }

  init?(record: Record) {
    guard let output = record["output"], let tables = record["tables"], let hash = record["hash-source"] else {
      return nil
    }
    let input: PackageInput
    if let source = record["source"] {
      input = .streams(source: source, video: record.int("video"), audio: record.int("audio"))
    } else {
      guard let joined = JoinedInput(record: record) else { return nil }
      input = .joined(joined)
    }
    self.init(input: input, output: output, tables: tables, hashSource: hash == "yes")
  }
}

extension JoinedInput {
  /// One field a part and one for all cuts: there are thousands.
  fileprivate func add(to record: inout Record) {
    record.add("cuts", cuts.map { String($0) }.joined(separator: " "))
    for part in parts { record.add("part", part.text) }
    if let audio { record.add("sound", audio) }
  }

  fileprivate init?(record: Record) {
    guard let cuts = record["cuts"]?.split(separator: " ").map({ Int64($0) }) else { return nil }
    let parts = record.all("part").map(Part.init(text:))
    guard cuts.allSatisfy({ $0 != nil }), parts.allSatisfy({ $0 != nil }) else { return nil }
    self.init(parts: parts.compactMap { $0 }, cuts: cuts.compactMap { $0 }, audio: record["sound"])
  }
}

extension JoinedInput.Part {
  /// The start, a space, the path.
  fileprivate init?(text: String) {
    // Scalars, not characters: a path may begin with a combining mark.
    let scalars = text.unicodeScalars
    guard let space = scalars.firstIndex(of: " "), let start = Int64(String(scalars[..<space])) else { return nil }
    self.init(path: String(scalars[scalars.index(after: space)...]), start: start)
  }

  fileprivate var text: String { "\(start) \(path)" }
}
