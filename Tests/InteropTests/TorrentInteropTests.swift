import Foundation
import Testing

/// Other people's programs read our torrents, compute the same, and download from the web seed alone.
@Suite(.serialized)
struct `Torrents in other programs` {
  @Test func `read, compute and download the default form`() throws {
    let site = try Site(form: "v1")
    let facts = try site.libtorrentFacts()
    #expect(facts["read"] == facts["v1"])
    #expect(facts["seed"] == ["\(site.nginx.address)/\(site.mp4)"])
    let infohash = try #require(facts["read"]?.first?.split(separator: " ").first)

    let shown = try run("transmission-show", [site.path(site.torrent)])
    #expect(shown.status == 0)
    #expect(shown.output.contains("Hash: \(infohash)"))
    #expect(shown.output.contains("Name: Été à & Brest"))
    let listed = try run("aria2c", ["-S", site.path(site.torrent)])
    #expect(listed.output.contains("Info Hash: \(infohash)"))

    try site.expectDownload { folder in
      try run("/usr/bin/python3", [Workshop.script("torrent_fetch.py"), site.path(site.torrent), folder], timeout: 60)
    }
    try site.expectDownload { folder in
      try run(
        "aria2c",
        [
          "--no-conf", "--enable-dht=false", "--enable-dht6=false", "--bt-enable-lpd=false", "--disable-ipv6=true",
          "--seed-time=0", "--file-allocation=none", "--dir=\(folder)", site.path(site.torrent),
        ], timeout: 60)
    }
    try site.expectDownload { try Self.transmission(site.path(site.torrent), into: $0) }
  }

  @Test func `make the same pieces of the same file`() throws {
    let site = try Site(form: "v1")
    let name = try #require(try site.libtorrentFacts()["name"]?.first)
    // A torrent without a tracker; 2^18 bytes is the piece length of a file of this size.
    let made = site.project.folder.file("other.torrent")
    try run("mktorrent", ["-d", "-l", "18", "-n", name, "-o", made, site.path(site.mp4)])
    let theirs = try #require(FileManager.default.contents(atPath: made))
    let ours = try #require(FileManager.default.contents(atPath: site.path(site.torrent)))
    #expect(Self.pieces(theirs) == Self.pieces(ours))
    #expect(Self.pieces(ours)?.isEmpty == false)
  }

  @Test(arguments: ["hybrid", "v2"])
  func `compute the same infohashes for the other forms`(form: String) throws {
    let site = try Site(form: form)
    let facts = try site.libtorrentFacts()
    #expect(facts["read"] == facts[form])
    guard form == "hybrid" else { return }
    try site.expectDownload { folder in
      try run("/usr/bin/python3", [Workshop.script("torrent_fetch.py"), site.path(site.torrent), folder], timeout: 60)
    }
  }

  /// One video, built for the address of a server that serves it.
  private final class Site {
    let project = Project()
    let nginx: Nginx
    let mp4: String
    let torrent: String

    init(form: String) throws {
      nginx = try Nginx(root: project.output)
      try Clips.mp4(project.file("Été à & Brest.mp4"), seconds: 20)
      try project.write("torrents: \(form)\n", to: "bobine.yml")
      let built = try project.build(["--base-url", nginx.address + "/"])
      try #require(built.status == 0, "\(built.errors)")
      mp4 = try #require(project.renditions.first)
      torrent = mp4.dropLast(".mp4".count) + ".torrent"
    }

    func path(_ name: String) -> String { project.output + "/" + name }

    /// The printed lines by key.
    func libtorrentFacts() throws -> [String: [String]] {
      let printed = try run("/usr/bin/python3", [Workshop.script("torrent_facts.py"), path(torrent), path(mp4)])
      try #require(printed.status == 0, "\(printed.errors)")
      let lines = printed.output.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
      return Dictionary(grouping: lines) { $0[0] }.mapValues { $0.map { $0[1] } }
    }

    func expectDownload(_ download: (String) throws -> Finished) throws {
      let folder = TemporaryFolder()
      let finished = try download(folder.path)
      let names = folder.files()
      #expect(names.count == 1, "\(finished.output)\(finished.errors)")
      let got = try FileManager.default.contents(atPath: folder.file(#require(names.first)))
      #expect(got == FileManager.default.contents(atPath: path(mp4)))
    }
  }

  /// transmission-cli never ends by itself: a script that it runs at completion tells.
  private static func transmission(_ torrent: String, into folder: String) throws -> Finished {
    let scratch = TemporaryFolder()
    try scratch.write(
      """
      {"dht-enabled": false, "lpd-enabled": false, "pex-enabled": false, "utp-enabled": false, "port-forwarding-enabled": false,
       "rpc-enabled": false, "bind-address-ipv4": "127.0.0.1", "peer-port-random-on-start": true}
      """, to: "settings.json")
    let script = try scratch.write("#!/bin/sh\ntouch \(scratch.file("done"))\n", to: "done.sh")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/transmission-cli")
    process.arguments = ["-g", scratch.path, "-w", folder, "-f", script, torrent]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let deadline = Date(timeIntervalSinceNow: 60)
    while !FileManager.default.fileExists(atPath: scratch.file("done")), process.isRunning, Date() < deadline {
      usleep(50_000)
    }
    // Asked politely it waits for trackers that there are none of.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return Finished(status: process.terminationStatus, output: "", errors: "")
  }

  /// The bytes of `pieces` in a bencoded torrent.
  private static func pieces(_ torrent: Data) -> Data? {
    guard let key = torrent.range(of: Data("6:pieces".utf8)),
      let colon = torrent[key.upperBound...].firstIndex(of: 0x3A),
      let count = Int(String(decoding: torrent[key.upperBound..<colon], as: UTF8.self))
    else { return nil }
    return torrent[(colon + 1)..<(colon + 1 + count)]
  }
}
