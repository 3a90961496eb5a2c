import Catalog
import Facts
import Site
import Torrent

/// A catalogue with everything that a theme must hold: long titles, no picture, upright, sensitive, many files.
enum Showcase {
  static let unbroken =
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsversammlungsprotokollvorlesungsabend"
  static let long =
    "Everything we learned while restoring the last wooden trawler of the western basin, in eleven winters, by those who did it"

  static func videos() -> [Video] {
    let titles = [
      "The slipway and the tide", "Repairing a sewing machine from 1954", "Why the lighthouse went automatic", long,
      unbroken, "Marguerite, conserveuse", "What a library can lend", "A bicycle wheel, spoke by spoke",
      "Songs from the net loft", "The strike of 1967", "Soldering for the first time", "Questions to the mayor",
      "Listening to the estuary", "Paper boats", "Film night: the making of",
    ]
    let channels = ["talks", "workshop", "memories"]
    var videos = titles.enumerated().map { index, title in
      Sample.video(index + 1, title, channel: channels[index % 3])
    }
    videos[0].tags = [tag("harbour"), tag("tides"), tag("heritage"), tag("open access")]
    videos[0].bodyHTML = """
      <p>How a small harbour kept its slipway, told by those who still use it. Filmed over four seasons, with
      <a href="https://example.org/">archive pictures</a> lent by families of the quarter.</p>
      <h2>What we cover</h2>
      <ul>
      <li>Reading a tide table, and when not to believe it</li>
      <li>The winch of 1931 and its <strong>three</strong> engines</li>
      </ul>
      <p>Translated by the audience.</p>

      """
    videos[0].chapters = [
      (0, "Introduction"), (74_000, "Reading a tide table"), (221_000, "The winch and its three engines"),
      (480_000, "Questions"),
    ]
    .map { Video.Chapter(start: Int64($0.0), title: $0.1) }
    videos[0].captions = ["en", "fr"].map {
      Video.Caption(
        language: $0, label: $0 == "en" ? "English" : "Français", kind: .captions, isAutomatic: $0 == "fr", webVTT: [])
    }
    videos[0].licence = Licence(
      name: "CC BY-SA 4.0", spdx: "CC-BY-SA-4.0", peertube: 2, url: "https://creativecommons.org/licenses/by-sa/4.0/")
    videos[0].category = 13
    videos[0].authors = ["Anne Le Gall", "Yusuf Demir"]
    videos[0].location = "Concarneau"
    videos[0].support = "Made by volunteers. A pot of coffee helps."
    videos[0].facts.renditions = [
      Sample.file("video-1", height: 1080, width: 1920, size: 312_400_000),
      Sample.file("video-1", height: 480, width: 854, size: 61_200_000),
      Sample.file("video-1", height: 1080, width: 1920, size: 188_900_000, codec: .av1),
    ]
    videos[2].facts.pictures = nil
    videos[3].facts.pictures = nil
    videos[5].language = "fr"
    videos[5].captions = [
      Video.Caption(language: "en", label: "English", kind: .captions, isAutomatic: false, webVTT: [])
    ]
    videos[5].originallyPublished = Instant(seconds: 1_104_537_600)
    videos[6].sensitive = .yes(reason: "A film of an accident is shown at the end.")
    videos[7].facts.pictures = Sample.pictures("video-8", tall: true)
    videos[7].facts.renditions = [Sample.file("video-8", height: 1280, width: 720)]
    videos[10].privacy = .unlisted
    videos[12].series = Video.Series(name: "Sound walks", season: 1, episode: 3)
    return videos
  }

  static func playlists() -> [Playlist] {
    [
      Playlist(
        slug: "first-steps", title: "First steps", summary: "Where to begin.",
        bodyHTML: "<p>Where to <em>begin</em>.</p>\n<h2>And then</h2>\n<p>Go out.</p>\n", uuid: "",
        entries: (1...6).map { .init(slug: "video-\($0 * 2)") }),
      Playlist(slug: "nothing-yet", title: long, uuid: "", entries: []),
    ]
  }

  static func tag(_ name: String) -> Video.Tag { Video.Tag(name: name, slug: name.replacing(" ", with: "-")) }
}
