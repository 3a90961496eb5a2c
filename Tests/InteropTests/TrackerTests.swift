import Files
import JSON
import Testing

extension Swarming {
  /// In a network of the test's own, with addresses that lead nowhere. opentracker is built for IPv4 alone in Debian, so that answers
  /// in IPv6 have nothing to be compared with; clients that meet over IPv6 stand in `IPv6Tests`.
  @Suite(.serialized) struct `The tracker of the daemon` {
    private static let daemon = PathRules.join(Programs.folder, "bobined")

    /// Runs a command in a network namespace with 10.99.0.1 to 10.99.0.3. A pair of interfaces, because browsers pass loopback over.
    private func isolated(_ command: String, _ arguments: String...) async throws -> JSON {
      let network = """
        set -e; ip link set lo up; ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
        for i in 1 2 3; do ip addr add 10.99.0.$i/24 dev v0; done; ip route add default via 10.99.0.9 dev v0
        """
      return try await Tool.check(
        "unshare", ["-n", "bash", "-c", "\(network)\n\(command)", "bash"] + arguments, seconds: 240
      ).json()
    }

    private func script(_ name: String) -> String {
      PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/\(name)")
    }

    @Test func `brings libtorrent and aria2 together by HTTP and UDP, and answers as opentracker does`() async throws {
      let seen = try await isolated("exec /usr/bin/python3 \"$1\" \"$2\"", script("tracked.py"), Self.daemon)
      let message = Comment(rawValue: String(decoding: seen.bytes, as: UTF8.self))
      for client in ["libtorrent", "aria2", "named"] {
        for name in ["http.bin", "udp.bin"] { #expect(seen["\(client) \(name)"]?.bool == true, message) }
      }
      #expect(seen["first"] == [6881] && seen["second"] == [2001, 6881] && seen["left"] == [2004, 6881], message)
      #expect(seen["unknown"]?.text?.contains("does not know") == true, message)
      #expect(seen["external"] == [10, 99, 0, 1] && seen["scraped"] == [1, 0, 2], message)
      #expect(seen["forged"]?.bool == true, "an announce without a connection id was answered")
      #expect(seen["connected"] == [0, 99] && seen["announced"] == [1, 77, 3, 1], message)
      #expect(seen["udp"] == [2001, 2002, 6881] && seen["udpScrape"] == [2, 78, 1, 0, 3, 0, 0, 0], message)
      #expect(seen["statuses"] == [true, true, true], message)

      for way in ["http", "udp"] {
        let (ours, theirs) = (seen["ours"]?[way]?.array ?? [], seen["opentracker"]?[way]?.array ?? [])
        #expect(ours.count == 9 && theirs.count == 9)
        for (index, (our, their)) in zip(ours, theirs).enumerated() {
          // The one that has just completed needs no seed: we name the leecher alone, opentracker the seed as well.
          if index == 3 {
            #expect(our["peers"] == [3002] && their["peers"] == [3002, 3003], message)
          } else {
            #expect(our["peers"] == their["peers"], message)
          }
          for key in ["complete", "incomplete", "form", "interval", "half", "head"] {
            #expect(our[key] == their[key], "\(way) \(index) \(key): \(message)")
          }
        }
      }
      for key in ["scrape", "udpScrape"] {
        #expect(seen["ours"]?[key] == seen["opentracker"]?[key] && seen["ours"]?[key] != nil, message)
      }
    }

    /// Debian's opentracker closes every connection after its answer, also of clients that would keep it: that costs it most of its
    /// time here, and is how it answers all the same. What each costs where the client closes, and by UDP, is told beside. At small
    /// size the machine does other things at the same time, which slow the one that happens to be asked: half as many are enough there.
    @Test func `answers at least as many announces a second as opentracker does`() async throws {
      let folder = try Folder()
      let (seconds, rounds, least) = Programs.isFull ? (5, 4, 1.0) : (1, 2, 0.5)
      let seen = try await Tool.check(
        "unshare",
        ["-n", "/usr/bin/python3", script("announces.py"), Self.daemon, folder("a"), "\(seconds)", "\(rounds)"],
        seconds: 240
      ).json()
      let message = Comment(rawValue: String(decoding: seen.bytes, as: UTF8.self))
      var ratios: [String: Double] = [:]
      for way in ["kept", "close", "udp"] {
        let rates = try ["bobined", "opentracker"].map { name in
          try #require(seen[way]?[name]?.array?.compactMap(\.double).max(), message)
        }
        ratios[way] = rates[0] / rates[1]
        let spent = ["bobined", "opentracker"].map { seen["cpu"]?[way]?[$0]?.double ?? 0 }
        print("announces a second, \(way): \(rates[0]), opentracker \(rates[1]); microseconds of each: \(spent)")
      }
      #expect(seen["wrong"] == 0 && seen["peers"] == ["bobined": 40, "opentracker": 40], message)
      #expect(try #require(ratios["kept"]) >= least, message)
    }

    @Test func `lets two browsers meet, and forgets the one that goes`() async throws {
      let folder = try Folder()
      let seen = try await isolated(
        """
        mkdir "$1/seeds"
        "$2" --status none --state "$1/state" --tracker 127.0.0.1:6969 --tracker-udp none --tracker-open "$1/seeds" &
        trap "kill $!" EXIT
        for i in $(seq 100); do (: < /dev/tcp/127.0.0.1/6969) 2> "$1/none" && break; sleep 0.1; done
        "$3" "$4" 6969
        """, folder.path, Self.daemon, Programs.python, script("met.py"))
      let message = Comment(rawValue: String(decoding: seen.bytes, as: UTF8.self))
      #expect(seen["alone"] == [0, 1, 120] && seen["two"] == [0, 2, 120] && seen["after"] == [0, 1, 120], message)
      #expect(seen["first"] == ["ping"] && seen["second"] == ["pong"] && seen["errors"] == [], message)
    }

    @Test func `knows every swarm that a site's catalog names`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("talk.mp4"), seconds: 1)
      try await site.built("--base-url", "http://127.0.0.1:1/")
      let seen = try await isolated(
        """
        "$2" --status none --state "$1/.state" --listen 127.0.0.1 --tracker 127.0.0.1:6969 --tracker-udp none "$1/public" &
        trap "kill $!" EXIT
        for i in $(seq 100); do (: < /dev/tcp/127.0.0.1/6969) 2> "$1/.none" && break; sleep 0.1; done
        /usr/bin/python3 "$3" "$1/public" 6969
        """, site.folder.path, Self.daemon, script("listed.py"))
      #expect(seen == ["btih": true, "page": true, "peertube": true])
    }
  }
}
