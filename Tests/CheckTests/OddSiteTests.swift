import Diagnostics
import Files
import Testing

@testable import Check

/// Sites whose addresses, media or segments lie elsewhere than usual.
struct `An odd site` {
  private static let settings = [
    "title: Without an address\n",
    "title: Below a path\nbase_url: https://videos.example/films/\n",
    "title: Media elsewhere\nbase_url: https://videos.example/\nmedia_base_url: https://media.example/x/\n",
    "title: Files\nbase_url: https://videos.example/\nsegments: files\ntorrents: v2\n",
  ]

  @Test(.timeLimit(.minutes(15)), arguments: settings)
  func `is whole: unlisted, sound alone, an odd name, an old address`(_ configuration: String) async throws {
    let site = try BuiltSite()
    try site.put(configuration, "bobine.yml")
    try site.put(
      "---\ntitle: Hidden\nprivacy: unlisted\naliases: [old/place]\n---\n[Here](../odd-name-100/)\n", "a/hidden.md")
    try await site.clip("a/hidden.mp4", seconds: 4)
    try site.put("---\ntitle: Odd\nslug: odd-name-100\n---\n", "a/odd näme 100%.md")
    try await site.clip("a/odd näme 100%.mp4", seconds: 3)
    try await site.clip("b/sound.m4a", seconds: 3, ["-vn"])
    try await site.build()
    #expect(try site.check().diagnostics.map(\.text) == [])

    // It is looked at: a film that no address leads to any more is missed, wherever the address points.
    let film = try site.path("media/", ".mp4")
    try site.remove(film)
    let told = Set(try site.check().diagnostics.map(\.id))
    // Playlists of `segments: files` name other files.
    let ofPlaylists = configuration.contains("segments: files") ? [] : ["playlist-uri"]
    #expect(told.isSuperset(of: ["page-link", "torrent-size"] + ofPlaylists), "\(told)")
    try site.mend()
  }
}
