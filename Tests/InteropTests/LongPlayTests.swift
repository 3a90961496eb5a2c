import JSON
import Testing

extension Visiting {
  /// A page that plays for hours is to take what it takes after some minutes. longplay.py samples it.
  @Suite(.serialized) struct `A long play` {
    /// What the second half may take more than the first, on average, in bytes: of the heap, and of the process with its buffers.
    private static let (heap, resident) = (2.0 * 1_048_576, 32.0 * 1_048_576)

    @Test func `takes no more memory in its second half, and stands nowhere`() async throws {
      // Two hours, or two minutes: ten minutes, or ten seconds, twelve times.
      let (seconds, every) = Programs.isFull ? (600, "30") : (10, "3")
      let site = try Site()
      try site.folder.put("renditions: [90, 72]\n", "bobine.yml")
      try await Tool.check(
        "ffmpeg",
        ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=\(seconds)", "-f", "lavfi"]
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
      let seen = try await Tool.script(
        "longplay.py", site.folder("public"), "videos/film", "4", every, seconds: Programs.isFull ? 2400 : 90
      ).json()
      let samples = (seen["samples"]?.array ?? []).compactMap { $0.array?.compactMap(\.double) }
      try #require(samples.count >= 8, "\(seen)")
      #expect(seen["ended"]?.bool == true && seen["error"] == JSON.null && seen["source"]?.text == "blob:", "\(seen)")
      // A busy machine decodes four times as fast as one watches with an interruption: all of it lies ready then, and it goes on at once.
      let stalls = try #require(seen["stalls"]?.array).compactMap { $0.array?.compactMap(\.double) }
      #expect(stalls.allSatisfy { $0.count == 3 && $0[1] > 8 && $0[2] < 0.5 } && stalls.count < 3, "\(seen)")
      // The first quarter fills the buffers.
      let steady = samples.dropFirst(samples.count / 4), half = steady.count / 2
      for (column, bound) in [(1, Self.heap), (2, Self.resident)] {
        let mean = { (part: ArraySlice<[Double]>) in part.map { $0[column] }.reduce(0, +) / Double(part.count) }
        #expect(mean(steady.suffix(half)) < mean(steady.prefix(half)) + bound, "column \(column): \(seen)")
      }
    }
  }
}
