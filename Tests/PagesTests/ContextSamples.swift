import Catalog
import Facts

/// Sites that between them fill every value that a page may have, and leave out each that may be absent.
///
/// A new value that may be absent is filled in `full`; that is all a new page kind needs as well, where its page is written
/// for every site.
enum ContextSamples {
  static var catalogs: [Catalog] { [full, elsewhere, bilingual, bare] }

  /// Everything that can be said of a site, a channel and a video.
  private static var full: Catalog {
    let site = Sample.site {
      $0.theme.logo = "logo.svg"
      $0.peers = SiteConfig.Peers(tracker: "wss://tracker.example.net/", stun: ["stun:stun.example.net"])
      $0.perPage = 2
    }
    var videos = Showcase.videos()
    let everything = Sample.video(90, "Everything at once", channel: "talks") {
      $0.language = "fr"
      $0.bodyHTML = "<p>All of it.</p>\n"
      $0.originallyPublished = Instant(seconds: 1_104_537_600)
      $0.sensitive = .yes(reason: "Un accident.")
      $0.tags = [Showcase.tag("tides")]
      $0.authors = ["Anne Le Gall"]
      $0.category = 13
      $0.licence = videos[0].licence
      $0.location = "Concarneau"
      $0.series = Video.Series(name: "Sound walks", season: 1, episode: 4)
      $0.sourceURL = "https://example.org/original"
      $0.support = "A pot of coffee helps."
      $0.chapters = videos[0].chapters
      $0.captions = videos[0].captions
      for index in $0.captions.indices { $0.captions[index].webVTT = speech }
      $0.facts.renditions += [
        Sample.sound("video-90", "audio", TrackFacts(channels: 2, language: "fr")),
        Sample.sound("video-90", "audio-en", TrackFacts(channels: 2, language: "en")),
        Sample.sound("video-90", "audio-3", TrackFacts(channels: 2)),
      ]
    }
    videos.append(everything)
    videos[1].captions = everything.captions
    videos[1].captions[0].webVTT = longSpeech
    // Nobody else has its tag: it has no page.
    videos.append(
      Sample.video(91, "By link alone", channel: "talks") {
        $0.privacy = .unlisted
        $0.tags = [Showcase.tag("alone")]
        $0.authors = ["Nobody else"]
        $0.category = 4
        $0.language = "br"
        $0.licence = Licence(written: "CC0-1.0")
        $0.series = Video.Series(name: "Alone")
      })
    videos[1].series = Video.Series(name: "Sound walks")
    videos[2].facts.renditions = [Sample.sound("video-3")]
    videos[8].facts.pictures?.thumbnails[0].webP = nil
    var channels = Sample.channels()
    for index in channels.indices { channels[index].accent = "#b3261e" }
    return Sample.catalog(site, videos, channels: channels, playlists: Showcase.playlists())
  }

  private static let speech = Array("WEBVTT\n\n00:01.000 --> 00:02.000\nGood evening, all of you.\n\n".utf8)
  /// More than a watch page holds.
  private static let longSpeech = Array(repeating: speech, count: 1000).flatMap { $0 }

  /// Media on another host.
  private static var elsewhere: Catalog {
    let site = Sample.site {
      $0.mediaBaseURL = "https://media.example.org/"
      $0.mediaCORS = true
    }
    return Sample.catalog(site, Showcase.videos())
  }

  /// Texts of a page in another language than its words, and media of a host that lets no script read them.
  private static var bilingual: Catalog {
    let site = Sample.site {
      $0.languages = ["en", "fr"]
      $0.mediaBaseURL = "https://media.example.org/"
    }
    var playlist = Playlist(
      slug: "list", title: "List", bodyHTML: "<p>What.</p>\n", uuid: "",
      entries: [.init(slug: "video-1", start: 65_000)])
    playlist.written = TextLanguages("en")
    let video = Sample.video(1, "One", channel: "talks") {
      $0.captions = [
        Video.Caption(language: "en", label: "English", kind: .captions, isAutomatic: false, webVTT: longSpeech)
      ]
    }
    var catalog = Sample.catalog(site, [video], playlists: [playlist])
    catalog.pages = ["about", "legal", "empty"].map { slug in
      WrittenPage(
        slug: slug, title: slug, summary: "", bodyHTML: slug == "empty" ? "" : "<p>Text.</p>\n",
        written: TextLanguages("en"))
    }
    return catalog
  }

  /// Nothing but what cannot be left out.
  private static var bare: Catalog {
    let site = Sample.site {
      $0.baseURL = nil
      $0.description = nil
      $0.theme = .init()
    }
    let video = Sample.video(1, "Bare", channel: "main") {
      $0.summary = ""
      $0.language = nil
      $0.facts.pictures = nil
      $0.downloads = false
    }
    return Sample.catalog(site, [video], channels: [Channel(name: "main", title: "Main")])
  }
}
