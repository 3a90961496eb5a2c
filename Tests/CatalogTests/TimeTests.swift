import Diagnostics
import Testing

@testable import Catalog

/// Dates as people write them, in the time zones of places.
struct TimeTests {
  private let paris = TimeZoneRules(tzif: TZifBytes.make(footer: "CET-1CEST,M3.5.0,M10.5.0/3", offset: 3600)) ?? .utc
  private let newYork = TimeZoneRules(tzif: TZifBytes.make(footer: "EST5EDT,M3.2.0,M11.1.0", offset: -18_000)) ?? .utc
  private let sydney =
    TimeZoneRules(tzif: TZifBytes.make(footer: "AEST-10AEDT,M10.1.0,M4.1.0/3", offset: 36_000)) ?? .utc

  @Test(arguments: [
    ("2024-05-01", "2024-05-01T00:00:00+02:00"),
    ("2024-01-15 08:30", "2024-01-15T08:30:00+01:00"),
    ("2024-05-01T18:30:00", "2024-05-01T18:30:00+02:00"),
    ("2024-05-01T18:30:00Z", "2024-05-01T18:30:00Z"),
    ("2024-05-01T18:30:00.25-0330", "2024-05-01T18:30:00-03:30"),
    ("2024-02-29", "2024-02-29T00:00:00+01:00"),
  ])
  func `a date without an offset is that of the site's place`(_ written: String, _ expected: String) {
    #expect(Instant(written: written, in: paris)?.rfc3339WithOffset == expected)
  }

  @Test(arguments: [
    "2023-02-29", "2024-13-01", "2024-5-1", "24-05-01", "2024-05-01T", "2024-05-01T24:00", "2024-05-01x", "01/05/2024",
    "",
  ])
  func `other texts are no dates`(_ text: String) { #expect(Instant(written: text, in: .utc) == nil) }

  @Test func `a time that the clock skips means as much after the jump, one shown twice the first`() {
    #expect(Instant(written: "2024-03-31T02:30", in: paris)?.rfc3339WithOffset == "2024-03-31T03:30:00+02:00")
    #expect(Instant(written: "2024-10-27T02:30", in: paris)?.rfc3339WithOffset == "2024-10-27T02:30:00+02:00")
    #expect(Instant(written: "2024-10-27T03:00", in: paris)?.rfc3339WithOffset == "2024-10-27T03:00:00+01:00")
  }

  @Test(arguments: [
    (1_710_053_999, -18_000), (1_710_054_000, -14_400),  // 2024-03-10 07:00 UTC: the jump
    (1_730_613_599, -14_400), (1_730_613_600, -18_000),  // 2024-11-03 06:00 UTC: back
  ])
  func `the rule of New York changes at two in the morning there`(_ moment: Int, _ offset: Int) {
    #expect(newYork.offset(at: Int64(moment)) == offset)
  }

  @Test func `in the south, summer lies around the new year`() {
    #expect(sydney.offset(at: instant("2024-01-01T00:00:00Z").seconds) == 39_600)
    #expect(sydney.offset(at: instant("2024-07-01T00:00:00Z").seconds) == 36_000)
    #expect(sydney.offset(at: instant("2024-12-31T23:00:00Z").seconds) == 39_600)
  }

  @Test func `transitions hold until the rule begins`() throws {
    let bytes = TZifBytes.make(footer: "XXX-2", offset: 100, transitions: [(0, 1), (1000, 2)], more: [3600, 5400])
    let zone = try #require(TimeZoneRules(tzif: bytes))
    #expect([-1, 0, 999, 1000].map { zone.offset(at: $0) } == [100, 3600, 3600, 7200])
  }

  @Test(arguments: ["", "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,M3.5.0", "C-1", "<>", "CET-99"])
  func `a rule of another form is refused`(_ text: String) { #expect(PosixTimeZone(text) == nil) }

  @Test(arguments: [("<+0330>-3:30", 12_600), ("UTC0", 0), ("<-03>3", -10_800)])
  func `a rule without summer time`(_ text: String, _ offset: Int) {
    #expect(PosixTimeZone(text)?.offset(at: 1_700_000_000) == offset)
  }

  @Test func `no bytes of a compiled zone make the reader stop`() {
    let bytes = TZifBytes.make(
      footer: "CET-1CEST,M3.5.0,M10.5.0/3", offset: 0, transitions: [(-5, 0), (5, 1)], more: [3600])
    for mutated in mutations(of: bytes, count: 3000) {
      if let zone = TimeZoneRules(tzif: mutated) { _ = zone.instant(local: .init(year: 2024, month: 2, day: 29)) }
    }
  }

  @Test func `an unknown zone is told, and UTC taken`() {
    let (tree, diagnostics) = read(["bobine.yml": "timezone: Europe/Pariss\n"])
    #expect(tree.timeZone == .utc)
    #expect(
      diagnostics.map(\.text) == [
        """
        bobine.yml:1:11: error: this machine knows no time zone "Europe/Pariss"
            UTC is used instead.
            next: write an IANA name such as Europe/Paris; if it is one, install the system's package "tzdata"
        """
      ])
    #expect(read(["bobine.yml": "timezone: ../../etc/passwd\n"]).diagnostics.map(\.id) == ["unknown-time-zone"])
  }

  @Test(arguments: [
    ("90", 90_000), ("90.5", 90_500), ("1:02:03", 3_723_000), ("0:05.25", 5250), ("100:00:00", 360_000_000),
  ])
  func `times in a video`(_ text: String, _ expected: Int) { #expect(ClockTime.milliseconds(text) == Int64(expected)) }

  @Test(arguments: ["", "1:60", "1:2:3:4", "-1", "1.2.3", "abc", "1:", "999999999999", "1e3"])
  func `other texts are no times`(_ text: String) { #expect(ClockTime.milliseconds(text) == nil) }
}
