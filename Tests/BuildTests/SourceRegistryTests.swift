import Facts
import Hashing
import Testing

@testable import Build

struct `Sources known by their bytes` {
  private let digest = SHA256.hash([1])

  private func facts(_ title: String) -> VideoFacts {
    VideoFacts(
      source: SourceFacts(sha256: digest, size: 7, duration: 1000, container: "mov", codecs: ["h264"], title: title),
      policy: "auto", renditions: [], pictures: nil)
  }

  @Test func `give a video its own facts first, then recorded ones, then those of this build`() async {
    let registry = SourceRegistry(recorded: ["b.mp4": facts("b"), "c.mp4": facts("c")])
    await registry.add(facts("a"), of: "a.mp4")
    #expect(await registry.entries(digest, for: "c.mp4").map(\.contentPath) == ["c.mp4", "b.mp4", "a.mp4"])
    #expect(await registry.entries(digest, for: "a.mp4").map(\.isRecorded) == [false, true, true])
    #expect(await registry.entries(SHA256.hash([2]), for: "a.mp4").isEmpty)
    #expect(await registry.knowsSize(7))
    #expect(await !registry.knowsSize(8))
  }

  @Test func `are in the hands of one worker at a time`() async {
    let registry = SourceRegistry(recorded: [:])
    let hands = Hands()
    let digest = digest
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          await registry.claim(digest)
          await hands.take()
          await Task.yield()
          await hands.give()
          await registry.release(digest)
        }
      }
    }
    #expect(await hands.taken == 20)
    #expect(await hands.most == 1)
  }
}

private actor Hands {
  private var now = 0
  private(set) var taken = 0
  private(set) var most = 0

  func take() {
    now += 1
    taken += 1
    most = max(most, now)
  }

  func give() { now -= 1 }
}
