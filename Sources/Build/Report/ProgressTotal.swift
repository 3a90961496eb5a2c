/// How far the whole build is: videos done, and the time that is left by the share of the work.
///
/// Work is counted in milliseconds, roughly: what is encoded at the speed at which it plays, what is copied at 100 MB a second.
/// Only the shares matter.
struct ProgressTotal: Sendable, Hashable {
  private struct Weight: Hashable {
    var encode: Double
    var copy: Double
    var copied: Set<String>
    var encoded: Set<String>
  }

  private var weights: [String: Weight] = [:]
  /// Work that is done, by video and step.
  private var done: [String: [String: Double]] = [:]
  private(set) var finished = 0
  private var began: Duration?
  var count: Int { weights.count }

  mutating func plan(_ estimate: BuildEstimate, at moment: Duration) {
    for video in estimate.passes {
      weights[video.path] = Weight(
        encode: Double(video.encode), copy: Double(video.size) / 100_000, copied: Set(video.copied),
        encoded: Set(video.encoded))
    }
    began = moment
  }

  /// - Parameter step: `encode 720p, 480p` or `package 1080p`; other steps are short and do not count.
  mutating func progress(_ path: String, _ step: String, share: Double) {
    guard let weight = weights[path] else { return }
    let words = step.split(separator: " ").map { $0.last == "," ? String($0.dropLast()) : String($0) }
    guard let verb = words.first, verb == "encode" || verb == "package" else { return }
    let all = verb == "encode" ? weight.encoded : weight.copied
    let part = Double(all.intersection(words.dropFirst()).count) / Double(max(all.count, 1))
    done[path, default: [:]][step] = (verb == "encode" ? weight.encode : weight.copy) * part * share
  }

  mutating func finish(_ path: String) {
    // The segments of a video are cut when its media are done: it counts once.
    guard let weight = weights[path], done[path]?[""] == nil else { return }
    finished += 1
    done[path] = ["": weight.encode + weight.copy]
  }

  /// In seconds; nil while it is too early to tell.
  func left(at moment: Duration) -> Double? {
    let total = weights.values.reduce(0) { $0 + $1.encode + $1.copy }
    guard let began, total > 0 else { return nil }
    let share = done.values.reduce(0) { $0 + $1.values.reduce(0, +) } / total
    let elapsed = (moment - began).inSeconds
    return share >= 0.02 && elapsed >= 2 ? elapsed * (1 - min(share, 1)) / share : nil
  }

  func text(at moment: Duration) -> String {
    let line = "\(finished) of \(count) videos done"
    return left(at: moment).map { "\(line), \(timeText($0)) left" } ?? line
  }
}

/// `4.2 s`, `70 s`, `12 min`, `3 h 5 min`.
func timeText(_ seconds: Double) -> String {
  if seconds < 9.95 {
    let tenths = Int((max(seconds, 0) * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }
  return lengthText(Int64(min(seconds, 1e9) * 1000))
}
