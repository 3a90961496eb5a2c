/// A rule of the form `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX, section 8.3, with the wider hours of RFC 9636, 3.3.1).
struct PosixTimeZone: Sendable, Hashable {
  /// A day of the year and a time of that day, in seconds from its start.
  struct Change: Sendable, Hashable {
    enum Day: Sendable, Hashable {
      /// 1 to 365; the 29th of February is never counted.
      case julian(Int)
      /// 0 to 365; the 29th of February is counted.
      case zeroBased(Int)
      /// Month 1 to 12, week 1 to 5 (5: the last), weekday 0 (Sunday) to 6.
      case weekday(month: Int, week: Int, day: Int)
    }
    var day: Day
    var time: Int
  }

  /// Seconds east of UTC.
  var standard: Int
  private var summer: Summer?

  private struct Summer: Sendable, Hashable {
    var offset: Int
    var start: Change
    var end: Change
  }

  /// nil where the text has another form.
  init?(_ text: String) {
    var scanner = Scanner(bytes: Array(text.utf8))
    guard text.utf8.count <= 256, scanner.name(), let west = scanner.time(maximumHours: 24) else { return nil }
    standard = -west
    if scanner.isAtEnd { return }
    guard scanner.name() else { return nil }
    var offset = standard + 3600
    if scanner.peek != UInt8(ascii: ","), !scanner.isAtEnd {
      guard let west = scanner.time(maximumHours: 24) else { return nil }
      offset = -west
    }
    guard scanner.take(","), let start = scanner.change(), scanner.take(","), let end = scanner.change(),
      scanner.isAtEnd
    else { return nil }
    summer = Summer(offset: offset, start: start, end: end)
  }

  func offset(at moment: Int64) -> Int {
    guard let summer else { return standard }
    let year = Instant(seconds: moment + Int64(standard)).utc.year
    let start = Self.seconds(of: summer.start, year: year) - Int64(standard)
    let end = Self.seconds(of: summer.end, year: year) - Int64(summer.offset)
    let isSummer = start < end ? (start..<end).contains(moment) : !(end..<start).contains(moment)
    return isSummer ? summer.offset : standard
  }

  /// Of a change in a year, as if the wall clock were UTC.
  private static func seconds(of change: Change, year: Int64) -> Int64 {
    let newYear = Instant(utc: .init(year: year, month: 1, day: 1)).seconds
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    switch change.day {
    case .julian(let day):
      let skipped = isLeap && day >= 60 ? 1 : 0
      return newYear + Int64(day - 1 + skipped) * 86_400 + Int64(change.time)
    case .zeroBased(let day):
      return newYear + Int64(day) * 86_400 + Int64(change.time)
    case .weekday(let month, let week, let day):
      let first = Instant(utc: .init(year: year, month: month, day: 1))
      var date = 1 + (day - first.weekday + 7) % 7 + (week - 1) * 7
      let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
      if date > length { date -= 7 }
      return first.seconds + Int64(date - 1) * 86_400 + Int64(change.time)
    }
  }

  private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard let peek, UInt32(peek) == character.value else { return false }
      position += 1
      return true
    }

    /// Three or more letters, or anything between `<` and `>`.
    mutating func name() -> Bool {
      if take("<") {
        while let byte = peek, byte != UInt8(ascii: ">") { position += 1 }
        return take(">")
      }
      let start = position
      while let byte = peek, (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) { position += 1 }
      return position - start >= 3
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int? {
      var value = 0
      let start = position
      while let byte = peek, (0x30...0x39).contains(byte), position - start < 4 {
        value = value * 10 + Int(byte - 0x30)
        position += 1
      }
      return position > start && range.contains(value) ? value : nil
    }

    /// `[+-]h[h][:mm[:ss]]` in seconds.
    mutating func time(maximumHours: Int) -> Int? {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      guard let hours = number(0...maximumHours) else { return nil }
      var seconds = hours * 3600
      if take(":") {
        guard let minutes = number(0...59) else { return nil }
        seconds += minutes * 60
        if take(":") {
          guard let rest = number(0...59) else { return nil }
          seconds += rest
        }
      }
      return isNegative ? -seconds : seconds
    }

    mutating func change() -> Change? {
      let day: Change.Day
      if take("M") {
        guard let month = number(1...12), take("."), let week = number(1...5), take("."), let weekday = number(0...6)
        else { return nil }
        day = .weekday(month: month, week: week, day: weekday)
      } else if take("J") {
        guard let number = number(1...365) else { return nil }
        day = .julian(number)
      } else {
        guard let number = number(0...365) else { return nil }
        day = .zeroBased(number)
      }
      guard take("/") else { return Change(day: day, time: 7200) }
      guard let time = time(maximumHours: 167) else { return nil }
      return Change(day: day, time: time)
    }
  }
}
