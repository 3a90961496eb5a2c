import Catalog
import Diagnostics

extension BuildOptions {
  /// *Now* (design, "The ledger"): `--now`, else `SOURCE_DATE_EPOCH`, else the clock.
  func moment(environment: (String) -> String?, clock: () -> Int64) throws(Refusal) -> Instant {
    if let now { return now }
    if let text = environment("SOURCE_DATE_EPOCH") {
      guard let seconds = Int64(text) else { throw Refusal(diagnostic: .badSourceDateEpoch(text)) }
      return Instant(seconds: seconds)
    }
    return Instant(seconds: clock())
  }
}
