import Diagnostics
import Facts
import Testing

@testable import Catalog

struct ChapterTests {
  private let file = "WEBVTT\n\n00:00.000 --> 00:10.000\nThe <i>start</i> &amp; more\n\n00:10.000 --> 00:20.000\nThen\n"

  private func resolved(
    _ files: [String: String], container: [ChapterFacts] = []
  ) -> (chapters: [String], diagnostics: [Diagnostic]) {
    let (tree, problems) = read(files)
    let resolution = Resolver.resolve(
      tree: tree,
      facts: { _ in
        var facts = someFacts("v", duration: 60_000)
        facts.source.chapters = container
        return facts
      }, ledger: Ledger(), now: instant("2026-03-01T10:00:00Z"))
    let chapters = resolution.catalog.videos.first?.chapters ?? []
    return (chapters.map { "\($0.start) \($0.title)" }, (problems + resolution.diagnostics).sorted())
  }

  @Test func `the text comes before the file, the file before yt-dlp, yt-dlp before the container`() {
    let info = "{\"chapters\": [{\"start_time\": 0, \"title\": \"Info\"}]}"
    let container = [ChapterFacts(start: 0, title: "Container")]
    var files = ["x.mp4": "v"]
    #expect(resolved(files, container: container).chapters == ["0 Container"])
    files["x.info.json"] = info
    #expect(resolved(files, container: container).chapters == ["0 Info"])
    files["x.chapters.vtt"] = file
    #expect(resolved(files, container: container).chapters == ["0 The start & more", "10000 Then"])
    files["x.md"] = "---\nchapters:\n- {at: 0, title: Text}\n---\n"
    #expect(resolved(files, container: container).chapters == ["0 Text"])
    files["x.md"] = "---\nchapters: []\n---\n"
    #expect(resolved(files, container: container).chapters == [])
  }

  @Test func `a bundle has chapters in chapters.vtt, which are no captions`() {
    let read = read(["a/b/index.md": "", "a/b/x.mkv": "v", "a/b/chapters.vtt": file, "a/b/captions.en.vtt": file])
    #expect(read.tree.videos.first?.chapters.map(\.value.title) == ["The start & more", "Then"])
    #expect(read.tree.videos.first?.captions.map(\.caption.language) == ["en"])
    #expect(read.diagnostics == [])
  }

  @Test func `times are brought in order and inside the video, and each mistake has its line`() {
    let text = """
      ---
      chapters:
      - {at: 30, title: Second}
      - {at: 10, title: First}
      - {at: 30, title: Again}
      - {at: "1:00", title: Behind}
      ---
      """
    let (chapters, diagnostics) = resolved(["x.mp4": "v", "x.md": text])
    #expect(chapters == ["10000 First", "30000 Second"])
    #expect(
      diagnostics.map(\.text) == [
        """
        x.md:4:3: note: the chapter "First" begins before the one above it
            They are published in the order of their times.
        """,
        """
        x.md:4:3: note: the first chapter begins at 00:00:10.000
            What comes before "First" is in no chapter, and some players show none at all then.
            next: begin the first chapter at 0
        """,
        """
        x.md:5:3: warning: another chapter begins at 00:00:30.000 too
            "Again" is left out.
            next: give each chapter a time of its own
        """,
        """
        x.md:6:3: warning: the chapter "Behind" begins after the end of the video
            It begins at 00:01:00.000, the video ends at 00:01:00.000. It is left out.
            next: correct its time
        """,
      ])
  }

  @Test func `a bad file of chapters costs the chapters alone`() {
    let (chapters, diagnostics) = resolved(["x.mp4": "v", "x.chapters.vtt": "WEBVTT\n", "x.chapters.srt": file])
    #expect(chapters == ["0 The start & more", "10000 Then"])
    #expect(diagnostics.map(\.id) == ["second-chapters"])
    #expect(
      resolved(["x.mp4": "v", "x.chapters.vtt": "WEBVTT\n"]).diagnostics.map(\.text) == [
        """
        x.chapters.vtt: error: these chapters cannot be used: there is no cue in it
            The video is published without them.
            next: write them as WebVTT: one cue a chapter, its text the title
        """
      ])
  }
}
