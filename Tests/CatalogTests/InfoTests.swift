import Diagnostics
import Testing

@testable import Catalog

/// What yt-dlp leaves beside a video.
struct InfoTests {
  private let json = #"""
    {"id": "abc", "title": "A  talk", "description": "See https://example.org/\n<b>", "timestamp": 1714573800,
     "upload_date": "20240501", "tags": ["one", "one", 2, "two"], "channel": "Ann", "uploader": "ann",
     "chapters": [{"start_time": 0, "end_time": 5.5, "title": "Start"}, {"start_time": 5.5, "title": "Then"}, {"title": "x"}],
     "webpage_url": "https://example.org/v", "language": "fre", "license": "Creative Commons Attribution license (reuse allowed)",
     "series": "S", "season_number": 2, "episode_number": 3, "age_limit": 18, "availability": "unlisted", "location": null,
     "formats": [{"url": "https://expired"}]}
    """#

  @Test func `fields are taken by the table, absent and strange ones are left`() throws {
    let info = try VideoInfo(Array(json.utf8), zone: .utc)
    #expect(info.title == "A talk")
    #expect(info.date?.rfc3339 == "2024-05-01T14:30:00Z")
    #expect(info.tags == ["one", "two"])
    #expect(info.authors == ["Ann"])
    #expect(info.chapters == [.init(start: 0, title: "Start"), .init(start: 5500, title: "Then")])
    #expect(info.language == "fr")
    #expect(info.licence?.spdx == "CC-BY-3.0")
    #expect((info.series, info.season, info.episode) == ("S", 2, 3))
    #expect((info.privacy, info.ageLimit, info.location) == (.unlisted, 18, nil))
  }

  @Test func `front matter comes before info_json, that before the container, that before the name`() throws {
    func title(_ files: [String: String], container: String?) -> String? {
      let (tree, _) = read(files)
      return Resolver.resolve(
        tree: tree, facts: { _ in someFacts("v", title: container) }, ledger: Ledger(), now: instant("2026-01-01")
      ).catalog.videos.first?.title
    }
    var files = ["by_name [dQw4w9WgXcQ].mp4": "v"]
    #expect(title(files, container: nil) == "By name")
    #expect(title(files, container: "By container") == "By container")
    files["by_name [dQw4w9WgXcQ].info.json"] = #"{"title": "By info"}"#
    #expect(title(files, container: "By container") == "By info")
    files["by_name [dQw4w9WgXcQ].md"] = "---\ntitle: By hand\n---\n"
    #expect(title(files, container: "By container") == "By hand")
  }

  @Test func `its description becomes the text where there is none, letter by letter`() throws {
    let result = resolve(["x.mp4": "v", "x.info.json": json])
    let video = try #require(result.catalog.videos.first)
    #expect(video.bodyHTML.contains("<a href=\"https://example.org/\">") && video.bodyHTML.contains("&lt;b&gt;"))
    #expect(video.slug == "x")
    #expect(video.sensitive == .yes(reason: nil))
  }

  @Test func `what was private stays a draft until somebody says otherwise`() {
    let files = ["x.mp4": "v", "x.info.json": #"{"availability": "private"}"#]
    let result = resolve(files)
    #expect(result.catalog.videos.isEmpty)
    #expect(
      result.diagnostics.map(\.text) == [
        """
        x.mp4: warning: this video is not public where it comes from, and is kept as a draft
            Its .info.json says so.
            next: write "privacy: public" or "privacy: unlisted" into its .md to publish it
        """
      ])
    #expect(resolve(files.merging(["x.md": "---\nprivacy: public\n---\n"]) { $1 }).catalog.videos.count == 1)
  }

  @Test func `a damaged one costs what it tells, not the video`() {
    let (tree, diagnostics) = read(["x.mp4": "v", "x.info.json": "{\"title\":\n oops}"])
    #expect(tree.videos.map(\.isRefused) == [false])
    #expect(
      diagnostics.map(\.text) == [
        """
        x.info.json:2: warning: this .info.json cannot be used: an unexpected byte
            The video is published without what it tells.
            next: download it again, or remove it
        """
      ])
  }

  @Test func `no bytes make the reader stop`() {
    for bytes in mutations(of: Array(json.utf8), count: 1000) { _ = try? VideoInfo(bytes, zone: .utc) }
  }
}
