extension ProbeReport {
  func add(to record: inout Record) {
    record.add("container", container)
    record.add("duration", duration)
    record.add("size", size)
    if let title { record.add("title", title) }
    if let description { record.add("description", description) }
    if let created { record.add("created", created) }
    for chapter in chapters { record.add("chapter", chapter.text) }
    // A stream's lines follow its `stream` line.
    for stream in streams { stream.add(to: &record) }
  }

  init?(record: Record) {
    guard let container = record["container"], let duration = record.integer("duration"),
      let size = record.integer("size")
    else { return nil }
    var streams: [StreamReport] = []
    var part = Record()
    for field in record.fields + [Record.Field(key: "stream", value: "")] {
      if field.key == "stream", part["stream"] != nil {
        guard let stream = StreamReport(record: part) else { return nil }
        streams.append(stream)
      }
      if field.key == "stream" { part = Record() }
      part.fields.append(field)
    }
    self.init(
      container: container, duration: duration, size: size, streams: streams, title: record["title"],
      description: record["description"], created: record["created"],
      chapters: record.all("chapter").compactMap(ChapterFacts.init(text:)))
  }
}

extension ChapterFacts {
  /// Milliseconds, a space, the title.
  init?(text: String) {
    // Scalars, not characters: a title may begin with a combining mark.
    let scalars = text.unicodeScalars
    guard let space = scalars.firstIndex(of: " "), let start = Int64(String(scalars[..<space])) else { return nil }
    self.init(start: start, title: String(scalars[scalars.index(after: space)...]))
  }

  var text: String { "\(start) \(title)" }
}

extension StreamReport {
  fileprivate func add(to record: inout Record) {
    record.add("stream", index)
    record.add("s.kind", kind.rawValue)
    record.add("s.codec", codec)
    if let profile { record.add("s.profile", profile) }
    record.add("s.needs-remux", needsRemux ? "yes" : "no")
    if let language { record.add("s.language", language) }
    if let title { record.add("s.title", title) }
    record.add("s.default", isDefault ? "yes" : "no")
    record.add("s.description", isDescription ? "yes" : "no")
    if isForced { record.add("s.forced", "yes") }
    if isForDeaf { record.add("s.for-deaf", "yes") }
    record.add("s.bit-rate", bitRate)
    record.add("s.start", start)
    record.add("s.width", width)
    record.add("s.height", height)
    record.add("s.rotation", rotation)
    record.add("s.pixel-aspect", pixelAspect.text)
    record.add("s.frame-rate", frameRate.text)
    record.add("s.bit-depth", bitDepth)
    record.add("s.pixel-format", pixelFormat)
    record.add("s.transfer", transfer)
    record.add("s.primaries", primaries)
    record.add("s.matrix", matrix)
    record.add("s.full-range", isFullRange ? "yes" : "no")
    record.add("s.interlaced", isInterlaced ? "yes" : "no")
    if let keyframeGap { record.add("s.keyframe-gap", keyframeGap) }
    if untoldDelay > 0 { record.add("s.untold-delay", untoldDelay) }
    record.add("s.channels", channels)
    record.add("s.sample-rate", sampleRate)
  }

  fileprivate init?(record: Record) {
    guard let index = record.int("stream"), let kind = record["s.kind"].flatMap(Kind.init(rawValue:)),
      let codec = record["s.codec"], let bitRate = record.integer("s.bit-rate"), let start = record.integer("s.start"),
      let width = record.int("s.width"), let height = record.int("s.height"), let rotation = record.int("s.rotation"),
      let aspect = record.rate("s.pixel-aspect"), let frameRate = record.rate("s.frame-rate"),
      let depth = record.int("s.bit-depth"), let format = record["s.pixel-format"],
      let transfer = record["s.transfer"], let primaries = record["s.primaries"], let matrix = record["s.matrix"],
      let channels = record.int("s.channels"), let sampleRate = record.int("s.sample-rate")
    else { return nil }
    self.init(
      index: index, kind: kind, codec: codec, profile: record.int("s.profile"),
      needsRemux: record["s.needs-remux"] == "yes", language: record["s.language"], title: record["s.title"],
      isDefault: record["s.default"] == "yes", isDescription: record["s.description"] == "yes", bitRate: bitRate,
      start: start, width: width, height: height, rotation: rotation, pixelAspect: aspect, frameRate: frameRate,
      bitDepth: depth, pixelFormat: format, transfer: transfer, primaries: primaries, matrix: matrix,
      isFullRange: record["s.full-range"] == "yes", isInterlaced: record["s.interlaced"] == "yes",
      keyframeGap: record.integer("s.keyframe-gap"),
      channels: channels, sampleRate: sampleRate)
    isForced = record["s.forced"] == "yes"
    isForDeaf = record["s.for-deaf"] == "yes"
    untoldDelay = record.integer("s.untold-delay") ?? 0
  }
}
