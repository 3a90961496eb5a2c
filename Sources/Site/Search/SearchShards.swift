/// An index cut into files by how words begin, so that a query fetches a few of them and a new video changes few.
///
/// A file holds all words that begin in one way, less those that were too many for it and have files of their own. Beginnings
/// are of bytes (UTF-8), so that scripts with thousands of letters are cut in parts as well.
struct SearchShard {
  /// Of its words, as file names write it: `ca`, `_d0_bf`.
  var beginning: String
  var terms: [SearchIndex.Term]

  /// Of a file, in bytes. A word in more videos than fit has a larger file for itself.
  static let limit = 32_768
  /// What is smaller gets no file of its own while the others fit.
  static let least = 4_096

  /// - Parameter terms: sorted by their bytes.
  static func cut(_ terms: [SearchIndex.Term]) -> [SearchShard] {
    var shards: [SearchShard] = []
    cut(terms[...], depth: 0, into: &shards)
    return shards.sorted { $0.beginning.utf8.lexicographicallyPrecedes($1.beginning.utf8) }
  }

  private static func cut(_ terms: ArraySlice<SearchIndex.Term>, depth: Int, into shards: inout [SearchShard]) {
    guard let first = terms.first else { return }
    let name = name(first.word.prefix(depth))
    guard size(terms) > limit else { return shards.append(SearchShard(beginning: name, terms: Array(terms))) }
    var rest: [SearchIndex.Term] = []
    var parts: [(terms: ArraySlice<SearchIndex.Term>, size: Int)] = []
    for part in parted(terms, at: depth) {
      // A whole word that others begin with stays.
      if let word = part.first?.word, word.count > depth { parts.append((part, size(part))) } else { rest += part }
    }
    var restSize = size(rest[...]) + parts.reduce(0) { $0 + ($1.size < least ? $1.size : 0) }
    var isTaken = parts.map { $0.size >= least }
    // The largest first; of two alike the first.
    for index in parts.indices.sorted(by: { (-parts[$0].size, $0) < (-parts[$1].size, $1) }) where !isTaken[index] {
      if restSize <= limit { break }
      restSize -= parts[index].size
      isTaken[index] = true
    }
    for (part, isTaken) in zip(parts, isTaken) {
      if isTaken { cut(part.terms, depth: depth + 1, into: &shards) } else { rest += part.terms }
    }
    if !rest.isEmpty { shards.append(SearchShard(beginning: name, terms: rest)) }
  }

  /// Neighbours with the same byte at `depth`, or with none.
  private static func parted(_ terms: ArraySlice<SearchIndex.Term>, at depth: Int) -> [ArraySlice<SearchIndex.Term>] {
    var parts: [ArraySlice<SearchIndex.Term>] = []
    var start = terms.startIndex
    func byte(_ index: Int) -> UInt8? { terms[index].word.count > depth ? terms[index].word[depth] : nil }
    for index in terms.indices where byte(index) != byte(start) {
      parts.append(terms[start..<index])
      start = index
    }
    parts.append(terms[start...])
    return parts
  }

  private static func size(_ terms: ArraySlice<SearchIndex.Term>) -> Int {
    terms.reduce(3) { $0 + $1.word.count + $1.videos.count + 6 }
  }

  /// Letters and digits as they are, other bytes as `_` and two digits.
  private static func name(_ bytes: ArraySlice<UInt8>) -> String {
    var name = ""
    for byte in bytes {
      switch byte {
      case 0x30...0x39, 0x61...0x7A: name.unicodeScalars.append(Unicode.Scalar(byte))
      default: name += "_" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return name
  }

  /// `{"word":"postings", ...}`, sorted by the words. No word holds a character that JSON escapes.
  var bytes: [UInt8] {
    var out: [UInt8] = Array("{".utf8)
    for term in terms.sorted(by: { $0.word.lexicographicallyPrecedes($1.word) }) {
      out += out.count > 1 ? ",\n\"".utf8 : "\"".utf8
      out += term.word
      out += "\":\"".utf8
      out += term.videos
      out.append(UInt8(ascii: "\""))
    }
    out += "}\n".utf8
    return out
  }
}
