import Files
import JSON
import Testing

extension Interop {
  /// What may befall `ffmpeg`: each costs its video only, is told with its last words and the next step, leaves nothing
  /// half-written, and the next build makes good.
  @Suite(.serialized) struct `The encoder in trouble` {
    /// A stand-in for `ffmpeg` that strikes in the encode of `bad.avi`, and is itself in all else.
    enum Mishap: String, CaseIterable, Sendable {
      case killed, full, failing, tooOld

      var script: String {
        switch self {
        case .killed: "kill -9 $$"
        case .full: "echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 228"
        case .failing: "echo 'bad.avi: something is broken at byte 7' >&2; exit 69"
        case .tooOld: "exit 1"
        }
      }

      /// The id of the diagnostic, and a word of it.
      var told: (id: String, word: String) {
        switch self {
        case .killed: ("ffmpeg-ended", "signal 9")
        case .full: ("encoding-not-stored", "No space left on device")
        case .failing: ("ffmpeg-failed", "something is broken at byte 7")
        case .tooOld: ("ffmpeg-too-old", "version 4.4, and Bobine needs 5.1")
        }
      }
    }

    @Test(arguments: Mishap.allCases)
    func `costs its video only`(_ mishap: Mishap) async throws {
      let site = try await threeVideos()
      let tools = try await standIn(mishap)
      let built = try await site.build("--json", environment: ["PATH": "\(tools.path):/usr/bin:/bin"])
      #expect(built.status == 1, "\(built)")
      // One that is too old costs each video that is to be encoded.
      let built1 = mishap == .tooOld ? ["copied"] : ["copied", "good"]
      try await expect(site, built, slugs: built1, failed: mishap == .tooOld ? ["bad.avi", "good.avi"] : ["bad.avi"], mishap.told)
      let asked = try tools.text("calls").split(separator: "\n").count { $0 == "-nostdin -v info" }
      #expect(asked == 1)
      try await site.built()
      #expect(try await site.slugs() == ["bad", "copied", "good"])
      #expect(site.intermediates() == [])
    }

    @Test func `that it is too old is not asked where nothing is encoded`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("copied.mp4"), seconds: 1)
      let tools = try await standIn(.tooOld)
      let built = try await site.build(environment: ["PATH": "\(tools.path):/usr/bin:/bin"])
      #expect(built.status == 0, "\(built)")
      let calls = try tools.text("calls").split(separator: "\n")
      #expect(!calls.isEmpty && !calls.contains("-nostdin -v info"))
    }

    @Test func `that it is not there is told for every video that needs it`() async throws {
      let site = try await threeVideos()
      let tools = try Folder()
      try await Tool.check("ln", ["-s", try #require(Files.program("timeout")), tools("timeout")])
      let built = try await site.build("--json", environment: ["PATH": tools.path])
      #expect(built.status == 1)
      try await expect(site, built, slugs: [], failed: ["bad.avi", "copied.mp4", "good.avi"], ("ffmpeg-missing", "not found"))
      try await site.built()
      #expect(try await site.slugs() == ["bad", "copied", "good"])
    }

    @Test func `a file that may not grow is told as such`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("copied.mp4"), seconds: 1)
      try await Clips.make(
        site.folder("bad.avi"), seconds: 8, size: "960x540", rate: 25, codecs: Clips.mpeg4 + Clips.mp3)
      // The index of the AVI alone is larger.
      let built = try await Tool.run(
        "prlimit", ["--fsize=200000", Programs.bobine, "build", site.folder.path, "--json", "--now", Site.now])
      try await expect(site, built, slugs: ["copied"], failed: ["bad.avi"], ("encoding-not-stored", "ulimit -f"))
    }

    private func expect(
      _ site: Site, _ built: Outcome, slugs: [String], failed: [String], _ told: (id: String, word: String)
    ) async throws {
      #expect(try await site.slugs() == slugs, "\(built)")
      let errors = try Site.diagnostics(built).filter { $0["severity"]?.text == "error" }
      #expect(errors.compactMap { $0["path"]?.text }.sorted() == failed, "\(built)")
      for error in errors {
        #expect(error["id"]?.text == told.id && error["next"]?.text != nil, "\(error)")
        let words = (error["message"]?.text ?? "") + (error["note"]?.text ?? "")
        #expect(words.contains(told.word), "\(error)")
      }
      // Nothing half-written: finished chunks may stay, for the next build.
      #expect(!site.intermediates().contains { !$0.hasSuffix(".mp4") }, "\(site.intermediates())")
      #expect(!Files.exists(site.folder("public/media/.incoming")))
    }

    /// Two that are encoded, and one that is copied.
    private func threeVideos() async throws -> Site {
      let site = try Site()
      try await Clips.make(site.folder("copied.mp4"), seconds: 1)
      for name in ["bad", "good"] {
        try await Clips.make(site.folder("\(name).avi"), seconds: name == "bad" ? 1 : 1.5, codecs: Clips.mpeg4 + Clips.mp3)
      }
      return site
    }

    private func standIn(_ mishap: Mishap) async throws -> Folder {
      let folder = try Folder()
      let real = try #require(Files.program("ffmpeg"))
      let banner = mishap == .tooOld ? "echo 'ffmpeg version 4.4.2 Copyright' >&2; exit 1" : "exec '\(real)' \"$@\""
      try folder.put(
        """
        #!/bin/sh
        echo "$*" >> '\(folder("calls"))'
        case "$*" in
        '-nostdin -v info') \(banner);;
        *bad.avi*) \(mishap.script);;
        esac
        exec '\(real)' "$@"

        """, "ffmpeg")
      try await Tool.check("chmod", ["+x", folder("ffmpeg")])
      return folder
    }
  }
}
