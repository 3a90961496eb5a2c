public import Catalog
public import Diagnostics
import JSON

extension Listing {
  /// For people: a line a video in columns, then what they are together and when something changes next.
  public var text: String {
    var lines: [String] = []
    if !entries.isEmpty {
      let rows =
        [["DATE", "STATE", "LENGTH", "CHANNEL", "SLUG", "TITLE", "FILE"]]
        + entries.map { entry in
          [
            Self.day(entry.date), Self.state(entry), entry.duration.map(Self.clock) ?? "-", entry.channel, entry.slug,
            TerminalText.head(shownText(entry.title), width: 40), shownText(entry.path),
          ]
        }
      let widths = (0..<rows[0].count).map { column in rows.map { TerminalText.width($0[column]) }.max() ?? 0 }
      lines = rows.map { row in
        row.enumerated().map { column, text in
          // The last column ends where its text does.
          if column == row.count - 1 { return text }
          let filling = String(repeating: " ", count: widths[column] - TerminalText.width(text))
          return column == 2 ? filling + text : text + filling
        }.joined(separator: "  ")
      }
    }
    let counts = State.allCases.compactMap { state in
      let count = entries.count { $0.state == state }
      return count == 0 ? nil : "\(count) \(state.rawValue)"
    }
    let total = "\(entries.count) \(entries.count == 1 ? "video" : "videos")"
    lines.append(counts.isEmpty ? total : "\(total): \(counts.joined(separator: ", "))")
    if let nextChange { lines.append("next change: build again at \(nextChange.rfc3339)") }
    return lines.joined(separator: "\n")
  }

  /// For `--json` (docs/events.md): one object a line, each with its line feed; the totals last, where there is a list.
  public static func jsonLines(_ listing: Listing?, _ diagnostics: [Diagnostic]) -> String {
    diagnostics.sorted().map(\.eventJSON.line).joined() + (listing?.jsonLines ?? "")
  }

  private var jsonLines: String {
    let videos = entries.map { entry -> JSON in
      .object(present: [
        "event": "video", "path": .string(entry.path), "title": .string(entry.title), "slug": .string(entry.slug),
        "channel": .string(entry.channel), "date": .string(entry.date.rfc3339WithOffset),
        "state": .string(entry.state.rawValue), "privacy": .string(entry.privacy.rawValue),
        "duration": entry.duration.map(JSON.integer) ?? .null, "expires": entry.expires.map { .string($0.rfc3339) },
      ])
    }
    let totals: JSON = [
      "event": "totals", "videos": .integer(Int64(entries.count)),
      "next_change": nextChange.map { .string($0.rfc3339) } ?? .null,
    ]
    return (videos + [totals]).map(\.line).joined()
  }

  /// As the site's time zone has it.
  private static func day(_ date: Instant) -> String { String(date.rfc3339WithOffset.prefix(10)) }

  /// What is not public says so also where another word matters more.
  private static func state(_ entry: Entry) -> String {
    entry.privacy == .unlisted && entry.state != .unlisted ? "\(entry.state.rawValue), unlisted" : entry.state.rawValue
  }

  /// `1:02:03`, whole seconds.
  static func clock(_ milliseconds: Int64) -> String {
    let seconds = max(0, milliseconds + 500) / 1000
    let pair = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return hours > 0 ? "\(hours):\(pair(minutes)):\(pair(seconds % 60))" : "\(minutes):\(pair(seconds % 60))"
  }
}
