import Files
import Hashing
import Testing
import Torrent

@testable import Check

private func bytes(_ site: BuiltSite, _ path: String) throws -> [UInt8] {
  try Files.read("\(site.output)/\(path)", limit: 1 << 26)
}

/// The first text that begins so, to the end of its word.
private func word(_ text: String, _ start: String) throws -> String {
  let place = try #require(text.firstRange(of: start), "there is no \(start)")
  let isRest: (Character) -> Bool = start.hasSuffix("MAP:") ? { $0 != "\n" } : { $0 != "\"" && $0 != "\n" && $0 != "@" }
  return start + text[place.upperBound...].prefix(while: isRest)
}

/// One thing that is broken in a site that is whole, and the rule that has to say so, alone.
struct Mutation: Sendable {
  var rule: CheckRule
  var what: String
  var apply: @Sendable (BuiltSite) throws -> Void

  init(_ rule: CheckRule, _ what: String, _ apply: @escaping @Sendable (BuiltSite) throws -> Void) {
    (self.rule, self.what, self.apply) = (rule, what, apply)
  }

  private static let page = "videos/first/index.html"
  private static func film(_ site: BuiltSite, _ end: String) throws -> String {
    try site.path("media/", end)
  }
  private static func playlist(_ site: BuiltSite) throws -> String {
    try film(site, ".mp4").replacing(".mp4", with: ".m3u8")
  }

  /// Changes a byte of what the first torrent promises of its file, and its infohashes in the catalog.
  private static func promise(_ site: BuiltSite, _ field: (Bencode) -> [UInt8]?) throws {
    let path = try film(site, ".torrent")
    var torrent = try bytes(site, path)
    let before = try #require(BencodeReader.read(torrent)["info"])
    let promised = try #require(field(before))
    let place = try #require(torrent.indices.first { torrent[$0...].starts(with: promised) })
    torrent[place] ^= 1
    try site.write(torrent, path)
    let after = try #require(BencodeReader.read(torrent)["info"])
    try site.edit(
      "catalog/1.json", "\"btih\":\"" + SHA1.hash(before.bytes).hex, "\"btih\":\"" + SHA1.hash(after.bytes).hex)
    try site.edit(
      "catalog/1.json", "\"btmh\":\"" + SHA256.hash(before.bytes).hex, "\"btmh\":\"" + SHA256.hash(after.bytes).hex)
  }

  /// Edits a file of the search index, and the index names it by its new revision.
  private static func search(_ site: BuiltSite, _ name: String, _ from: String, _ to: String) throws {
    let path = "search/\(name).json"
    let before = SHA256.hash(try bytes(site, path)).hex.prefix(8)
    try site.edit(path, from, to)
    try site.edit("search/index.json", String(before), String(SHA256.hash(try bytes(site, path)).hex.prefix(8)))
  }

  static let all: [Mutation] = [
    Mutation(.outputMissing, "no manifest") { try $0.remove(".bobine-manifest", listed: true) },
    Mutation(.manifestDamaged, "another version") {
      try $0.write(Array("bobine-manifest 9\n".utf8), ".bobine-manifest", listed: false)
    },
    Mutation(.buildUnfinished, "a journal is left") {
      try $0.write(Array("\($0.output)\nindex.html\n".utf8), "../.bobine/work/publishing", listed: false)
    },
    Mutation(.fileMissing, "a page is gone") { try $0.remove(page, listed: true) },
    Mutation(.fileMissing, "a media file is gone") { try $0.remove(film($0, ".mp4"), listed: true) },
    Mutation(.fileChanged, "a line is written into a page by hand") {
      try $0.write(Array((try $0.text(page) + "<!-- -->").utf8), page, listed: false)
    },
    Mutation(.fileChanged, "one letter of the same length") {
      try $0.write(Array(try $0.text("robots.txt").replacing("User", with: "user").utf8), "robots.txt", listed: false)
    },
    Mutation(.mediaChanged, "one byte of a film is another") { site in
      let path = try film(site, ".mp4")
      var bytes = try bytes(site, path)
      bytes[bytes.count / 2] ^= 1
      try site.write(bytes, path, listed: false)
    },
    Mutation(.mediaChanged, "a film is cut off") { site in
      let path = try film(site, ".mp4")
      try site.write(Array(try bytes(site, path).dropLast(100)), path, listed: false)
    },
    Mutation(.fileUnknown, "a file of somebody else") { try $0.write([1], "mine.bin", listed: false) },
    Mutation(.siteAddress, "the configuration names another host") {
      try $0.write(Array("title: Test\nbase_url: https://other.example/\n".utf8), "../bobine.yml", listed: false)
      // The ledger of the published site would be told of as well.
      try $0.write(Array(), "../.bobine/published.tsv", listed: false)
    },
    Mutation(.pageLink, "a link to nothing") {
      try $0.edit(page, "href=\"../../channels/town/\"", "href=\"../../channels/toun/\"")
    },
    Mutation(.pageLink, "a picture that is not there") {
      try $0.edit(page, "poster=\"../../media/", "poster=\"../../medium/")
    },
    Mutation(.pageLink, "an absolute address of this site") {
      try $0.edit(
        page, "rel=\"canonical\" href=\"https://videos.example/videos/first/",
        "rel=\"canonical\" href=\"https://videos.example/videos/forst/")
    },
    Mutation(.pageLinkOutside, "a link above the site") {
      try $0.edit(page, "href=\"../../channels/town/\"", "href=\"../../../town/\"")
    },
    Mutation(.pageFragment, "a fragment without its id") {
      try $0.edit(page, "href=\"#content\"", "href=\"#contents\"")
    },
    Mutation(.pageIDTwice, "an id that stands twice") { try $0.edit(page, "<h1 ", "<h1 id=\"content\" ") },
    Mutation(.linkMalformed, "a percent sign alone") {
      try $0.edit(page, "href=\"../../channels/town/\"", "href=\"100%\"")
    },
    Mutation(.pageData, "a data block that is no JSON") {
      try $0.edit(page, "application/ld+json\">{", "application/ld+json\">{{")
    },
    Mutation(.pageData, "a clip of a page that is not there") {
      try $0.edit(
        page, "\"url\":\"https://videos.example/videos/first/?t=0", "\"url\":\"https://videos.example/videos/forst/?t=0"
      )
    },
    Mutation(.pageLink, "a card with a picture that is not there") {
      try $0.edit(
        page, "twitter:image\" content=\"https://videos.example/media/",
        "twitter:image\" content=\"https://videos.example/medium/")
    },
    Mutation(.playlistForm, "no first line") { try $0.edit("videos/first/master.m3u8", "#EXTM3U", "#EXT") },
    Mutation(.playlistForm, "no version") { try $0.edit("videos/first/h264.m3u8", "#EXT-X-VERSION:7\n", "") },
    Mutation(.playlistURI, "a variant that is not there") {
      try $0.edit("videos/first/master.m3u8", "../../media/", "../../medium/")
    },
    Mutation(.playlistRange, "a range behind the end") { site in
      let text = try site.text(playlist(site))
      let range = try word(text, "#EXT-X-BYTERANGE:")
      try site.edit(playlist(site), range, range + "00000")
    },
    Mutation(.playlistTarget, "a target below the segments") { site in
      try site.edit(
        playlist(site), try word(site.text(playlist(site)), "#EXT-X-TARGETDURATION:"), "#EXT-X-TARGETDURATION:1")
    },
    Mutation(.playlistMap, "no map") { site in
      try site.edit(playlist(site), try word(site.text(playlist(site)), "#EXT-X-MAP:") + "\n", "")
    },
    Mutation(.playlistEnd, "no end") { try $0.edit(playlist($0), "#EXT-X-ENDLIST\n", "") },
    Mutation(.playlistCodecs, "no CODECS") { try $0.edit("videos/first/master.m3u8", "CODECS=", "X-CODES=") },
    Mutation(.playlistGroup, "a group that is not there") {
      try $0.edit("videos/first/master.m3u8", "SUBTITLES=\"captions\"", "SUBTITLES=\"texts\"")
    },
    Mutation(.playlistIFrames, "a playlist of whole segments") {
      try $0.edit("videos/first/master.m3u8", ".iframes.m3u8", ".m3u8")
    },
    Mutation(.segmentHashes, "a hash is no hash") { try $0.edit(film($0, "segments-sha256.json"), "\":\"", "\":\"x") },
    Mutation(.segmentHashes, "a range that no playlist names") {
      try $0.edit(film($0, "segments-sha256.json"), ":{\"", ":{\"1")
    },
    Mutation(.vttForm, "no WEBVTT") { try $0.edit("videos/first/chapters.vtt", "WEBVTT", "VTT") },
    Mutation(.vttLink, "a storyboard without its picture") {
      try $0.edit("videos/first/storyboard.vtt", ".jpg#xywh", ".png#xywh")
    },
    Mutation(.jsonForm, "a comma too many") { try $0.edit("videos/first/chapters.json", "}", ",}") },
    Mutation(.documentLink, "an address that leads to nothing") {
      try $0.edit("videos/first/video.jsonld", "/thumbnail-", "/thumbnail0-")
    },
    Mutation(.outboxCrawl, "the first page of another outbox") {
      try $0.edit(
        "channels/town/outbox.jsonld", "\"first\":\"https://videos.example/channels/town/",
        "\"first\":\"https://videos.example/channels/sea/")
    },
    Mutation(.outboxTotal, "a wrong total") {
      try $0.edit("channels/town/outbox.jsonld", "\"totalItems\":1", "\"totalItems\":7")
    },
    Mutation(.webFingerSelf, "a name that leads to another actor") {
      try $0.edit(
        ".well-known/wf/acct:town@videos.example.json", "\"href\":\"https://videos.example/channels/town/actor",
        "\"href\":\"https://videos.example/channels/sea/actor")
    },
    Mutation(.webFingerMissing, "an actor without a name") {
      try $0.remove(".well-known/wf/acct:town@videos.example.json")
    },
    Mutation(.uuidTwice, "two videos with one uuid") { site in
      func uuid(_ slug: String) throws -> String { try word(site.text("videos/\(slug)/video.jsonld"), "\"uuid\":\"") }
      try site.edit("videos/first/video.jsonld", uuid("first"), uuid("second"))
    },
    Mutation(.tombstoneAlive, "a Tombstone beside a living video") {
      try $0.write(
        Array(
          "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"https://videos.example/videos/first/video.jsonld\",\"type\":\"Tombstone\"}"
            .utf8),
        "videos/first/tombstone.jsonld")
    },
    Mutation(.xmlForm, "an element that is not closed") { try $0.edit("feed.xml", "</guid>", "") },
    Mutation(.xmlForm, "an ampersand alone") { try $0.edit("atom.xml", "<title>", "<title>&") },
    Mutation(.feedElement, "an item without its guid") { site in
      try site.edit("feed.xml", "<guid isPermaLink=\"false\">", "<id>")
      try site.edit("feed.xml", "</guid>", "</id>")
    },
    Mutation(.feedElement, "a JSON feed without its version") { try $0.edit("feed.json", "\"version\"", "\"versio\"") },
    Mutation(.feedLink, "a sitemap that leads to nothing") {
      try $0.edit("sitemap.xml", "/channels/town/", "/channels/toun/")
    },
    Mutation(.feedLength, "a wrong length of an enclosure") { try $0.edit("feed.xml", " length=\"", " length=\"1") },
    Mutation(.feedLink, "a JSON feed with a picture that is not there") {
      try $0.edit(
        "feed.json", "\"image\":\"https://videos.example/media/", "\"image\":\"https://videos.example/medium/")
    },
    Mutation(.feedLink, "a frame that shows nothing") { site in
      try site.edit("videos/first/oembed.json", "/videos/first/embed/", "/videos/forst/embed/")
    },
    Mutation(.feedLink, "a torrent of a feed that is not there") {
      try $0.edit("feed.xml", ".torrent\" contentType", ".torrents\" contentType")
    },
    Mutation(.feedIntegrity, "another integrity") { try $0.edit("feed.xml", "value=\"sha256-", "value=\"sha256-x") },
    Mutation(.feedIDTwice, "two items with one id") { site in
      let ids = try site.text("feed.xml").matches(of: /urn:uuid:[0-9a-f\-]{36}/).map { String($0.output) }
      try site.edit("feed.xml", ids[1], ids[0])
    },
    Mutation(.feedIDTwice, "two items of a JSON feed with one id") { site in
      let ids = try site.text("feed.json").matches(of: /urn:uuid:[0-9a-f\-]{36}/).map { String($0.output) }
      try site.edit("feed.json", ids[1], ids[0])
    },
    Mutation(.hostMetaTemplate, "a template to nothing") { try $0.edit(".well-known/host-meta", "/wf/", "/wef/") },
    Mutation(.catalogForm, "another form") { try $0.edit("catalog.json", "\"form\":1", "\"form\":2") },
    Mutation(.catalogFile, "a file that is not there") { try $0.edit("catalog/1.json", "/poster-", "/poster0-") },
    Mutation(.catalogSize, "a wrong size") { try $0.edit("catalog/1.json", "\"size\":", "\"size\":1") },
    Mutation(.catalogHash, "another SHA-256") {
      try $0.edit(
        "catalog/1.json", try word($0.text("catalog/1.json"), "\"sha256\":\""),
        "\"sha256\":\"" + String(repeating: "0", count: 64))
    },
    Mutation(.catalogTotals, "a wrong count") { try $0.edit("catalog.json", "\"bytes\":", "\"bytes\":1") },
    Mutation(.torrentForm, "no bencode") {
      try $0.write(Array("x".utf8) + bytes($0, film($0, ".torrent")), film($0, ".torrent"))
    },
    Mutation(.torrentSize, "another length") { site in
      let path = try film(site, ".torrent")
      var torrent = try bytes(site, path)
      let key = Array("6:lengthi".utf8)
      let place = try #require(torrent.indices.first { torrent[$0...].starts(with: key) })
      torrent.insert(UInt8(ascii: "1"), at: place + key.count)
      try site.write(torrent, path)
    },
    Mutation(.torrentName, "another name in the catalog") {
      try $0.edit("catalog/1.json", "\"torrentName\":\"", "\"torrentName\":\"x")
    },
    Mutation(.torrentPieces, "pieces of other bytes, and the catalog agrees") {
      try promise($0) { $0["pieces"]?.string }
    },
    Mutation(.torrentPieces, "a root of other bytes, and the catalog agrees") {
      try promise($0) { $0["file tree"]?.dictionary?.values.first?[""]?["pieces root"]?.string }
    },
    Mutation(.torrentInfohash, "another infohash in the catalog") {
      try $0.edit(
        "catalog/1.json", try word($0.text("catalog/1.json"), "\"btih\":\""),
        "\"btih\":\"" + String(repeating: "0", count: 40))
    },
    Mutation(.searchForm, "another form of the index") { try $0.edit("search/index.json", "\"form\":1", "\"form\":2") },
    Mutation(.searchForm, "a letter that is no number") { try search($0, "words-", "\"text\":\"", "\"text\":\"!") },
    Mutation(.searchForm, "a video that there is not") { try search($0, "year", "\"2026\":\"AA", "\"2026\":\"AB") },
    Mutation(.searchFile, "a part of the index is gone") { try $0.remove("search/transcripts-.json") },
    Mutation(.searchRevision, "a revision of another build") { site in
      let hash = SHA256.hash(try bytes(site, "search/words-.json")).hex.prefix(8)
      try site.edit("search/index.json", String(hash), "00000000")
    },
    Mutation(.searchLink, "a result without its page") { try search($0, "videos-1", "videos/first/", "videos/forst/") },
    Mutation(.searchLink, "a result without its picture") { try search($0, "videos-1", "/thumbnail-", "/thumbnail0-") },
    Mutation(.searchTotals, "more videos than are shown") {
      try $0.edit("search/index.json", "\"videos\":2", "\"videos\":3")
    },
  ]
}
