import Diagnostics
import Files
import Hashing
import JSON

/// The index of the search page (docs/search.md): whether the script in the page finds what it names.
struct SearchChecks {
  let site: CheckedSite

  private static let root = "search/index.json"
  private static let lists = ["channel", "language", "length", "year"]

  func run() -> [Diagnostic] {
    guard let index = site.json(Self.root) else { return [] }
    guard index["form"] == 1, let videos = index["videos"]?.integer, let files = index["files"]?.array,
      let words = index["words"]?.object, let transcripts = index["transcripts"]?.object
    else { return [site.finding(.searchForm, "it is no index of form 1", Self.root)] }
    var findings: [Diagnostic] = []
    for (kind, shards) in [("words", words), ("transcripts", transcripts)] {
      for (beginning, revision) in shards.sorted(by: { $0.key.precedesByBytes($1.key) }) {
        findings += postings("\(kind)-\(beginning)", revision, videos, hasPlaces: kind == "words")
      }
    }
    for name in Self.lists { findings += postings(name, index[name], videos, hasPlaces: false) }
    var shown: Int64 = 0
    for (number, revision) in files.enumerated() {
      let (json, wrong) = read("videos-\(number + 1)", revision)
      findings += wrong
      guard let json else { continue }
      shown += Int64(json["videos"]?.array?.count ?? 0)
      findings += links(json, "search/videos-\(number + 1).json")
    }
    if findings.isEmpty, shown != videos {
      findings.append(site.finding(.searchTotals, "it says \(videos) videos; its files show \(shown)", Self.root))
    }
    return findings
  }

  /// What a file of the index holds, if it is there and of the index's build.
  private func read(_ name: String, _ revision: JSON?) -> (JSON?, [Diagnostic]) {
    let path = "search/\(name).json"
    guard site.tree.stands(path) else {
      return (nil, [site.finding(.searchFile, "\(path) is not there", Self.root)])
    }
    // Gone from the disk, or no JSON: told by other rules.
    guard let bytes = site.tree.read(path), let json = try? JSON(bytes) else { return (nil, []) }
    let hash = String(SHA256.hash(bytes).hex.prefix(8))
    guard revision?.text == hash else {
      return (
        json, [site.finding(.searchRevision, "it names \(path) by another revision than \(hash)", Self.root)]
      )
    }
    return (json, [])
  }

  private func postings(_ name: String, _ revision: JSON?, _ videos: Int64, hasPlaces: Bool) -> [Diagnostic] {
    var (json, findings) = read(name, revision)
    guard let json else { return findings }
    let wrong = (json.object ?? [:]).filter { _, text in
      guard let numbers = text.text.flatMap({ Self.numbers($0, hasPlaces: hasPlaces) }) else { return true }
      return numbers.contains { $0 >= videos }
    }
    if json.object == nil || !wrong.isEmpty {
      let word = wrong.keys.min { $0.precedesByBytes($1) }
      let what = word.map { "the videos of \"\($0)\" cannot be read, or are more than there are" }
      findings.append(site.finding(.searchForm, what ?? "it is no list of words", "search/\(name).json"))
    }
    return findings
  }

  private func links(_ json: JSON, _ path: String) -> [Diagnostic] {
    (json["videos"]?.array ?? []).flatMap { video in
      [video["url"]?.text ?? "", video["picture"]?.text].compactMap { $0 }
        .filter { $0.isEmpty || site.deadPath($0, from: path) != nil }
        .map { site.finding(.searchLink, "the result \"\(video["title"]?.text ?? "")\" leads to \($0)", path) }
    }
  }

  /// The video numbers of postings; nil where they are none.
  static func numbers(_ text: String, hasPlaces: Bool) -> [Int64]? {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    let values = Dictionary(uniqueKeysWithValues: letters.enumerated().map { ($1, Int64($0)) })
    var found: [Int64] = []
    var (value, shift, last, isPosition): (Int64, Int64, Int64, Bool) = (0, 0, -1, false)
    for letter in text.utf8 {
      guard let bits = values[letter], shift < 40 else { return nil }
      value |= (bits & 31) << shift
      shift += 5
      if bits & 32 != 0 { continue }
      if isPosition {
        isPosition = false
      } else {
        last += 1 + (hasPlaces ? value >> 4 : value)
        isPosition = hasPlaces && value & 8 != 0
        found.append(last)
      }
      (value, shift) = (0, 0)
    }
    return shift == 0 && !isPosition ? found : nil
  }
}
