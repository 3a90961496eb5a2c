import NIOCore
import NIOPosix
import Torrent

/// Asks a catalog's trackers over HTTP how many seeds each file has (BEP 48). What no tracker tells counts as none.
struct Scrape: Sendable {
  private let web: WebClient
  private let pool: NIOThreadPool
  /// Hashes in one request, and requests to one tracker.
  private static let hashes = 50
  private static let requests = 200
  private static let answer: Int64 = 256 << 10

  init(_ web: WebClient, _ pool: NIOThreadPool) { (self.web, self.pool) = (web, pool) }

  /// Seeds other than ourselves, the most that a tracker tells of.
  func counts(_ findings: CatalogFindings, holdings: Set<SwarmKey>) async -> [SwarmKey: Int] {
    let keys = findings.offers.compactMap(\.key)
    var counts: [SwarmKey: Int] = [:]
    for tracker in findings.trackers.prefix(3) {
      guard let url = WebURL(tracker).flatMap(Self.address) else { continue }
      for start in stride(from: 0, to: min(keys.count, Self.hashes * Self.requests), by: Self.hashes) {
        let part = keys[start..<min(start + Self.hashes, keys.count)]
        guard let found = await ask(url, part, findings.reach) else { break }
        for (key, seeds) in found { counts[key] = max(counts[key] ?? 0, seeds - (holdings.contains(key) ? 1 : 0)) }
      }
    }
    return counts
  }

  /// `scrape` in the place of the last `announce`; nil where a tracker has no such address.
  static func address(_ tracker: WebURL) -> WebURL? {
    guard let slash = tracker.path.lastIndex(of: "/") else { return nil }
    let name = tracker.path[tracker.path.index(after: slash)...]
    guard name.hasPrefix("announce") else { return nil }
    var url = tracker
    url.path = "\(tracker.path[...slash])scrape\(name.dropFirst("announce".count))"
    return url
  }

  private func ask(
    _ url: WebURL, _ keys: ArraySlice<SwarmKey>, _ reach: WebRequest.Reach
  ) async -> [SwarmKey: Int]? {
    var url = url
    let query = keys.map { key in
      "info_hash="
        + key.hex.enumerated().map { $0.offset.isMultiple(of: 2) ? "%\($0.element)" : "\($0.element)" }.joined()
    }
    url.query = ([url.query].compactMap(\.self) + query).joined(separator: "&")
    var request = WebRequest(url, limit: Self.answer)
    request.reach = reach
    request.deadline = .seconds(30)
    guard let answer = try? await web.get(request).get(), answer.head.status == 200 else { return nil }
    return Self.read(answer.body)
  }

  /// `files`: by their 20 bytes, `complete` seeds each.
  static func read(_ bytes: [UInt8]) -> [SwarmKey: Int]? {
    let limits = BencodeReader.Limits(bytes: Int(answer), depth: 8, tokens: 10_000, anyOrder: true)
    guard let files = (try? BencodeReader.read(bytes, limits: limits))?["files"]?.dictionary else { return nil }
    var counts: [SwarmKey: Int] = [:]
    for (name, file) in files {
      guard let key = SwarmKey(name.bytes), let seeds = file["complete"]?.integer else { continue }
      counts[key] = Int(min(max(seeds, 0), 1_000_000))
    }
    return counts
  }
}
