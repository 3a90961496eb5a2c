import Catalog
import Facts
import Hashing
import Site
import Testing

@Suite struct WatchPageTests {
  private func watch(_ site: SiteConfig = Sample.site(), _ change: (inout Video) -> Void = { _ in }) throws -> String {
    let pages = try Sample.pages(Sample.catalog(site, [Sample.video(1, "The tide", channel: "talks", change)]))
    return try #require(pages["videos/video-1/index.html"])
  }

  private func lines(_ page: String, with text: String) -> [String] {
    page.split(separator: "\n").filter { $0.contains(text) }.map(String.init)
  }

  @Test func `the playlist is the first source, then every file with its full codecs`() throws {
    let page = try watch { $0.facts.renditions.append(Sample.file("b", height: 720, codec: .av1)) }
    let folder = "../../media/\(Sample.video(1, "", channel: "talks").facts.folder)"
    #expect(
      lines(page, with: "<source") == [
        "<source src=\"master.m3u8\" type=\"application/vnd.apple.mpegurl\">",
        "<source src=\"\(folder)/\(Sample.file("video-1").stem).mp4\" type=\"video/mp4; codecs=&quot;avc1.64001f, mp4a.40.2&quot;\">",
        "<source src=\"\(folder)/\(Sample.file("b", codec: .av1).stem).mp4\" type=\"video/mp4; codecs=&quot;av01.0.05M.08, opus&quot;\">",
      ])
  }

  @Test(arguments: [("en", "Audio only"), ("fr", "Audio seul")])
  func `sound alone is a download in the words of the page, and no source of the player`(language: String, word: String)
    throws
  {
    let page = try watch(Sample.site { $0.language = language }) {
      $0.facts.renditions.append(Sample.sound("video-1"))
    }
    #expect(page.contains("<strong>\(word)</strong> <span>AAC · 6"), "\(page)")
    #expect(page.contains("download=\"video-1-audio.mp4\""))
    #expect(!lines(page, with: "<source").contains { $0.contains("/audio-") })
    #expect(lines(page, with: "<source").count == 2)
  }

  @Test func `other sounds are links that play them alone, in the words of the page, and downloads`() throws {
    let page = try watch {
      $0.facts.renditions += [
        Sample.sound("v", "audio", TrackFacts(channels: 2, language: "en")),
        Sample.sound("v", "audio-fr", TrackFacts(channels: 2, language: "fr")),
        Sample.sound("v", "audio-en-description", TrackFacts(channels: 2, language: "en", isDescription: true)),
        Sample.sound("v", "audio-fr-ca", TrackFacts(channels: 2, language: "fr-CA", title: "<Notes>")),
      ]
    }
    let links = lines(page, with: "type=\"audio/mp4\"")
    #expect(links.count == 3)
    #expect(
      links[0].contains("/audio-fr-")
        && links[0].hasSuffix(" hreflang=\"fr\" type=\"audio/mp4\" dir=\"auto\">French</a></li>"))
    #expect(links[1].hasSuffix(">English, audio description</a></li>"))
    #expect(links[2].hasSuffix(">&lt;Notes&gt;</a></li>"))
    let names = page.matches(of: /<strong>(Audio only[^<]*)</).map { String($0.1) }
    #expect(
      names == [
        "Audio only: English", "Audio only: French", "Audio only: English, audio description",
        "Audio only: &lt;Notes&gt;",
      ])
    #expect(try !watch { $0.facts.renditions.append(Sample.sound("v")) }.contains("soundtracks"))
  }

  @Test func `captions are tracks, and those in the page's language are on where the video speaks another`() throws {
    let captions = ["en", "fr"].map {
      Video.Caption(language: $0, label: $0, kind: .captions, isAutomatic: $0 == "fr", webVTT: [])
    }
    let english = try watch { $0.captions = captions }
    #expect(
      lines(english, with: "<track kind=\"captions\"") == [
        "<track kind=\"captions\" src=\"captions.en.vtt\" srclang=\"en\" label=\"en\">",
        "<track kind=\"captions\" src=\"captions.fr.vtt\" srclang=\"fr\" label=\"fr (automatic)\">",
      ])
    let french = try watch {
      $0.captions = captions; $0.language = "fr"
    }
    #expect(
      lines(french, with: " default>") == [
        "<track kind=\"captions\" src=\"captions.en.vtt\" srclang=\"en\" label=\"en\" default>"
      ])
    #expect(french.contains("<h1 class=\"watch-title\" lang=\"fr\" dir=\"auto\">"))
  }

  @Test func `chapters are a track and links that open the file at that second without a script`() throws {
    let page = try watch { $0.chapters = [.init(start: 0, title: "One"), .init(start: 74_900, title: "Two & more")] }
    #expect(page.contains("<track kind=\"chapters\" src=\"chapters.vtt\" srclang=\"en\" label=\"Chapters\">"))
    #expect(page.contains(".mp4#t=74\" data-seconds=\"74\"><span class=\"chapter-time\">1:14</span>"))
    #expect(page.contains("Two &amp; more"))
  }

  private static func speech(_ cues: Int) -> [UInt8] {
    var text = "WEBVTT\n"
    for cue in 0..<cues {
      let (minutes, seconds) = (cue * 5 / 60, cue * 5 % 60)
      let time = (minutes < 10 ? "0" : "") + "\(minutes):" + (seconds < 10 ? "0" : "") + "\(seconds)"
      text += "\n\(time).000 --> \(time).900\nSentence <b>\(cue)</b> &amp; more.\n"
    }
    return Array(text.utf8)
  }

  private static func spoken(_ language: String, _ cues: Int) -> Video.Caption {
    Video.Caption(
      language: language, label: language, kind: .captions, isAutomatic: language == "fr", webVTT: speech(cues))
  }

  @Test func `what is said stands on the page, one text a language, each paragraph with a link to its time`() throws {
    let page = try watch { $0.captions = [Self.spoken("en", 3), Self.spoken("fr", 2)] }
    #expect(lines(page, with: "<details class=\"transcript\"").count == 2)
    #expect(lines(page, with: "<ol class=\"transcript-text\"").map { $0.contains(" lang=\"fr\"") } == [false, true])
    let paragraphs = lines(page, with: "class=\"transcript-time\"")
    #expect(paragraphs.count == 5)
    #expect(paragraphs[1].contains(".mp4#t=5\" data-seconds=\"5\">0:05</a> <p>Sentence 1 &amp; more.</p>"))
    #expect(lines(page, with: "A program wrote down").count == 1)
    let others = try watch {
      $0.captions = [Self.spoken("en", 3)]
      $0.captions[0].kind = .descriptions
    }
    #expect(!others.contains("transcript"))
  }

  @Test func `hours of speech have a page of their own, whose times lead to the watch page`() throws {
    let video = Sample.video(1, "The tide", channel: "talks") {
      $0.captions = [Self.spoken("en", 1000), Self.spoken("fr", 1000)]
    }
    let pages = try Sample.pages(Sample.catalog(Sample.site(), [video]))
    let watch = try #require(pages["videos/video-1/index.html"])
    #expect(lines(watch, with: "href=\"transcript/#fr\"").count == 1)
    #expect(!watch.contains("Sentence"))
    let page = try #require(pages["videos/video-1/transcript/index.html"])
    #expect(page.contains("<title>Transcript of The tide · "))
    #expect(page.contains("<h2 class=\"section-title\" id=\"fr\" lang=\"fr\"><bdi>fr</bdi></h2>"))
    #expect(lines(page, with: "class=\"transcript-time\" href=\"../#t=").count > 1000)
    #expect(page.contains("Sentence 999 &amp; more."))
  }

  @Test func `the poster is JPEG, which every player takes, and the storyboard a track for scripts`() throws {
    let page = try watch()
    #expect(lines(page, with: "<video").allSatisfy { $0.contains(/poster="[^"]+\.jpg"/) })
    #expect(page.contains("<track kind=\"metadata\" src=\"storyboard.vtt\" label=\"storyboard\">"))
    #expect(try !watch { $0.facts.pictures?.storyboard = nil }.contains("storyboard"))
  }

  @Test func `crossorigin stands on the video only where media live on a host that sends CORS headers`() throws {
    let elsewhere = Sample.site { $0.mediaBaseURL = "https://media.example.net:8443/v/" }
    #expect(try !watch(elsewhere).contains("crossorigin"))
    var cors = elsewhere
    cors.mediaCORS = true
    #expect(try watch(cors).contains("<video class=\"player-video\" controls playsinline preload=\"metadata\""))
    #expect(try watch(cors).contains(" crossorigin=\"anonymous\""))
    #expect(try !watch(Sample.site { $0.mediaCORS = true }).contains("crossorigin"))
    #expect(try watch(cors).contains("media-src &#39;self&#39; https://media.example.net:8443 blob:;"))
    #expect(try watch(cors).contains("src=\"https://media.example.net:8443/v/"))
  }

  @Test func `scripts find the playlist where they may read the media`() throws {
    let two = { (video: inout Video) in video.facts.renditions.append(Sample.file("b", height: 360)) }
    #expect(try watch(Sample.site(), two).contains(" data-player data-hls=\"master.m3u8\">"))
    var elsewhere = Sample.site { $0.mediaBaseURL = "https://media.example.net/" }
    #expect(try !watch(elsewhere, two).contains("data-hls"))
    elsewhere.mediaCORS = true
    #expect(try watch(elsewhere, two).contains(" data-hls=\"master.m3u8\""))
  }

  @Test func `scripts play segments where that gives something to choose`() throws {
    #expect(try !watch { $0.facts.renditions.append(Sample.sound("video-1")) }.contains("data-hls"))
    let sounds = try watch {
      $0.facts.renditions += [
        Sample.sound("v", "audio", TrackFacts(channels: 2, language: "en")),
        Sample.sound("v", "audio-fr", TrackFacts(channels: 2, language: "fr")),
      ]
    }
    #expect(sounds.contains(" data-hls=\"master.m3u8\""))
  }

  @Test func `viewers find one another where the site names a tracker, in swarms that tell the file`() throws {
    let site = Sample.site {
      $0.peers = SiteConfig.Peers(
        tracker: "wss://tracker.example.net:8443/socket", stun: ["stun:a.example", "stun:b.example"])
    }
    let page = try watch(site) { $0.facts.renditions.append(Sample.sound("video-1")) }
    let swarms = [Sample.file("video-1"), Sample.sound("video-1")].map { file in
      // docs/catalog.md, `infohashes`
      let swarm = SHA256.hash(Array("bobine-p2p/1\n".utf8) + file.sha256.bytes).hex.prefix(40)
      return "\(file.stem)=\(swarm)"
    }.joined(separator: " ")
    let folder = Sample.video(1, "", channel: "talks").facts.folder
    #expect(
      page.contains(
        " data-segments=\"../../media/\(folder)/segments-sha256.json\""
          + " data-tracker=\"wss://tracker.example.net:8443/socket\" data-stun=\"stun:a.example stun:b.example\""
          + " data-swarms=\"\(swarms)\">"))
    #expect(page.contains("connect-src &#39;self&#39; wss://tracker.example.net:8443;"))
    #expect(try !watch(site) { $0.privacy = .unlisted }.contains("data-tracker"))
    #expect(try !watch().contains("data-tracker"))
  }

  @Test func `every file can be had as MP4, torrent and magnet, unless the author keeps downloads off`() throws {
    let file = Sample.file("video-1")
    let page = try watch()
    #expect(page.contains("\(file.stem).mp4\" download=\"video-1-720p.mp4\">MP4</a>"))
    #expect(page.contains("\(file.stem).torrent\" type=\"application/x-bittorrent\">"))
    #expect(page.contains("href=\"magnet:?xt=urn:btih:\(file.infohashes.v1.hex)&amp;dn=video-1-720p.mp4&amp;tr="))
    #expect(page.contains("48.3\u{A0}MB"))
    #expect(try !watch { $0.downloads = false }.contains("magnet:"))
  }

  @Test func `what other sites read is absolute, and absent without a base URL`() throws {
    let page = try watch()
    let base = "https://videos.example.org/"
    for line in [
      "<link rel=\"canonical\" href=\"\(base)videos/video-1/\">",
      "<link rel=\"alternate\" type=\"application/activity+json\" href=\"\(base)videos/video-1/video.jsonld\">",
      "<meta name=\"twitter:player\" content=\"\(base)videos/video-1/embed/\">",
      "<meta property=\"og:url\" content=\"\(base)videos/video-1/\">",
    ] { #expect(page.contains(line)) }
    #expect(page.contains("type=\"application/json+oembed\" href=\"\(base)videos/video-1/oembed.json\""))
    #expect(page.contains("\"duration\":\"PT12M33S\""))

    let bare = try watch(Sample.site { $0.baseURL = nil })
    for word in ["canonical", "activity+json", "oembed", "ld+json", "og:url", "twitter:player", "example.org/videos"] {
      #expect(!bare.contains(word), "\(word)")
    }
  }

  @Test func `a player in a card comes over HTTPS alone, and sound has its file beside the player`() throws {
    let plain = try watch(Sample.site { $0.baseURL = "http://videos.example.org/" })
    #expect(!plain.contains("twitter:player") && !plain.contains("secure_url"))
    #expect(plain.contains("<meta name=\"twitter:card\" content=\"summary_large_image\">"))
    let page = try watch()
    #expect(page.contains("<meta name=\"twitter:card\" content=\"player\">"))
    #expect(page.contains("<meta property=\"og:type\" content=\"video."))
    // The file first, then the player.
    let players = page.matches(of: /property="og:video" content="([^"]*)"/).map(\.output.1)
    #expect(players.count == 2 && players[0].hasSuffix(".mp4") && players[1].hasSuffix("/embed/"))
  }

  @Test func `an id stays where it was first published`() throws {
    let page = try watch { $0.idPath = "videos/old-name/video.jsonld" }
    #expect(page.contains("activity+json\" href=\"https://videos.example.org/videos/old-name/video.jsonld\">"))
  }

  @Test func `no title can leave its place in the page`() throws {
    let title = "</script><img src=x onerror=alert(1)>\"'&"
    let page = try watch { $0.title = title }
    #expect(!page.contains("<img src=x"))
    #expect(!page.contains("</script><img"))
    #expect(page.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;</h1>"))
  }

  /// To a program that compares whole characters, a quotation mark with an accent on it is another character.
  @Test func `no title can leave the embed code, also where a mark stands on its signs`() throws {
    let page = try watch { $0.title = "\"\u{301} onload=\"\u{301}alert(1)<\u{301}" }
    let code = try #require(page.split(separator: "<textarea").dropFirst().first)
    #expect(
      code.unicodeScalars.contains(
        "title=&quot;&amp;quot;\u{301} onload=&amp;quot;\u{301}alert(1)&amp;lt;\u{301}&quot; width".unicodeScalars))
  }

  @Test func `a sensitive video waits behind its warning and shows its picture to no other site`() throws {
    let page = try watch { $0.sensitive = .yes(reason: "An accident.") }
    #expect(page.contains("<details class=\"player player-warning"))
    #expect(page.contains("An accident."))
    #expect(page.contains("preload=\"none\""))
    #expect(!page.contains("og:image"))
  }

  @Test func `an unlisted video has its page, and that asks not to be indexed`() throws {
    let listed = Sample.video(2, "Listed", channel: "talks") { $0.tags = [Showcase.tag("shared")] }
    let hidden = Sample.video(1, "Hidden", channel: "talks") {
      $0.privacy = .unlisted
      $0.tags = [Showcase.tag("shared"), Showcase.tag("alone")]
    }
    let pages = try Sample.pages(Sample.catalog(Sample.site(), [hidden, listed]))
    let own = ["videos/video-1/index.html", "videos/video-1/embed/index.html"]
    for (path, page) in pages where !own.contains(path) { #expect(!page.contains("Hidden"), "\(path)") }
    let page = try #require(pages["videos/video-1/index.html"])
    #expect(page.contains("<meta name=\"robots\" content=\"noindex\">"))
    #expect(page.contains("href=\"../../tags/shared/\""))
    #expect(pages["tags/alone/index.html"] == nil)
    #expect(!page.contains("tags/alone/"))
  }
}
