import Files
import JSON
import Subprocess
import Testing

extension Interop {
  @Suite(.serialized) struct `Torrents and their clients` {
    @Test func `three clients read the default torrent, and each downloads it from the web seed alone`() async throws {
      let site = try Site()
      let port = try await WebServer.freePort()
      try await Clips.make(site.folder("talk & té.mp4"), seconds: 12)
      try await site.built("--base-url", "http://127.0.0.1:\(port)/")
      let torrent = site.folder("public/\(try await site.onlyFilm(".torrent"))")
      let file = site.folder("public/\(try await site.onlyFilm())")
      let read = try await Tool.script("torrents.py", "read", torrent).json()
      let name = try #require(read["name"]?.text)
      let infohash = try #require(read["hashes"]?["v1"]?.text)
      #expect(read["hashes"]?["v2"] == JSON.null)
      #expect(name.hasSuffix("180p.mp4"))
      #expect(read["webSeeds"]?.array?.count == 1)

      let shown = try await Tool.check("transmission-show", [torrent])
      #expect(shown.out.contains(infohash) && shown.out.contains(name), "\(shown)")
      let listed = try await Tool.check("aria2c", ["--show-files", torrent])
      #expect(listed.out.contains(infohash) && listed.out.contains(name), "\(listed)")

      try await WebServer.run(site.folder("public"), port: port) { _ in
        let downloads = try Folder()
        try await Tool.check(
          "aria2c",
          [
            "--dir=\(downloads("aria2"))", "--seed-time=0", "--enable-dht=false", "--enable-dht6=false",
            "--bt-enable-lpd=false",
          ]
            + [
              "--enable-peer-exchange=false", "--listen-port=\(try await WebServer.freePort())",
              "--interface=127.0.0.1", torrent,
            ])
        try await Tool.check("cmp", [file, downloads("aria2/\(name)")])

        try await Tool.script("torrents.py", "fetch", torrent, downloads("libtorrent"))
        try await Tool.check("cmp", [file, downloads("libtorrent/\(name)")])

        try await transmission(torrent, into: downloads, name: name)
        try await Tool.check("cmp", [file, downloads("transmission/\(name)")])
      }
    }

    @Test func `mktorrent computes the same pieces for the same piece length and name`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("talk.mp4"), seconds: 20, size: "640x360")
      try await site.built("--base-url", "https://seed.example/")
      let torrent = site.folder("public/\(try await site.onlyFilm(".torrent"))")
      let file = site.folder("public/\(try await site.onlyFilm())")
      let read = try await Tool.script("torrents.py", "read", torrent).json()
      let name = try #require(read["name"]?.text)
      let length = try #require(read["pieceLength"]?.integer)
      try await Tool.check(
        "mktorrent", ["-l", "\(length.trailingZeroBitCount)", "-n", name, "-o", site.folder("theirs.torrent"), file])
      #expect(try pieces(torrent) == pieces(site.folder("theirs.torrent")))
    }

    @Test(arguments: ["v1", "v2", "hybrid"])
    func `each form has the infohashes that libtorrent computes from the file`(_ form: String) async throws {
      let site = try Site()
      try await Clips.make(site.folder("content/talk.mp4"), seconds: 20, size: "640x360")
      try site.folder.put("torrents: \(form)\ntrackers: [\"https://tracker.example/announce\"]\n", "bobine.yml")
      try await site.built("--base-url", "https://seed.example/")
      let torrent = site.folder("public/\(try await site.onlyFilm(".torrent"))")
      let file = site.folder("public/\(try await site.onlyFilm())")
      let ours = try await Tool.script("torrents.py", "read", torrent).json()
      let theirs = try await Tool.script(
        "torrents.py", "make", file, try #require(ours["name"]?.text), "\(try #require(ours["pieceLength"]?.integer))",
        form
      ).json()
      #expect(ours["hashes"] == theirs)
      #expect(ours["hashes"]?["v1"]?.text != nil || form == "v2")
      #expect(ours["hashes"]?["v2"]?.text != nil || form == "v1")
      #expect(ours["trackers"]?.array?.compactMap(\.text) == ["https://tracker.example/announce"])
      let page = try site.folder.text("public/videos/talk/index.html")
      for hash in [ours["hashes"]?["v1"]?.text, ours["hashes"]?["v2"]?.text.map { "1220" + $0 }].compactMap({ $0 }) {
        #expect(page.contains(hash), "the magnet link does not name \(hash)")
      }
    }

    /// The bytes of `pieces` in a torrent with one.
    private func pieces(_ path: String) throws -> [UInt8] {
      let bytes = try Files.read(path, limit: 16 << 20)
      let key = Array("6:pieces".utf8)
      let start = try #require(bytes.indices.first { bytes[$0...].starts(with: key) }) + key.count
      let colon = try #require(bytes[start...].firstIndex(of: UInt8(ascii: ":")))
      let count = try #require(Int(String(decoding: bytes[start..<colon], as: UTF8.self)))
      return Array(bytes[(colon + 1)..<(colon + 1 + count)])
    }

    /// transmission-cli seeds for ever once it is done, so it is ended when the file is whole.
    private func transmission(_ torrent: String, into folder: Folder, name: String) async throws {
      try Files.makeFolder(folder("transmission"))
      try Files.makeFolder(folder("config"))
      // The script runs when the download is complete and checked.
      try folder.put("#!/bin/sh\ntouch '\(folder("done"))'\n", "finish.sh")
      try await Tool.check("chmod", ["755", folder("finish.sh")])
      try folder.put(
        #"{"dht-enabled": false, "lpd-enabled": false, "pex-enabled": false, "utp-enabled": false, "bind-address-ipv4": "127.0.0.1"}"#,
        "config/settings.json")
      _ = try await Subprocess.run(
        .name("transmission-cli"),
        arguments: [
          "--config-dir", folder("config"), "--download-dir", folder("transmission"), "--finish", folder("finish.sh"),
          "--no-portmap", "--port", "\(try await WebServer.freePort())", torrent,
        ], input: .none, output: .discarded, error: .discarded
      ) { process in
        for _ in 0..<600 where !Files.exists(folder("done")) { try await Task.sleep(for: .milliseconds(100)) }
        try? process.send(signal: .kill)
      }
      #expect(Files.exists(folder("done")), "transmission-cli did not finish in a minute")
    }
  }
}
