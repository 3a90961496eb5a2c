/// The `Date` header as a moment (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that senders may write.
enum SignedDate {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Seconds since 1970-01-01 UTC; nil where the text has another form.
  static func seconds(_ text: String) -> Int64? {
    let form = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT/
    guard let match = text.wholeMatch(of: form), let month = months.firstIndex(of: String(match.2)),
      let day = Int64(match.1), let year = Int64(match.3), let hour = Int64(match.4), let minute = Int64(match.5),
      let second = Int64(match.6), (1...31).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    // Years are counted from March, so that the leap day comes last.
    let shifted = month < 2 ? year - 1 : year
    let ofYear = (153 * Int64((month + 10) % 12) + 2) / 5 + day - 1
    let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + ofYear - 719_468
    return days * 86_400 + hour * 3600 + minute * 60 + second
  }
}
