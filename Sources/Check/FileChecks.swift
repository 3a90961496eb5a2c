import Build
import CatalogFile
import Diagnostics
import Files
import Hashing
import Torrent

/// Every listed file: is it there, has it its bytes, and are these the bytes that its torrent promises? Each is read once.
struct FileChecks {
  let site: CheckedSite
  /// Leaves out what reads media from their start to their end.
  let isQuick: Bool

  func run(_ videos: [CatalogVideo]) -> (findings: [Diagnostic], media: Int) {
    var findings: [Diagnostic] = []
    var media = 0
    let renditions = Dictionary(
      videos.flatMap(\.renditions).compactMap { rendition in
        site.addresses.target(of: rendition.torrent, from: "catalog/1.json").path.map { ($0, rendition) }
      }, uniquingKeysWith: { first, _ in first })
    let torrents = torrents(renditions, &findings)
    for (path, entry) in site.tree.manifest.entries.sorted(by: { $0.key.precedesByBytes($1.key) }) {
      let isMedia = entry.inputs == nil
      if isMedia { media += 1 }
      guard let size = site.tree.found[path] else {
        findings.append(site.finding(.fileMissing, "this file of the site is not there", path))
        continue
      }
      let rule: CheckRule = isMedia ? .mediaChanged : .fileChanged
      guard size == entry.size else {
        findings.append(site.finding(rule, "it has \(size) bytes; \(entry.size) were written", path))
        continue
      }
      if isMedia, isQuick { continue }
      findings += bytes(path, entry.sha256, rule, torrents[path] ?? [])
    }
    let unknown = site.tree.found.keys.filter { site.tree.manifest.entries[$0] == nil && !$0.hasPrefix(".bobine") }
      .sortedByBytes()
    if !unknown.isEmpty {
      let names = unknown.prefix(3).joined(separator: ", ") + (unknown.count > 3 ? " ..." : "")
      findings.append(
        CheckRule.fileUnknown.finding("\(unknown.count) files are not of Bobine: \(names)", at: site.location("")))
    }
    return (findings, media)
  }

  private func bytes(
    _ path: String, _ expected: Digest256, _ rule: CheckRule, _ torrents: [PromisedPieces]
  ) -> [Diagnostic] {
    var sha256 = SHA256()
    // One length of pieces a file (contracts/bittorrent.md 1.9), though several torrents may name it.
    var pieces = PieceHasher(pieceLength: torrents.first?.length ?? (1 << 20))
    let needsLeaves = torrents.contains { $0.root != nil }
    var leaves = LeafHasher()
    let place = site.tree.place(path)
    do throws(FileError) {
      try Files.readParts(of: place) { part in
        sha256.update(part)
        if !torrents.isEmpty { pieces.update(part) }
        if needsLeaves { leaves.update(part) }
      }
    } catch {
      return [error.diagnostic(at: site.location(path).path)]
    }
    let hash = sha256.finalize()
    guard hash == expected else { return [site.finding(rule, "its bytes are not those that were written", path)] }
    let found = pieces.finalize()
    let size = site.tree.found[path] ?? 0
    let length = Int64(torrents.first?.length ?? 0)
    let row = leaves.finalize()
    let root = needsLeaves ? Merkle.summarise(leaves: row, pieceLength: length, fileSize: size)?.root.bytes : nil
    return torrents.filter { ($0.pieces ?? found) != found || ($0.root != nil && $0.root != root) }.map {
      site.finding(.torrentPieces, "its pieces are not those of \(path)", $0.torrent)
    }
  }

  // MARK: Torrents

  private struct PromisedPieces {
    var torrent: String
    var length: Int
    /// SHA-1 of each; nil in version 2 alone.
    var pieces: [UInt8]?
    /// Of the Merkle tree; nil in version 1 alone.
    var root: [UInt8]?
  }

  /// What torrents say of files, by the path of the file beside them.
  private func torrents(
    _ renditions: [String: CatalogRendition], _ findings: inout [Diagnostic]
  ) -> [String: [PromisedPieces]] {
    var promised: [String: [PromisedPieces]] = [:]
    for path in site.tree.paths(ending: ".torrent") {
      guard let bytes = site.tree.read(path) else { continue }
      guard let info = (try? BencodeReader.read(bytes))?["info"], let name = info["name"]?.string else {
        findings.append(site.finding(.torrentForm, "it is no torrent", path))
        continue
      }
      let data = String(path.dropLast("torrent".count)) + PathRules.extension(String(decoding: name, as: UTF8.self))
      let tree = info["file tree"]?[Bencode.Key(name)]?[""]
      let lengths = [info["length"], tree?["length"]].compactMap { $0?.integer }
      if let length = lengths.first(where: { $0 != site.tree.size(data) }) {
        findings.append(site.finding(.torrentSize, "it promises \(length) bytes of \(data)", path))
        continue
      }
      if let rendition = renditions[path] {
        if Array(rendition.torrentName.utf8) != name {
          findings.append(site.finding(.torrentName, "the catalog calls its file \(rendition.torrentName)", path))
          continue
        }
        let encoded = info.bytes
        let (v1, v2) = (rendition.infohashes.btih, rendition.infohashes.btmh)
        if (v1 != nil && v1 != SHA1.hash(encoded)) || (v2 != nil && v2 != SHA256.hash(encoded)) {
          findings.append(site.finding(.torrentInfohash, "the catalog has another infohash of it", path))
          continue
        }
      }
      if let length = info["piece length"]?.integer, (1...(1 << 30)).contains(length) {
        promised[data, default: []].append(
          PromisedPieces(
            torrent: path, length: Int(length), pieces: info["pieces"]?.string, root: tree?["pieces root"]?.string))
      }
    }
    return promised
  }
}

extension SiteAddresses.Target {
  var path: String? { if case .file(let path, _) = self { path } else { nil } }
}
