import Files
import Testing

extension Interop {
  @Suite(.serialized) struct `A long video in chunks` {
    /// A second of drift in an hour would be 17 ms in a minute.
    @Test func `has picture and sound together at its end as well`() async throws {
      let seconds = Programs.isFull ? 3600.0 : 60.0
      let site = try Site()
      try Files.makeFolder(site.folder("content"))
      // A rate that is no whole number of ticks, and sound at another clock than the encoder's usual one.
      let long = Awkward(
        file: "long.mkv", rate: (30000, 1001), seconds: seconds,
        video: ["-c:v", "mpeg4", "-q:v", "4", "-g", "300"], audio: ["-c:a", "libmp3lame", "-ar", "44100"])
      try await long.make(in: site.folder, workshop: try Folder())
      let built = try await site.build(seconds: 900)
      try #require(built.status == 0, "\(built)")
      let file = site.folder("public/" + (try await site.onlyFilm()))
      for path in [file, String(file.dropLast(4)) + ".m3u8"] {
        let shown = Shown(json: try await Tool.script("shown.py", "-12", path).json())
        let distances = shown.distances(from: 0)
        #expect(distances.count >= 8 && distances.allSatisfy { $0 <= 0.04 }, shown.summary)
        #expect((shown.flashes.last ?? 0) > seconds - 2, shown.summary)
        #expect(abs(shown.number("end") - seconds) <= 0.08, shown.summary)
        print("long: \(seconds) s: picture and sound are at most \(distances.max() ?? 0) s apart in the last 12 s")
      }
    }
  }
}
