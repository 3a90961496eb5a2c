import Facts
import Files
import Testing

/// The program `bobine-media`, driven as `bobine` drives it.
enum MediaProgram {
  /// Beside the test bundle.
  static let path = PathRules.join(PathRules.parent(CommandLine.arguments[0]), "bobine-media")

  struct Answers {
    var all: [MediaAnswer]
    /// The program ended with status 0.
    var endedWell: Bool
    var wasKilled: Bool
  }

  static func ask(_ requests: [MediaRequest], arguments: [String] = []) async throws -> Answers {
    let input = requests.map { $0.record.text + "\n" }.joined()
    let result = try await tool(path, arguments, input: input)
    let answers = result.out.split(separator: "\n\n").compactMap { Record(text: $0).flatMap(MediaAnswer.init(record:)) }
    return Answers(all: answers, endedWell: result.succeeded, wasKilled: result.wasKilled)
  }

  static func probe(_ source: String) async throws -> MediaAnswer {
    let answers = try await ask([.probe(source: source)])
    #expect(answers.endedWell)
    return try #require(answers.all.last)
  }

  static func report(_ source: String) async throws -> ProbeReport {
    guard case .probed(let report) = try await probe(source) else {
      throw ToolFailure("\(source) was not probed: \(try await probe(source))")
    }
    return report
  }

  static func failure(probing source: String) async throws -> MediaFailure.Code? {
    guard case .failed(let failure) = try await probe(source) else { return nil }
    return failure.code
  }

  /// Takes the first video and the first audio stream.
  static func ask(packaging source: String, to output: String) async throws -> MediaAnswer {
    guard case .probed(let probed) = try await probe(source) else { return try await probe(source) }
    let request = PackageRequest(
      input: .streams(
        source: source, video: probed.streams.first { $0.kind == .video }?.index ?? 0,
        audio: probed.streams.first { $0.kind == .audio }?.index), output: output, tables: output + ".hashes",
      hashSource: true)
    let answers = try await ask([.package(request)])
    #expect(answers.endedWell)
    return try #require(answers.all.last)
  }

  static func package(_ source: String, in folder: Folder, as name: String = "out.mp4") async throws -> Packaged {
    let answer = try await ask(packaging: source, to: folder(name))
    guard case .packaged(let report) = answer else { throw ToolFailure("\(source): \(answer)") }
    let tables = try HashTablesFile.decode(folder.bytes(name + ".hashes"))
    return Packaged(
      path: folder(name), report: report, tables: try #require(tables.renditions.first), bytes: try folder.bytes(name))
  }

  static func failure(packaging source: String, in folder: Folder) async throws -> MediaFailure.Code? {
    guard case .failed(let failure) = try await ask(packaging: source, to: folder("refused.mp4")) else { return nil }
    return failure.code
  }
}

struct ToolFailure: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// A packaged file and what was said of it.
struct Packaged {
  var path: String
  var report: PackageReport
  var tables: RenditionTables
  var bytes: [UInt8]

  /// Media playlists as any writer of them would make from the report: all segments, and the keyframes alone.
  func writePlaylist(in folder: Folder) throws -> String {
    let longest = tables.segments.map(\.duration).max() ?? 0
    var text =
      "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:\(longest / tables.timescale + 1)\n#EXT-X-PLAYLIST-TYPE:VOD\n"
    text += "#EXT-X-MAP:URI=\"out.mp4\",BYTERANGE=\"\(report.initLength)@\(report.initOffset)\"\n"
    for segment in tables.segments {
      text += "#EXTINF:\(Double(segment.duration) / Double(tables.timescale)),\n"
      text += "#EXT-X-BYTERANGE:\(segment.length)@\(segment.offset)\nout.mp4\n"
    }
    try folder.put(text + "#EXT-X-ENDLIST\n", "out.m3u8")
    return folder("out.m3u8")
  }
}
