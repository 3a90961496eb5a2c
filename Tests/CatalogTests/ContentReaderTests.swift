import Catalog
import Diagnostics
import Facts
import Testing

/// What a folder means, without any configuration and with it.
struct ContentReaderTests {
  @Test func `a bare folder of videos is a site: one channel a folder, titles by name`() {
    let (tree, diagnostics) = read([
      "intro.mp4": "a", "Assemblée générale/2024-05-01 Discours d’été.mkv": "b", "cours/clip & fin.avi": "c",
      "cours/deep/er/Привет.webm": "d", "notes.txt": "no video",
    ])
    #expect(diagnostics == [])
    #expect(
      tree.videos.map(\.contentPath) == [
        "Assemblée générale/2024-05-01 Discours d’été.mkv", "cours/clip & fin.avi", "cours/deep/er/Привет.webm",
        "intro.mp4",
      ])
    #expect(tree.videos.map(\.channel) == ["assemblee-generale", "cours", "cours", "main"])
    #expect(tree.channels.map(\.channel.title) == ["Assemblée générale", "Cours", "videos"])
    #expect(tree.site.title == "videos")
  }

  @Test func `content is read below content, and its folder playlists is then a channel`() {
    let (tree, _) = read(["content/a/x.mp4": "x", "content/playlists/y.mp4": "y", "outside.mp4": "z"])
    #expect(tree.videos.map(\.contentPath) == ["a/x.mp4", "playlists/y.mp4"])
    #expect(tree.videos.map(\.shownPath) == ["content/a/x.mp4", "content/playlists/y.mp4"])
  }

  @Test func `our own output, hidden folders and the project's own folders are no content`() {
    let (tree, diagnostics) = read([
      "a.mp4": "a", "public/.bobine-manifest": "", "public/media/b.mp4": "b", ".git/c.mp4": "c", "static/d.mp4": "d",
      "templates/page.html": "", "playlists/e.mp4": "e", ".bobine/work/f.mp4": "f",
    ])
    #expect(tree.videos.map(\.contentPath) == ["a.mp4"])
    #expect(tree.staticFiles == ["d.mp4"])
    #expect(tree.templates == ["page.html"])
    #expect(diagnostics == [])
  }

  @Test func `a video takes the text, captions, poster of its stem, in any case of the ending`() throws {
    let (tree, diagnostics) = read([
      "a/talk.MP4": "v", "a/talk.md": "---\ntitle: A talk\n---\nHello *world*.\n", "a/talk.JPG": "p",
      "a/talk.fr.srt": "1\n00:00:01,000 --> 00:00:02,500\n<font color=\"red\">Où</font> & <i>là</i>\n",
      "a/talk.en.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", "a/talk2.de.vtt": "not of this video",
    ])
    #expect(diagnostics == [])
    let video = try #require(tree.videos.first)
    #expect(tree.videos.count == 1)
    #expect(video.frontMatter.title?.value == "A talk")
    #expect(video.body == "Hello *world*.\n")
    #expect(video.poster == .file(absolutePath: "/videos/a/talk.JPG"))
    #expect(video.captions.map(\.caption.language) == ["en", "fr"])
    #expect(video.captions.map(\.caption.label) == ["English", "Français"])
    #expect(
      String(decoding: video.captions[1].caption.webVTT, as: UTF8.self)
        == "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nOù &amp; <i>là</i>\n")
  }

  @Test(arguments: ["mp3", "m4a", "m4b", "AAC", "flac", "ogg", "oga", "opus", "wav", "aiff", "wma", "mka", "weba"])
  func `a file of sound alone is a video`(ending: String) {
    let (tree, diagnostics) = read([
      "a/talk.\(ending)": "s", "a/talk.md": "---\ntitle: A talk\n---\n", "a/talk.jpg": "p",
    ])
    #expect(diagnostics == [])
    #expect(tree.videos.map(\.contentPath) == ["a/talk.\(ending)"])
    #expect(tree.videos.first?.frontMatter.title?.value == "A talk")
    #expect(tree.videos.first?.poster == .file(absolutePath: "/videos/a/talk.jpg"))
  }

  @Test func `what lies beside a film and its sound belongs to the film`() {
    let (tree, diagnostics) = read([
      "a/talk.mp4": "v", "a/talk.mp3": "s", "a/talk.md": "---\ntitle: A talk\n---\n", "a/talk.jpg": "p",
      "a/talk.mp3.md": "---\ntitle: Its sound\n---\n", "a/talk.info.json": "{}",
    ])
    #expect(diagnostics == [])
    #expect(tree.videos.map(\.contentPath) == ["a/talk.mp3", "a/talk.mp4"])
    #expect(tree.videos.map(\.frontMatter.title?.value) == ["Its sound", "A talk"])
    #expect(tree.videos.map(\.poster) == [.automatic, .file(absolutePath: "/videos/a/talk.jpg")])
    #expect(tree.videos.map { $0.info == nil } == [true, false])
  }

  @Test func `of a bundle the one film is the video, else the one sound`() {
    let sound = read(["a/talk/index.md": "", "a/talk/x.mp3": "s", "a/talk/poster.jpg": "p"])
    #expect(sound.diagnostics == [] && sound.tree.videos.map(\.contentPath) == ["a/talk/x.mp3"])
    #expect(sound.tree.videos.first?.poster == .file(absolutePath: "/videos/a/talk/poster.jpg"))
    let both = read(["a/talk/index.md": "", "a/talk/x.mp3": "s", "a/talk/x.wav": "s", "a/talk/y.mkv": "v"])
    #expect(both.tree.videos.map(\.contentPath) == ["a/talk/y.mkv"])
    #expect(both.diagnostics.map(\.id) == ["sound-beside-video"] && both.diagnostics[0].severity == .note)
    #expect(both.diagnostics[0].message.contains("x.mp3, x.wav"))
    let two = read(["a/talk/index.md": "", "a/talk/x.mp3": "s", "a/talk/y.mp3": "s"])
    #expect(two.tree.videos.isEmpty && two.diagnostics.map(\.id) == ["several-videos"])
  }

  @Test func `a folder with index_md and one video is one video of the channel that holds the folder`() throws {
    let (tree, diagnostics) = read([
      "a/workshop/index.md":
        "---\ntitle: Workshop\nchapters:\n- {at: 0, title: Start}\n- {at: \"1:02\", title: Then}\n---\n",
      "a/workshop/raw.mkv": "v", "a/workshop/captions.en.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n",
      "a/workshop/poster.png": "p",
    ])
    #expect(diagnostics == [])
    let video = try #require(tree.videos.first)
    #expect(video.contentPath == "a/workshop/raw.mkv")
    #expect((video.channel, video.name, video.stem) == ("a", "workshop", "raw"))
    #expect(video.captions.map(\.caption.language) == ["en"])
    #expect(video.poster == .file(absolutePath: "/videos/a/workshop/poster.png"))
    #expect(video.frontMatter.chapters?.map(\.value.start) == [0, 62_000])
  }

  @Test func `a bundle with two videos is an error that names them`() {
    let (tree, diagnostics) = read(["b/index.md": "", "b/one.mp4": "1", "b/two.mkv": "2"])
    #expect(tree.videos.isEmpty)
    #expect(
      diagnostics.map(\.text) == [
        """
        b/index.md: error: a folder with an index.md is one video, and this one holds 2
            one.mp4, two.mkv
            next: keep one video file in the folder, or rename index.md after one of them
        """
      ])
  }

  @Test func `channel_md describes its folder and gives defaults to its videos`() throws {
    let (tree, diagnostics) = read([
      "a/channel.md":
        "---\ntitle: Ateliers\nlanguage: fr\nlicence: CC-BY-SA-4.0\nrenditions: [720]\n---\nNos *ateliers*.\n",
      "a/x.mp4": "x", "a/y.mp4": "y", "a/y.md": "---\nrenditions: copy\n---\n", "empty/channel.md": "Nothing yet.\n",
    ])
    #expect(diagnostics == [])
    #expect(tree.channels.map(\.channel.name) == ["a", "empty"])
    let channel = tree.channels[0]
    #expect((channel.channel.title, channel.channel.summary) == ("Ateliers", "Nos ateliers."))
    #expect(channel.licence?.spdx == "CC-BY-SA-4.0")
    #expect(tree.videos.map(\.renditions) == [.list([RenditionName(720)]), .copy])
  }

  @Test func `a channel and the account never share a name`() {
    let (tree, diagnostics) = read(["bobine.yml": "account: {username: news}\n", "news/x.mp4": "x"])
    #expect(tree.site.account.username == "news-account")
    #expect(tree.isSiteRefused)
    #expect(diagnostics.map(\.id) == ["username-taken"])
    #expect(diagnostics.first?.location == Location("bobine.yml", line: 1, column: 21))
  }

  @Test func `a text without its file finds the facts of the file that was there`() {
    let files = ["a/talk.md": "---\ntitle: A talk\n---\n", "a/w/index.md": ""]
    let known = ["a/talk.mkv", "a/w/raw.mp4", "b/talk.mp4"]
    #expect(read(files, known: known).tree.videos.map(\.contentPath) == ["a/talk.mkv", "a/w/raw.mp4"])
    #expect(read(files).tree.videos.map(\.contentPath) == ["a/talk.md", "a/w/index.md"])
  }

  @Test func `a playlist is a title, a text and slugs with their places`() {
    let (tree, diagnostics) = read(["playlists/best-of.md": "---\ntitle: Best of\nvideos: [one, two]\n---\nWatch.\n"])
    #expect(diagnostics == [])
    #expect(tree.playlists.map(\.slug) == ["best-of"])
    #expect(tree.playlists.first?.videos.map(\.value.slug) == ["one", "two"])
    #expect(tree.playlists.first?.videos.last?.location == Location("playlists/best-of.md", line: 3, column: 15))
  }

  @Test func `a video of a playlist may begin and end where its author wants`() {
    let text = "---\nvideos:\n  - one\n  - {slug: two, start: \"1:05\", stop: 90}\n  - {slug: three, stop: 5}\n---\n"
    let (tree, diagnostics) = read(["playlists/a.md": text])
    #expect(diagnostics == [])
    #expect(
      tree.playlists.first?.videos.map(\.value) == [
        .init(slug: "one"), .init(slug: "two", start: 65_000, stop: 90_000), .init(slug: "three", stop: 5000),
      ])
  }

  @Test(arguments: [
    ("{slug: two, from: 5}", "unknown-key", 17), ("{start: 5}", "missing-key", 5), ("[a]", "wrong-type", 5),
    ("{slug: two, start: soon}", "invalid-value", 24), ("{slug: two, start: 9, stop: 9}", "invalid-value", 33),
  ])
  func `a mistake in a playlist's entry is told with its place`(entry: String, id: String, column: Int) {
    let (_, diagnostics) = read(["playlists/a.md": "---\nvideos:\n  - \(entry)\n---\n"])
    let told = diagnostics.first
    #expect(diagnostics.count == 1 && told?.id == id)
    #expect(told?.location?.path == "playlists/a.md" && told?.location?.line == 3)
    #expect(told?.location?.column == column)
  }

  @Test func `equal folders give equal trees, whatever their order on disk`() {
    let files = Dictionary(uniqueKeysWithValues: (0..<50).map { ("f\($0 % 7)/video \($0).mp4", "v\($0)") })
    let first = read(files).tree
    for _ in 0..<5 { #expect(read(files).tree == first) }
  }
}
