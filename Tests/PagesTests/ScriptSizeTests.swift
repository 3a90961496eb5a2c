import Subprocess
import Templates
import Testing

@testable import Site

@Suite struct `What a viewer waits for` {
  /// Playback, sharing and controls: all that the entry of a watch page can load, whenever; but for the entry, which a page has without
  /// them too, what only a player in another page needs, and the list of who came from one.
  @Test func `the scripts of the player are 60 KiB as they are written, and 16 KiB as they go over the line`()
    async throws
  {
    let assets = try Theme.load().assets
    let graph = ModuleGraph(assets)
    let written = PageSite(try Sample.context(ContextSamples.catalogs[0])).templates.writtenNames
    let published = Assets(assets, accent: nil, written: written)
    let apart: Set = ["player.js", "embed.js", "list.js"]
    var seen: Set<String> = []
    func visit(_ name: String) {
      guard seen.insert(name).inserted, let module = graph.modules[name] else { return }
      for next in module.needs + module.loads { visit(next) }
    }
    visit("player.js")
    #expect(seen.isSuperset(of: apart))

    let parts = seen.subtracting(apart).sorted()
    let sources = parts.map { Array(assets[$0] ?? []) }
    let (source, code) = (sources.reduce(0) { $0 + $1.count }, sources.reduce(0) { $0 + Self.code($1) })
    let texts = try PublishedModules.texts(published)
    var sizes: [(name: String, bytes: Int, sent: Int)] = []
    for name in parts {
      guard let text = texts[name] else { continue }
      sizes.append((name, text.utf8.count, try await Self.compressed(text)))
    }
    for size in sizes { print("script \(size.name): \(size.bytes) bytes, \(size.sent) sent") }
    let sent = sizes.reduce(0) { $0 + $1.sent }
    print("scripts of the player: \(source) bytes written, of them \(code) code, \(sent) sent")
    // More files than these would be more for a viewer to wait for.
    #expect((2...4).contains(sizes.count), "\(sizes)")
    #expect((8_000...16_384).contains(sent))
    // Types and reasons have room beside the code.
    #expect((30_000...55_000).contains(code))
    #expect(source <= 61_440)
  }

  /// Bytes of a script as it is written, with its indentation, but for comments and empty lines.
  private static func code(_ bytes: [UInt8]) -> Int {
    Script(bytes).tokens.reduce(0) { sum, token in
      let before = bytes[..<token.range.lowerBound]
      let indentation = before.reversed().prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
      return switch token.gap {
      case .none: sum + token.range.count
      case .blank: sum + 1 + token.range.count
      case .line: sum + 1 + indentation + token.range.count
      }
    }
  }

  private static func compressed(_ text: String) async throws -> Int {
    let result = try await run(
      .name("gzip"), arguments: ["-9cn"], input: .string(text), output: .bytes(limit: 1 << 20), error: .discarded)
    try #require(result.terminationStatus.isSuccess)
    return result.standardOutput.count
  }
}
