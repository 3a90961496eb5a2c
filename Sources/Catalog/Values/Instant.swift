/// A moment in whole seconds since 1970-01-01T00:00:00Z, and the offset it was written with, which pages show it in.
///
/// The proleptic Gregorian calendar, without leap seconds; no locale and no clock takes part.
public struct Instant: Sendable, Hashable {
  public var seconds: Int64
  /// Seconds east of UTC.
  public var offset: Int

  public init(seconds: Int64, offset: Int = 0) {
    self.seconds = seconds
    self.offset = offset
  }

  /// Year, month, day, hour, minute, second in UTC.
  public struct Fields: Sendable, Hashable {
    public var year: Int64
    public var month: Int
    public var day: Int
    public var hour: Int
    public var minute: Int
    public var second: Int

    public init(year: Int64, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
      self.year = year
      self.month = month
      self.day = day
      self.hour = hour
      self.minute = minute
      self.second = second
    }
  }

  public init(utc f: Fields, offset: Int = 0) {
    // Days since the epoch by eras of 400 years, whose years begin in March.
    let year = f.month <= 2 ? f.year - 1 : f.year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let monthFromMarch = Int64(f.month > 2 ? f.month - 3 : f.month + 9)
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(f.day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    seconds = days * 86_400 + Int64(f.hour * 3600 + f.minute * 60 + f.second)
    self.offset = offset
  }

  /// In UTC.
  public var utc: Fields { Self.fields(seconds) }
  /// In the offset it was written with.
  public var local: Fields { Self.fields(seconds + Int64(offset)) }

  private static func fields(_ seconds: Int64) -> Fields {
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let rest = Int(seconds - days * 86_400)
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    let month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return Fields(
      year: year, month: month, day: day, hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60)
  }

  /// 0 is Sunday.
  public var weekday: Int {
    let days =
      (seconds + Int64(offset)) >= 0
      ? (seconds + Int64(offset)) / 86_400 : ((seconds + Int64(offset)) - 86_399) / 86_400
    return Int(((days + 4) % 7 + 7) % 7)
  }
}

extension Instant: Comparable {
  public static func < (a: Instant, b: Instant) -> Bool { (a.seconds, a.offset) < (b.seconds, b.offset) }
}

extension Instant {
  /// RFC 3339 in UTC: `2026-03-01T10:00:00Z`.
  public var rfc3339: String {
    let f = utc
    return
      "\(pad(Int(f.year), 4))-\(pad(f.month, 2))-\(pad(f.day, 2))T\(pad(f.hour, 2)):\(pad(f.minute, 2)):\(pad(f.second, 2))Z"
  }

  /// With milliseconds, the form PeerTube writes: `2026-03-01T10:00:00.000Z`.
  public var rfc3339Milliseconds: String { String(rfc3339.dropLast()) + ".000Z" }

  /// RFC 2822, in English as the format demands, in UTC: `Sun, 01 Mar 2026 10:00:00 +0000`.
  public var rfc2822: String {
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let f = utc
    let day = days[Instant(seconds: seconds).weekday]
    return
      "\(day), \(pad(f.day, 2)) \(months[f.month - 1]) \(pad(Int(f.year), 4)) \(pad(f.hour, 2)):\(pad(f.minute, 2)):\(pad(f.second, 2)) +0000"
  }

  private func pad(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
