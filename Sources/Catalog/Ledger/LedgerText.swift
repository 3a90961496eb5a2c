public import Diagnostics
internal import Hashing

/// The form of `published.tsv`: a first line that names the form, the actor and, after a move, the first base URL; then one
/// line a video, its fields between tabs, sorted by the bytes of the id path. Made to be read and merged by git.
extension Ledger {
  public static let fileLimit = 200_000_000
  private static let title = "# bobine ledger 1"
  private static let columns =
    "# id\tuuid\tslug\tsource\tsha256\tdate\tupdated\tdigest\tstate\tformer slugs\tchannel"

  /// Ends with a line feed.
  public var text: String {
    let sorted = entries.sorted { $0.idPath.utf8.lexicographicallyPrecedes($1.idPath.utf8) }
    let first = firstBase.map { "\t\($0)" } ?? ""
    return "\(Self.title)\t\(actor ?? "-")\(first)\n\(Self.columns)\n" + sorted.map { $0.line + "\n" }.joined()
  }

  /// Every damaged line is a diagnostic; with one of them nothing is returned, since what is lost here is lost for good.
  public static func read(_ bytes: [UInt8], path: String) -> (ledger: Ledger?, diagnostics: [Diagnostic]) {
    guard let text = String(validating: bytes, as: UTF8.self).map(PlainText.withLineFeeds) else {
      return (nil, [.damagedLedgerLine("it is not UTF-8", at: Location(path, line: 1))])
    }
    var ledger = Ledger()
    if text.isEmpty { return (ledger, []) }
    var diagnostics: [Diagnostic] = []
    var seen: [String: Int] = [:]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last != "" {
      diagnostics.append(.damagedLedgerLine("it has no end", at: Location(path, line: lines.count)))
    }
    for (index, line) in lines.dropLast().enumerated() {
      let location = Location(path, line: index + 1)
      if index == 0 {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
        if (2...3).contains(parts.count), parts[0] == title, parts.allSatisfy({ !$0.isEmpty }) {
          ledger.actor = parts[1] == "-" ? nil : String(parts[1])
          ledger.firstBase = parts.count == 3 ? String(parts[2]) : nil
        } else {
          diagnostics.append(.damagedLedgerLine("it should start with \"\(title)\"", at: location))
        }
        continue
      }
      if line.hasPrefix("#") { continue }
      do throws(Entry.Malformed) {
        let entry = try Entry(line: line)
        for (kind, value) in [("id", entry.idPath), ("uuid", entry.uuid)] {
          if let first = seen.updateValue(index + 1, forKey: value) {
            diagnostics.append(.damagedLedgerLine("its \(kind) stands on line \(first) too", at: location))
          }
        }
        ledger.entries.append(entry)
      } catch {
        diagnostics.append(.damagedLedgerLine(error.reason, at: location))
      }
    }
    guard diagnostics.isEmpty else { return (nil, diagnostics.sorted()) }
    ledger.entries.sort { $0.idPath.utf8.lexicographicallyPrecedes($1.idPath.utf8) }
    return (ledger, [])
  }
}

extension Ledger.Entry {
  struct Malformed: Error { var reason: String }

  var line: String {
    [
      idPath, uuid, slug, Self.escaped(sourcePath), sourceSHA256?.hex ?? "-", date.rfc3339WithOffset,
      updated.rfc3339WithOffset, digest.hex, state.rawValue,
      formerSlugs.isEmpty ? "-" : formerSlugs.joined(separator: ","), channel ?? "-",
    ].joined(separator: "\t")
  }

  init(line: some StringProtocol) throws(Malformed) {
    let fields = line.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\t" }).map { String($0) }
    // An earlier Bobine wrote no channel: the next build adds it.
    guard fields.count == 11 || fields.count == 10 else {
      throw Malformed(reason: "it has \(fields.count) fields instead of 11")
    }
    let folder = fields[0].split(separator: "/", omittingEmptySubsequences: false)
    guard folder.count == 3, folder[0] == "videos", Slug.isValid(String(folder[1])), folder[2] == "video.jsonld" else {
      throw Malformed(reason: "\"\(fields[0])\" is no id path")
    }
    guard let uuid = UUIDText.version4(fields[1]) else { throw Malformed(reason: "\"\(fields[1])\" is no uuid") }
    guard Slug.isValid(fields[2]) else { throw Malformed(reason: "\"\(fields[2])\" is no slug") }
    guard let source = Self.unescaped(fields[3]), !source.isEmpty else {
      throw Malformed(reason: "\"\(fields[3])\" is no path")
    }
    let sha256 = fields[4] == "-" ? nil : Digest256(hex: fields[4])
    guard sha256 != nil || fields[4] == "-", let digest = Digest256(hex: fields[7]) else {
      throw Malformed(reason: "a SHA-256 has 64 hexadecimal digits")
    }
    guard let date = Instant(written: fields[5], in: .utc), let updated = Instant(written: fields[6], in: .utc) else {
      throw Malformed(reason: "a date has the form 2024-05-01T18:30:00Z")
    }
    guard let state = Ledger.State(rawValue: fields[8]) else { throw Malformed(reason: "\"\(fields[8])\" is no state") }
    let former = fields[9] == "-" ? [] : fields[9].split(separator: ",").map { String($0) }
    guard former.allSatisfy(Slug.isValid) else { throw Malformed(reason: "\"\(fields[9])\" are no slugs") }
    let channel = fields.count == 11 && fields[10] != "-" ? fields[10] : nil
    guard channel.map(Slug.isValid) ?? true else { throw Malformed(reason: "\"\(fields[10])\" is no channel") }
    self.init(
      idPath: fields[0], uuid: uuid, slug: fields[2], sourcePath: source, sourceSHA256: sha256, date: date,
      updated: updated, digest: digest, state: state, formerSlugs: former, channel: channel)
  }

  /// Names of files may hold tabs and line feeds, also both ends of a line in a row, which are one character.
  private static func escaped(_ path: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in path.unicodeScalars {
      switch scalar {
      case "\\": out.append(contentsOf: "\\\\".unicodeScalars)
      case "\t": out.append(contentsOf: "\\t".unicodeScalars)
      case "\n": out.append(contentsOf: "\\n".unicodeScalars)
      case "\r": out.append(contentsOf: "\\r".unicodeScalars)
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  private static func unescaped(_ text: String) -> String? {
    var out = String.UnicodeScalarView()
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\" else {
        out.append(scalar)
        continue
      }
      switch scalars.next() {
      case "\\": out.append("\\")
      case "t": out.append("\t")
      case "n": out.append("\n")
      case "r": out.append("\r")
      default: return nil
      }
    }
    return String(out)
  }
}
