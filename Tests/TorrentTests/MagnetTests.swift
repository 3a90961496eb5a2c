import Hashing
import Testing
import Torrent

@Suite struct `Magnet links` {
  private let v1 = SHA1.hash(Array("a".utf8))
  private let v2 = SHA256.hash(Array("a".utf8))

  @Test func `a hybrid names both hashes, then name, trackers, web seeds and the torrent file`() {
    let magnet = Magnet(
      infohash: Infohash(v1: v1, v2: v2), name: "Été & co+.mp4", trackers: ["https://t.example/announce"],
      webSeeds: ["https://v.example/media/a%20b.mp4"], torrentURL: "https://v.example/media/a.torrent")
    #expect(
      magnet.link
        == "magnet:?xt=urn:btih:\(v1.hex)&xt=urn:btmh:1220\(v2.hex)&dn=%C3%89t%C3%A9%20%26%20co%2B.mp4"
        + "&tr=https%3A%2F%2Ft.example%2Fannounce&ws=https%3A%2F%2Fv.example%2Fmedia%2Fa%2520b.mp4"
        + "&xs=https%3A%2F%2Fv.example%2Fmedia%2Fa.torrent")
  }

  @Test func `without addresses hash and name remain`() {
    #expect(Magnet(infohash: Infohash(v1: v1, v2: nil), name: "a").link == "magnet:?xt=urn:btih:\(v1.hex)&dn=a")
    #expect(Magnet(infohash: Infohash(v1: nil, v2: v2), name: "a").link == "magnet:?xt=urn:btmh:1220\(v2.hex)&dn=a")
  }
}
