import Files
import Logging

/// One line an event on standard error: `level message key=value ...`; values with spaces stand in quotes. Under systemd, which
/// says so with `JOURNAL_STREAM`, the line begins with the priority that the journal reads (sd-daemon(3)).
struct JournalHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  private static let isJournal = Files.environment("JOURNAL_STREAM") != nil

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    var line = Self.isJournal ? "<\(event.level.priority)>" : "\(event.level) "
    line += Self.clean("\(event.message)")
    for (key, value) in all.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(Self.quote("\(value)"))" }
    Files.print(line + "\n", to: 2)
  }

  private static func quote(_ text: String) -> String {
    let clean = clean(text)
    return clean.isEmpty || clean.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" })
      ? "\"\(clean.replacing("\"", with: "'"))\"" : clean
  }

  /// What strangers wrote (a client's name) must not begin a line of its own, nor move a terminal's cursor.
  private static func clean(_ text: String) -> String {
    String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
  }
}

extension Logger.Level {
  /// Of syslog (RFC 5424).
  fileprivate var priority: Int {
    switch self {
    case .critical: 2
    case .error: 3
    case .warning: 4
    case .notice: 5
    case .info: 6
    case .debug, .trace: 7
    }
  }
}
