import Testing

@testable import Build

struct `Names of torrents` {
  @Test(arguments: [
    ("Général 2024", "Général 2024-1080p.mp4"),
    ("a/b\\c:d*e?f\"g<h>i|j%k", "a_b_c_d_e_f_g_h_i_j_k-1080p.mp4"),
    (".hidden", "_hidden-1080p.mp4"),
    ("", "_-1080p.mp4"),
    ("line\nbreak", "line_break-1080p.mp4"),
  ])
  func `replace what a file system may refuse`(stem: String, name: String) {
    #expect(TorrentNames.fresh(stem: stem, rendition: "1080p") == name)
  }

  @Test func `are cut at a whole character below 200 bytes`() {
    let name = TorrentNames.fresh(stem: String(repeating: "é", count: 300), rendition: "720p")
    #expect(name.utf8.count <= 200)
    #expect(name.utf8.count > 190)
    #expect(name.hasPrefix("éé"))
    #expect(name.hasSuffix("é-720p.mp4"))
  }
}
