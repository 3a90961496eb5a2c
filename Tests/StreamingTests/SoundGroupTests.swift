import Catalog
import CatalogFile
import Facts
import JSON
import Site
import Testing

/// Several sounds of one video, as HLS players are told of them.
@Suite struct `The group of sounds` {
  private let french = sound("audio", TrackFacts(channels: 2, language: "fr"))
  private let english = sound("audio-en", TrackFacts(channels: 6, language: "en"))
  private let description = sound("audio-en-description", TrackFacts(channels: 1, language: "en", isDescription: true))

  private func master(_ sounds: [RenditionFacts], language: String? = nil) throws -> String {
    var video = video("a", renditions: [rendition("720p")] + sounds)
    video.language = language
    return try text("videos/a/master.m3u8", Streaming.documents(context([video])))
  }

  private func media(_ master: String) -> [Substring] {
    master.split(separator: "\n").filter { $0.hasPrefix("#EXT-X-MEDIA:") }
  }

  @Test func `has the sound in the films as its default without an address, and the others beside it`() throws {
    let master = try master([french, english, description])
    #expect(
      media(master) == [
        #"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Français",LANGUAGE="fr",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2""#,
        #"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,CHANNELS="6",URI="../../\#(folder)\#(stem("audio-en")).m3u8""#,
        #"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="English (AD)",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,CHARACTERISTICS="public.accessibility.describes-video",CHANNELS="1",URI="../../\#(folder)\#(stem("audio-en-description")).m3u8""#,
      ])
    let lines = master.split(separator: "\n")
    let variants = lines.filter { !$0.hasPrefix("#") }
    #expect(variants == ["../../\(folder)\(stem("720p")).m3u8", "../../\(folder)\(stem("audio")).m3u8"])
    // The most that a player loads at once: a variant and one of the others.
    let streams = lines.filter { $0.hasPrefix("#EXT-X-STREAM-INF:") }
    #expect(streams.allSatisfy { $0.contains(#",AUDIO="audio""#) })
    #expect(streams.first?.hasPrefix("#EXT-X-STREAM-INF:BANDWIDTH=4140,AVERAGE-BANDWIDTH=3230,") == true)
  }

  @Test func `is not there where there is nothing to choose, and other servers never see one`() throws {
    #expect(try media(master([french])).isEmpty)
    #expect(try !master([french]).contains("AUDIO="))
    let documents = Streaming.documents(context([video("a", renditions: [rendition("720p"), french, english])]))
    let shared = try text("videos/a/h264.m3u8", documents)
    #expect(!shared.contains("audio") && !shared.contains("AUDIO"))
  }

  @Test func `has other names for all, and one of each language and kind that is taken by itself`() throws {
    let tracks = [
      TrackFacts(channels: 2), TrackFacts(channels: 2, language: "fr", title: "\"Notes\""),
      TrackFacts(channels: 2, language: "fr", title: "\"Notes\""), TrackFacts(channels: 2),
    ]
    let sounds = tracks.enumerated().map { sound("audio-\($0)", $1) }
    let media = try media(master(sounds))
    #expect(media.compactMap { $0.firstMatch(of: /NAME="([^"]*)"/).map { String($0.1) } } == ["Audio 1", "'Notes'", "'Notes' 2", "Audio 4"])
    #expect(media.map { $0.contains("AUTOSELECT=YES") } == [true, true, false, false])
    #expect(media.map { $0.contains("LANGUAGE=") } == [false, true, true, false])
  }

  @Test func `says of the sound in the films what the author says of the video`() throws {
    let sounds = [sound("audio", TrackFacts(channels: 2)), english]
    #expect(try media(master(sounds, language: "br")).first?.contains(#"NAME="Brezhoneg",LANGUAGE="br""#) == true)
  }

  @Test func `adds the codecs of its members to those of every variant`() throws {
    let opus = sound("audio-en", TrackFacts(channels: 2, language: "en"), codecs: "opus")
    let master = try master([french, opus])
    #expect(master.contains(#"CODECS="avc1.64001f,mp4a.40.2,opus""#) && master.contains(#"CODECS="mp4a.40.2,opus""#))
  }

  @Test func `is told to mirrors with what is heard in each`() throws {
    let video = video("a", renditions: [rendition("720p"), french, description])
    let page = try CatalogPage(JSON(bytes("catalog/1.json", CatalogDocuments.documents(context([video])))))
    let tracks = try #require(page.videos.first).renditions.map(\.track)
    #expect(
      tracks == [
        nil, CatalogTrack(channels: 2, language: "fr", isDescription: false, title: nil),
        CatalogTrack(channels: 1, language: "en", isDescription: true, title: nil),
      ])
  }
}
