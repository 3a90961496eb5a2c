import Files
import JSON
import Testing

extension Visiting {
  /// A page that plays for hours, and shares what it plays with another, is to take what it takes after some minutes. longplay.py samples
  /// both.
  @Suite(.serialized) struct `A long play` {
    /// What the second half may take more than the first, on average, in bytes: of the heap, and of the process with its buffers.
    private static let (heap, resident) = (2.0 * 1_048_576, 32.0 * 1_048_576)

    @Test func `takes no more memory in its second half, and stands nowhere`() async throws {
      // Two hours, or two minutes: ten minutes, or ten seconds, twelve times. Some 600 kbit/s, so that what is kept for others is full soon.
      let (seconds, every, later) = Programs.isFull ? (600, "30", "30") : (10, "2", "5")
      let site = try Site()
      try site.folder.put(
        "renditions: [90, 72]\npeers:\n  tracker: ws://127.0.0.1:6969/tracker/socket\n", "bobine.yml")
      try await Tool.check(
        "ffmpeg",
        ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=\(seconds),noise=alls=20:allf=t", "-f", "lavfi"]
          + ["-i", "sine=f=300:r=48000:d=\(seconds)", "-g", "40"] + Clips.h264 + ["-bf", "0"] + Clips.aac
          + [site.folder("part.mkv")], seconds: 300)
      try await Tool.check(
        "ffmpeg",
        ["-v", "error", "-stream_loop", "11", "-i", site.folder("part.mkv"), "-c", "copy"]
          + [site.folder("film.mp4")],
        seconds: 300)
      try await Tool.check("rm", [site.folder("part.mkv")])
      let built = try await site.build(seconds: 1800)
      try #require(built.status == 0, "\(built)")
      let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/longplay.py")
      let seen = try await Tool.check(
        "unshare",
        ["-n", Programs.python, script, site.folder("public"), Programs.bobined, "videos/film", "4", every, later],
        seconds: Programs.isFull ? 2400 : 120
      ).json()
      if Programs.isFull { print(String(decoding: seen.bytes, as: UTF8.self)) }
      let viewers = try #require(seen["viewers"]?.array)
      for viewer in viewers { try Self.expectSteady(viewer) }
      // What one takes the other one gives. Of two hours half could come from the other; two minutes lie ready before they meet.
      let sum = { (name: String) in viewers.reduce(0) { $0 + ($1[name]?.double ?? 0) } }
      let (taken, given, asked) = (sum("fromPeers"), sum("toPeers"), sum("server"))
      #expect(viewers.count == 2 && taken > (Programs.isFull ? 0.3 : 0.05) * (taken + asked), "\(seen)")
      #expect(abs(given - taken) < 0.5 + taken / 20, "\(seen)")
    }

    /// It played to its end, and its second half took what the first one did.
    private static func expectSteady(_ viewer: JSON) throws {
      let samples = (viewer["samples"]?.array ?? []).compactMap { $0.array?.compactMap(\.double) }
      try #require(samples.count >= 8, "\(viewer)")
      #expect(
        viewer["ended"]?.bool == true && viewer["error"] == JSON.null && viewer["source"]?.text == "blob:", "\(viewer)")
      // A busy machine decodes four times as fast as one watches with an interruption: all of it lies ready then, and it goes on at once.
      let stalls = try #require(viewer["stalls"]?.array).compactMap { $0.array?.compactMap(\.double) }
      #expect(stalls.allSatisfy { $0.count == 3 && $0[1] > 8 && $0[2] < 0.5 } && stalls.count < 3, "\(viewer)")
      // The first quarter fills the buffers, and what is kept for others.
      let steady = samples.dropFirst(samples.count / 4), half = steady.count / 2
      for (column, bound) in [(1, heap), (2, resident)] {
        let mean = { (part: ArraySlice<[Double]>) in part.map { $0[column] }.reduce(0, +) / Double(part.count) }
        #expect(mean(steady.suffix(half)) < mean(steady.prefix(half)) + bound, "column \(column): \(viewer)")
      }
    }
  }
}
