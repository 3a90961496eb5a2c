import Catalog
import Facts
import Files
import Site
import Subprocess
import SystemPackage
import Testing

/// Pages to look at: `BOBINE_SHOWCASE=/tmp/showcase swift test --filter Showcase`, then open `en/index.html` there.
@Suite struct ShowcaseTests {
  private static let folder = Files.environment("BOBINE_SHOWCASE")

  @Test(.enabled(if: folder != nil, "BOBINE_SHOWCASE names no folder"), .timeLimit(.minutes(10)))
  func `the showcase is written with pictures`() async throws {
    guard let folder = Self.folder else { return }
    let base = Showcase.videos()
    let many = (0..<500).map { Sample.video($0 + 1, "Episode \($0 + 1)", channel: "talks") }
    let sites: [(String, SiteConfig, [Video], [Channel])] = [
      ("en", Sample.site(), base, Sample.channels()),
      (
        "fr",
        Sample.site {
          $0.language = "fr"; $0.theme.accent = "#e0457b"; $0.title = "Atelier vidéo"
        }, base, Sample.channels()
      ),
      (
        "empty",
        Sample.site {
          $0.baseURL = nil; $0.description = nil; $0.theme = .init()
        }, [], []
      ),
      ("one", Sample.site { $0.baseURL = nil }, [base[1]], Sample.channels(avatar: false)),
      ("many", Sample.site(), many, Sample.channels()),
    ]
    for (name, site, videos, channels) in sites {
      let root = PathRules.join(folder, name)
      let catalog = Sample.catalog(site, videos, channels: channels)
      let (documents, diagnostics) = Pages.documents(try Sample.context(catalog))
      #expect(diagnostics == [])
      for document in documents {
        try Files.write(try document.render(), to: PathRules.join(root, document.path))
      }
      for (index, video) in videos.prefix(16).enumerated() {
        guard let pictures = video.facts.pictures else { continue }
        let media = PathRules.join(root, "media/\(video.facts.folder)")
        let named = [(pictures.poster, [pictures.poster.posterName, pictures.poster.posterWebPName])]
          + pictures.thumbnails.map { ($0, [$0.thumbnailName, $0.thumbnailWebPName]) }
        for (picture, names) in named {
          for name in names.compactMap({ $0 }) { try await Self.draw(index, picture, PathRules.join(media, name)) }
        }
      }
      for channel in channels {
        for (index, picture) in [channel.avatar, channel.banner].enumerated() {
          guard let picture else { continue }
          let facts = PictureFacts(width: picture.width, height: picture.height, size: 0, sha256: picture.sha256)
          try await Self.draw(index + 3, facts, PathRules.join(root, picture.publishedPath))
        }
      }
    }
  }

  private static func draw(_ index: Int, _ picture: PictureFacts, _ path: String) async throws {
    guard !Files.exists(path) else { return }
    try Files.makeFolder(PathRules.parent(path))
    let size = "\(picture.width)x\(picture.height)"
    let palette = [
      "0x1d3557:0xe9c46a", "0x264653:0xf4a261", "0x2b2d42:0xef8354", "0x0b3954:0xbfd7ea", "0x3d405b:0x81b29a",
    ]
    let colours = palette[index % palette.count].split(separator: ":")
    let source =
      index % 4 == 3
      ? "mandelbrot=size=\(size):start_scale=\(0.05 * Double(index % 7 + 1))"
      : "gradients=size=\(size):c0=\(colours[0]):c1=\(colours[1]):nb_colors=2:seed=\(index + 1):speed=0.01"
    let result = try await run(
      .name("ffmpeg"),
      arguments: [
        "-v", "error", "-y", "-f", "lavfi", "-i", source, "-vf", "noise=alls=6", "-frames:v", "1", "-q:v", "4", path,
      ],
      input: .none, output: .discarded, error: .string(limit: 4096))
    #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
  }
}
