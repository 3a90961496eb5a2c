import ActivityPub
import Diagnostics

/// A rule, asked at one address.
struct Judgement: Sendable {
  var rule: ServerRule
  /// What was asked.
  var url: String
  var holds: Bool
  /// In words, without the address.
  var seen: String
  /// Of the contract with other servers: the rule of it that is broken.
  var contract: Diagnostic?

  init(_ rule: ServerRule, _ url: String, _ holds: Bool, _ seen: String) {
    (self.rule, self.url, self.holds, self.seen) = (rule, url, holds, seen)
  }

  init(broken: Diagnostic, at url: String) {
    self.init(.contract, url, false, broken.message)
    contract = broken
  }
}
