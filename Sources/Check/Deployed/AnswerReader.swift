/// The bytes of an HTTP answer as `curl --include` prints them: status line, headers, empty line, body.
struct AnswerReader: Sendable {
  /// More than any server sends that means well.
  static let headLimit = 256 << 10

  private var bytes: [UInt8] = []
  private var answer: WebAnswer?
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// - Returns: false when nothing more is wanted.
  mutating func append(_ more: [UInt8]) -> Bool {
    if answer != nil {
      return extend(more[...])
    }
    bytes += more
    while let end = Self.headEnd(bytes) {
      let head = Self.head(bytes[..<end.lowerBound])
      let rest = bytes[end.upperBound...]
      // An answer that only announces the real one (RFC 9110, 15.2).
      if (100..<200).contains(head.status) {
        bytes = Array(rest)
        continue
      }
      answer = head
      return extend(rest)
    }
    return bytes.count <= Self.headLimit
  }

  /// nil where no head came whole.
  var result: WebAnswer? { answer }

  private mutating func extend(_ more: ArraySlice<UInt8>) -> Bool {
    let room = limit - (answer?.body.count ?? 0)
    answer?.body += more.prefix(room)
    if more.count > room { answer?.isCut = true }
    return more.count <= room
  }

  /// The empty line, written with or without carriage returns.
  private static func headEnd(_ bytes: [UInt8]) -> Range<Int>? {
    var index = 0
    while let feed = bytes[index...].firstIndex(of: 0x0A) {
      let rest = bytes[(feed + 1)...]
      if rest.first == 0x0A { return feed..<(feed + 2) }
      if rest.starts(with: [0x0D, 0x0A]) { return feed..<(feed + 3) }
      index = feed + 1
    }
    return nil
  }

  private static func head(_ bytes: ArraySlice<UInt8>) -> WebAnswer {
    let lines = bytes.split(separator: 0x0A).map { String(decoding: $0.filter { $0 != 0x0D }, as: UTF8.self) }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      // Twice the same header is what browsers refuse for CORS: it has to be seen.
      let name = line[..<colon].lowercased()
      headers[name] = (headers[name].map { $0 + ", " } ?? "") + value
    }
    let status = lines.first.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }
    return WebAnswer(status: status ?? 0, headers: headers)
  }
}
