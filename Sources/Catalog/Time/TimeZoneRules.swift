/// When a place changes its clocks: the transitions of an IANA time zone, and the rule for the time after the last one.
public struct TimeZoneRules: Sendable, Hashable {
  /// Moments of change in seconds since 1970, ascending, each with the offset that holds from then on.
  struct Transition: Sendable, Hashable {
    var moment: Int64
    var offset: Int
  }

  /// Holds before the first transition, in seconds east of UTC.
  var firstOffset: Int
  var transitions: [Transition]
  /// Holds after the last transition.
  var rule: PosixTimeZone?

  public static let utc = TimeZoneRules(firstOffset: 0, transitions: [], rule: nil)

  /// Seconds east of UTC at a moment.
  public func offset(at moment: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].moment <= moment { low = middle + 1 } else { high = middle }
    }
    if low == transitions.count, let rule { return rule.offset(at: moment) }
    return low == 0 ? firstOffset : transitions[low - 1].offset
  }

  /// The moment that a wall clock in this zone shows.
  ///
  /// A time that the clock shows twice means the first; a time that it skips means as much after the jump.
  public func instant(local fields: Instant.Fields) -> Instant {
    let wall = Instant(utc: fields).seconds
    let before = offset(at: wall - 86_400)
    let after = offset(at: wall + 86_400)
    for candidate in [before, after] where offset(at: wall - Int64(candidate)) == candidate {
      return Instant(seconds: wall - Int64(candidate), offset: candidate)
    }
    let moment = wall - Int64(before)
    return Instant(seconds: moment, offset: offset(at: moment))
  }

  /// The same moment, shown as clocks in this zone show it.
  public func instant(seconds: Int64) -> Instant { Instant(seconds: seconds, offset: offset(at: seconds)) }
}
