import Diagnostics
import Synchronization
import Testing

@testable import Build

struct `The pace of a step` {
  @Test func `is that of the last ten seconds, so that work of an earlier build does not count`() throws {
    var meter = ProgressMeter()
    // Half of it was there already.
    meter.report(0, of: 100_000, at: .seconds(0))
    meter.report(50_000, of: 100_000, at: .milliseconds(10))
    for second in 1...20 { meter.report(50_000 + Int64(second) * 2000, of: 100_000, at: .seconds(second)) }
    #expect(meter.share == 0.9)
    #expect(try #require(meter.pace) == 2000)
    #expect(try #require(meter.left) == 5)
  }

  @Test func `is not told before it is known`() {
    var meter = ProgressMeter()
    #expect(meter.share == nil && meter.pace == nil && meter.left == nil)
    meter.report(10, of: 0, at: .seconds(1))
    #expect(meter.share == nil && meter.pace == nil && meter.left == nil)
    meter.report(20, of: 10, at: .milliseconds(1200))
    #expect(meter.share == 1 && meter.pace == nil)
  }
}

struct `The line of all videos` {
  private func estimate() -> BuildEstimate {
    var encoded = BuildEstimate.Video(path: "a", size: 1000)
    (encoded.encoded, encoded.encode) = (["720p", "480p"], 100_000)
    var copied = BuildEstimate.Video(path: "b", size: 5_000_000_000)
    copied.copied = ["1080p"]
    return BuildEstimate(videos: 3, passes: [encoded, copied], workers: 2)
  }

  @Test func `tells videos done, and the time left by the share of the work`() {
    var total = ProgressTotal()
    total.plan(estimate(), at: .seconds(100))
    #expect(total.text(at: .seconds(101)) == "0 of 2 videos done")
    total.progress("a", "encode 720p, 480p", share: 0.5)
    #expect(total.text(at: .seconds(110)) == "0 of 2 videos done, 20 s left")
    // Sound and indexes are short: they must not look like the whole encode.
    total.progress("a", "sound of 720p", share: 1)
    total.progress("a", "index", share: 1)
    #expect(total.text(at: .seconds(110)) == "0 of 2 videos done, 20 s left")
    total.finish("a")
    #expect(total.text(at: .seconds(120)) == "1 of 2 videos done, 10 s left")
    total.progress("b", "package 1080p", share: 1)
    total.finish("b")
    #expect(total.text(at: .seconds(130)) == "2 of 2 videos done, 0.0 s left")
  }

  @Test func `counts each of two ladders as its part`() {
    var total = ProgressTotal()
    total.plan(estimate(), at: .zero)
    total.progress("a", "encode 720p", share: 1)
    #expect(total.text(at: .seconds(10)) == "0 of 2 videos done, 20 s left")
  }
}

struct `A line on a terminal` {
  @Test func `tells what, how much, how fast and how long`() {
    var meter = ProgressMeter()
    meter.report(0, of: 60_000, at: .seconds(0))
    meter.report(15_000, of: 60_000, at: .seconds(5))
    let line = ProgressLine.text("talk.mp4", "encode 720p", meter, .milliseconds, width: 90)
    #expect(line == "talk.mp4  encode 720p ████░░░░░░░░░░░░ 25 %, 3.0x, 15 s left")
    #expect(
      ProgressLine.text("talk.mp4", "package 720p", meter, .bytes, width: 90).contains("25 %, 3.0 kB/s, 15 s left"))
    #expect(ProgressLine.text("talk.mp4", "look", ProgressMeter(), .bytes, width: 90) == "talk.mp4  look")
  }

  @Test(arguments: [20, 40, 60, 79], ["a/very/long/name/of/a/video/that/goes/on.mp4", "映画映画映画映画映画映画映画映画.mp4"])
  func `is never wider than the terminal`(width: Int, path: String) {
    var meter = ProgressMeter()
    meter.report(0, of: 60_000, at: .seconds(0))
    meter.report(15_000, of: 60_000, at: .seconds(5))
    let line = ProgressLine.text(path, "encode 720p, 480p", meter, .milliseconds, width: width)
    #expect(TerminalText.width(line) <= width)
  }

  @Test func `does not let a name move the cursor`() {
  }
}

struct `Events as JSON lines` {
  @Test func `tell progress at most twice a second, the end of a step in any case, and each diagnostic once`() {
    let lines = Mutex("")
    let events = EventLines { text in lines.withLock { $0 += text } }
    for done in 1...1000 { events.show(.progress(path: "a", step: "package 1p", done: Int64(done), total: 1000)) }
    events.show(.progress(path: "a", step: "package 1p", done: 1000, total: 1000))
    events.show(.diagnostic(.emptyFile("a")))
    events.show(.diagnostic(.emptyFile("a")))
    var report = BuildReport()
    report.diagnostics = [.emptyFile("a"), .emptyFile("b")]
    events.finish(report)
    let all = lines.withLock { $0 }.split(separator: "\n")
    #expect(all.count { $0.contains(#""event":"progress""#) } < 100)
    #expect(all.count { $0.contains(#""done":1000"#) } == 1)
    #expect(all.count { $0.contains(#""id":"empty-file""#) } == 2)
    #expect(all.last?.contains(#""event":"totals""#) == true)
  }
}

struct `A diagnostic as JSON` {
  @Test func `is one line with sorted keys, and what is absent is left out`() {
    let full = Diagnostic(
      "unknown-key", .error, at: Location("a b/x.md", line: 4, column: 1), "unknown key \"titel\"",
      note: "Did you mean \"title\"?", next: "write \"title\"")
    #expect(
      full.eventJSON.line
        == #"{"column":1,"event":"diagnostic","id":"unknown-key","line":4,"message":"unknown key \"titel\"","next":"write \"title\"","note":"Did you mean \"title\"?","path":"a b/x.md","severity":"error"}"#
        + "\n")
    #expect(
      Diagnostic("x", .note, at: nil, "a\u{1}\n\\").eventJSON.line
        == #"{"event":"diagnostic","id":"x","message":"a\u0001\n\\","severity":"note"}"# + "\n")
  }
}
