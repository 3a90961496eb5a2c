import Catalog
import Diagnostics
import Hashing
import Testing

/// The words that people read when an input is wrong: place, reason, next step.
struct ContentDiagnosticTests {
  private func text(of files: [String: String]) -> String {
    read(files).diagnostics.map(\.text).joined(separator: "\n")
  }

  @Test func `an unknown key gets a suggestion and a place`() {
    #expect(
      text(of: ["content/a/x.mp4": "v", "content/a/x.md": "---\ntitle: X\ndescripton: y\n---\n"]) == """
        content/a/x.md:3:1: error: unknown key "descripton"
            Did you mean "description"?
            next: write "description", or move your own data under extra:
        """)
    #expect(
      text(of: ["x.mp4": "v", "x.md": "---\nwholly_other: y\n---\n"]) == """
        x.md:2:1: error: unknown key "wholly_other"
            next: move your own data under extra:
        """)
  }

  @Test func `an unknown key inside a list of maps says where`() {
    #expect(
      text(of: ["x.mp4": "v", "x.md": "---\nchapters:\n  - at: 1\n    titel: One\n---\n"]) == """
        x.md:4:5: error: unknown key "titel" in chapters
            Did you mean "title"?
            next: use only at, title
        """)
  }

  @Test(arguments: ["2024-02-30", "yesterday", "2024-5-1", "2024-05-01T25:00", "[2024]"])
  func `a bad date`(_ date: String) {
    let expected =
      date == "[2024]"
      ? """
      x.md:3:7: error: "date" must be a date, not a list
          next: change the value of "date"
      """
      : """
      x.md:3:7: error: "date": "\(date)" is not a date
          next: write a day of the calendar such as 2024-05-01, or a time such as 2024-05-01T18:30:00+02:00
      """
    #expect(text(of: ["x.mp4": "v", "x.md": "---\ntitle: X\ndate: \(date)\n---\n"]) == expected)
  }

  @Test func `a front matter that never ends`() {
    #expect(
      text(of: ["x.mp4": "v", "x.md": "---\ntitle: X\nText.\n"]) == """
        x.md:1:1: error: the front matter that starts here never ends
            It lies between two lines that hold only "---".
            next: add a line "---" after the last key
        """)
  }

  @Test func `a pointer of Git LFS names the command that fetches it`() {
    let oid = String(repeating: "4d7a2146", count: 8)
    #expect(
      text(of: ["a b/x.mp4": "version https://git-lfs.github.com/spec/v1\noid sha256:\(oid)\nsize 1234567890\n"]) == "")
    let (tree, _) = read([
      "a b/x.mp4": "version https://git-lfs.github.com/spec/v1\noid sha256:\(oid)\nsize 1234567890\n"
    ])
    guard case .pointer(let digest, let size, let diagnostic) = tree.videos.first?.media else {
      Issue.record("not seen as a pointer")
      return
    }
    #expect((digest?.hex, size) == (oid, 1_234_567_890))
    #expect(
      diagnostic.text == """
        a b/x.mp4: error: this is a pointer of Git LFS, not a video
            The video (1.2 GB, object 4d7a2146) has not been fetched.
            next: git lfs pull --include 'a b/x.mp4'
        """)
  }

  @Test func `git-annex is seen as a link, as a pointer file and as the text of a link`() {
    let digest = String(repeating: "f50d", count: 16)
    let key = "SHA256E-s31390--\(digest).mp4"
    var source = MemorySource([
      "b.mp4": "/annex/objects/\(key)\n", "c.mp4": "../.git/annex/objects/xx/yy/\(key)/\(key)",
    ])
    source.danglingLinks = ["a.mp4": ".git/annex/objects/xx/yy/\(key)/\(key)"]
    let (tree, diagnostics) = ContentReader.read(project: "/videos", source: source)
    #expect(diagnostics == [])
    let texts = tree.videos.map { video -> String in
      if case .pointer(let found, 31_390, let diagnostic) = video.media, found?.hex == digest { return diagnostic.text }
      return "\(video.media)"
    }
    #expect(
      texts
        == ["a", "b", "c"].map {
          """
          \($0).mp4: error: the content of this file is not here: git-annex keeps it elsewhere
              The video (31 kB, key SHA256E f50df50df50d) has not been fetched.
              next: git annex get \($0).mp4
          """
        })
  }

  @Test func `a text without a video file, a link that leads nowhere`() {
    var source = MemorySource(["a/talk.md": "---\ntitle: X\n---\n", "w/index.md": ""])
    source.danglingLinks = ["z.mp4": "/mnt/disk/z.mp4"]
    let texts = ContentReader.read(project: "/videos", source: source).tree.videos.map { video -> String in
      if case .absent(let diagnostic) = video.media { diagnostic.text } else { "\(video.media)" }
    }
    #expect(
      texts == [
        """
        a/talk.md: error: there is no video file for this text
            A file with the same name and the ending of a video was expected beside it: talk.mp4, talk.mkv ...
            next: put the video there, or remove this text
        """,
        """
        w/index.md: error: there is no video file for this text
            A folder with an index.md is one video, and holds exactly one video file.
            next: put the video into the folder, or rename index.md
        """,
        """
        z.mp4: error: this link leads to nothing
            Its target is /mnt/disk/z.mp4.
            next: put the target back, or remove the link
        """,
      ])
  }

  @Test func `a key that is written twice names both lines`() {
    #expect(
      text(of: ["x.mp4": "v", "x.md": "---\ntitle: X\ntags: [a]\ntitle: Y\n---\n"]) == """
        x.md:4:1: error: "title" is written twice
            The first one is on line 2.
            next: keep one of the two
        """)
  }

  @Test func `broken YAML says where in the file`() {
    #expect(
      text(of: ["x.mp4": "v", "x.md": "---\ntitle: X\ntags: [a, b\n---\n"]).hasPrefix(
        "x.md:4:1: error: this is not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'"))
    #expect(
      text(of: ["x.mp4": "v", "x.md": "---\ntitle: été: plus\n---\n"]).hasPrefix(
        "x.md:2:13: error: this is not valid YAML: mapping values are not allowed in this context"))
  }

  @Test func `columns count bytes, lines those of the file`() {
    let (_, diagnostics) = read(["x.mp4": "v", "x.md": "---\nextra: {été: 1}\nauthors: [Zoé, {a: b}]\n---\n"])
    #expect(diagnostics.map(\.location) == [Location("x.md", line: 3, column: 17)])
  }

  @Test func `all that is wrong is told at once, sorted`() {
    let (_, diagnostics) = read([
      "bobine.yml": "base_url: ftp://x\nper_page: many\n", "b.mp4": "v", "b.md": "---\nslug: No Slug\nuuid: 12\n---\n",
      "a.mp4": "v", "a.md": "---\ncategory: Musik\nlicence: CC-BY-5.0\nprivacy: privat\nrenditions: [big]\n---\n",
    ])
    #expect(
      diagnostics.map { "\($0.location?.description ?? "-") \($0.id)" } == [
        "a.md:2:11 invalid-value", "a.md:3:10 invalid-value", "a.md:4:10 invalid-value", "a.md:5:14 invalid-value",
        "b.md:2:7 invalid-value", "b.md:3:7 invalid-value", "bobine.yml:1:11 invalid-value",
        "bobine.yml:2:11 wrong-type",
      ])
    #expect(
      diagnostics.compactMap(\.note) == [
        "Did you mean \"Music\"?", "Did you mean \"CC-BY-4.0\"?", "Did you mean \"no-slug\"?",
      ])
  }

  @Test func `a text that is not UTF-8 names its line`() {
    var source = MemorySource(["x.mp4": "v"])
    source.files["x.md"] = Array("---\ntitle: ".utf8) + [0xE9, 0x74, 0xE9] + Array("\n---\n".utf8)
    #expect(
      ContentReader.read(project: "/v", source: source).diagnostics.map(\.text) == [
        """
        x.md:2: error: this text is not written in UTF-8
            next: save the file again as UTF-8
        """
      ])
  }

  @Test func `a bad caption costs the caption alone`() {
    let (tree, diagnostics) = read([
      "x.mp4": "v", "x.fr.srt": "no cue here\n", "x.en.vtt": "WEBVTT\n\n0:1 --> soon\nHi\n",
    ])
    #expect(tree.videos.first?.captions == [])
    #expect(tree.videos.first?.isRefused == false)
    #expect(
      diagnostics.map(\.text) == [
        """
        x.en.vtt:3: error: these captions cannot be used: "0:1 --> soon" is no time of the form 00:01.000 --> 00:02.000
            The video is published without them.
            next: write them as WebVTT or SubRip (.srt)
        """,
        """
        x.fr.srt: error: these captions cannot be used: there is no cue in it
            The video is published without them.
            next: write them as WebVTT or SubRip (.srt)
        """,
      ])
  }

  @Test func `an error in the front matter refuses the video: the key may have been privacy`() {
    #expect(read(["x.mp4": "v", "x.md": "---\nprivcy: draft\n---\n"]).tree.videos.map(\.isRefused) == [true])
    #expect(resolve(["x.mp4": "v", "x.md": "---\nprivcy: draft\n---\n"]).catalog.videos.isEmpty)
  }

  @Test func `aliases of aliases are bounded`() {
    var yaml = "extra:\n  a0: &a0 [x, x]\n"
    for level in 1...30 { yaml += "  a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(read(["x.mp4": "v", "x.md": "---\n\(yaml)---\n"]).diagnostics.map(\.id) == ["yaml-too-large"])
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    #expect(
      read(["x.mp4": "v", "x.md": "---\nextra: {a: \(deep)}\n---\n"]).diagnostics.map(\.id) == ["yaml-too-large"])
  }

  @Test func `no bytes of a text make the reader stop`() {
    let text = """
      ---
      title: "Un été: l’histoire"
      date: 2024-05-01T18:30:00+02:00
      tags: [a, "b", &c c, *c]
      chapters:
        - {at: "1:02:03", title: One}
      extra: {deep: [{a: 1}, ~, 2]}
      ---
      # Text with *marks* and <b>HTML</b> | table |
      """
    for bytes in mutations(of: Array(text.utf8)) {
      var source = MemorySource(["x.mp4": "v"])
      source.files["x.md"] = bytes
      #expect(ContentReader.read(project: "/v", source: source).tree.videos.count == 1)
    }
  }
}
