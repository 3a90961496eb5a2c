/// Dates as people write them in front matter (design, first table).
extension Instant {
  /// `2024-05-01`, `2024-05-01 18:30`, `2024-05-01T18:30:00`, `2024-05-01T18:30:00.5+02:00`, `...Z` (RFC 3339, with
  /// YAML's space for the `T`). Without an offset, the clock of `zone` is meant. Fractions of a second are dropped.
  ///
  /// nil where the text has another form or names a day that is not in the calendar.
  public init?(written text: String, in zone: TimeZoneRules) {
    var scanner = DigitScanner(text)
    guard text.utf8.count <= 40, let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2),
      scanner.take("-"), let day = scanner.digits(2), Instant.isInCalendar(year: year, month: month, day: day)
    else { return nil }
    var fields = Fields(year: Int64(year), month: month, day: day)
    if scanner.isAtEnd {
      self = zone.instant(local: fields)
      return
    }
    guard scanner.take("T") || scanner.take("t") || scanner.take(" ") else { return nil }
    guard let hour = scanner.digits(2), hour < 24, scanner.take(":"), let minute = scanner.digits(2), minute < 60 else {
      return nil
    }
    (fields.hour, fields.minute) = (hour, minute)
    if scanner.take(":") {
      guard let second = scanner.digits(2), second <= 60 else { return nil }
      fields.second = min(second, 59)  // a leap second (RFC 3339, 5.7)
      if scanner.take("."), !scanner.skipDigits() { return nil }
    }
    if scanner.isAtEnd {
      self = zone.instant(local: fields)
      return
    }
    _ = scanner.take(" ")
    guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
    self.init(utc: fields)
    seconds -= Int64(offset)
    self.offset = offset
  }

  static func isInCalendar(year: Int, month: Int, day: Int) -> Bool {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return day <= [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// RFC 3339 with the offset it was written with: `2024-05-01T18:30:00+02:00`; `Z` where that is 0.
  public var rfc3339WithOffset: String {
    // Local mean times of old zones have seconds, which the form has not.
    let minutes = abs(offset) / 60
    if minutes == 0 { return rfc3339 }
    let wall = Instant(seconds: seconds + Int64(offset < 0 ? -minutes : minutes) * 60).rfc3339.dropLast()
    return wall + (offset < 0 ? "-" : "+") + twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60)
  }
}

private func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

/// Fixed fields of ASCII digits.
struct DigitScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
    position += 1
    return true
  }

  mutating func digits(_ count: Int) -> Int? {
    guard position + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<(position + count)] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    position += count
    return value
  }

  /// False where there is none.
  mutating func skipDigits() -> Bool {
    let start = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
    return position > start
  }

  /// `Z`, `+02:00`, `+0200`, in seconds.
  mutating func offset() -> Int? {
    if take("Z") || take("z") { return 0 }
    let isNegative = take("-")
    guard isNegative || take("+"), let hours = digits(2), hours < 24 else { return nil }
    _ = take(":")
    guard let minutes = digits(2), minutes < 60 else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return isNegative ? -seconds : seconds
  }
}
