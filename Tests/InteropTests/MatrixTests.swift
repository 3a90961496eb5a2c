import Files
import JSON
import Testing

extension Interop {
  /// Sources as cameras, phones, recorders and archives leave them, and what becomes of them for a viewer.
  @Suite(.serialized, .builtOnce { try await Site.matrix() }) struct `The matrix of awkward sources` {
    @Test(arguments: Awkward.all)
    func `is published upright, in its own shape, as browsers play it`(_ source: Awkward) throws {
      for shown in try source.renditions(in: try Site.shared).map(\.file) {
        #expect(shown.corners == ["white", "red", "blue", "green"], shown.summary)
        let (width, height) = (shown.number("width"), shown.number("height"))
        // 4:2:0 has even sides: one pixel may be missing at each.
        let shape = Double(source.size.width) / Double(source.size.height)
        #expect(abs(width / height / shape - 1) < 0.02, "\(width)x\(height)")
        #expect(shown.number("comb") < (source.rotation % 180 == 0 ? 4 : 40), "rows of two fields")
        #expect(shown.json["isInterlaced"]?.bool == false)
        #expect(shown.streams == [1, source.sound == .none ? 0 : 1])
        #expect(Int(shown.number("channels")) == source.channels)
        #expect(shown.json["pixels"]?.text == "yuv420p")
        // ISO/IEC 23091-2: 16 is PQ, 18 HLG, and 1, 2 and 6 are standard range or unsaid; libavutil's 2 is full range.
        #expect([1, 2, 6].contains(Int(shown.number("transfer"))))
        #expect(shown.number("range") != 2)
      }
    }

    @Test(arguments: Awkward.all)
    func `lasts as long as its source and shows every picture at its time`(_ source: Awkward) throws {
      for shown in try source.renditions(in: try Site.shared).map(\.file) {
        #expect(abs(shown.number("end") - source.duration) <= 0.05, shown.summary)
        // What a picture rate that is not the source's repeats is the same number again.
        let firsts = shown.pictures.reduce(into: [(time: Double, number: Int)]()) { list, picture in
          if list.last?.number != picture.number { list.append(picture) }
        }
        let (numbers, expected) = (firsts.map(\.number), source.numbers)
        #expect(numbers == numbers.sorted(), shown.summary)
        #expect(Set(numbers).isSubset(of: expected), shown.summary)
        let missing = Set(expected).subtracting(numbers).sorted()
        // Where uneven times meet an even rate, a picture may take another's place.
        #expect(missing.count <= (source.isEven ? 0 : 3), "missing: \(missing)")
        // The first picture stands from the beginning where the sound begins before it.
        let shifts = firsts.dropFirst(source.pictureFrom > 0 ? 1 : 0).map {
          $0.time - (Double($0.number) / source.numbersPerSecond - source.skipped)
        }
        #expect(shifts.allSatisfy { abs($0) <= 0.045 }, "from \(shifts.min() ?? 0) to \(shifts.max() ?? 0) s")
      }
    }

    @Test(arguments: Awkward.all.filter { $0.sound != .none })
    func `keeps picture and sound within 40 milliseconds, in the file and through HLS`(_ source: Awkward) throws {
      for shown in try source.renditions(in: try Site.shared).flatMap({ [$0.file, $0.stream] }) {
        let distances = shown.distances(from: source.soundFrom)
        #expect(distances.count == source.flashes.count { $0 >= source.soundFrom }, shown.summary)
        #expect(distances.count >= 2 && distances.allSatisfy { $0 <= 0.04 }, shown.summary)
      }
    }

    @Test func `plays to its end in Chromium through HLS and in Firefox as a file, and seeks to the picture`() async throws {
      let site = try Site.shared
      for (name, part) in [("file", 0), ("stream", Self.priming)] {
        let lines = try Self.watched.map { source in
          let seeks = try source.seeks(in: site, within: part).map { seek in
            "\(seek.time)" + seek.numbers.reversed().map { ":\($0)" }.joined()
          }
          return "\(source.slug)\t\(seeks.joined(separator: ","))\n"
        }
        try site.folder.put(lines.joined(), "seen/\(name).list")
      }
      let (file, stream) = (site.folder("seen/file.list"), site.folder("seen/stream.list"))
      try await WebServer.run(site.folder("public"), port: try await WebServer.freePort()) { server in
        async let chromium = Tool.script("watched.py", "chromium", server.base, stream, seconds: 600)
        async let firefox = Tool.script("watched.py", "firefox", server.base, file, seconds: 600)
        try expectWatched(try await chromium, file: ".m3u8", site)
        try expectWatched(try await firefox, file: ".mp4", site)
      }
    }

    /// All at full size; else one of three, since a browser takes as long as it plays.
    private static let watched = Awkward.all.enumerated().filter { Programs.isFull || $0.offset % 3 == 0 }.map(\.element)

    /// HLS begins with what the sound's encoder put before the first sample, 21 ms of AAC, and all is later by it.
    private static let priming = 0.022

    private func expectWatched(_ outcome: Outcome, file suffix: String, _ site: Site) throws {
      let lines = outcome.out.split(separator: "\n").filter { $0.hasPrefix("{") }
      #expect(lines.count == Self.watched.count, "\(outcome)")
      for (source, line) in zip(Self.watched, lines) {
        let seen = try JSON(Array(line.utf8))
        let message = Comment(rawValue: String(line))
        #expect(seen["slug"]?.text == source.slug && seen["failed"] == nil && seen["error"] == .null, message)
        #expect(seen["currentSrc"]?.text?.hasSuffix(suffix) == true, message)
        #expect(seen["ended"]?.bool == true, message)
        #expect((seen["waits"]?.double ?? 9) < 0.3, message)
        #expect(seen["corners"]?.array?.compactMap(\.text) == ["white", "red", "blue", "green"], message)
        let numbers = (seen["seen"]?.array ?? []).compactMap { $0.integer.map { Int($0) } }
        let length = seen["duration"]?.double ?? 0
        let allowed = try source.seeks(in: site, within: suffix == ".mp4" ? 0 : Self.priming).map(\.numbers)
        #expect(numbers.count == 3 && zip(numbers, allowed).allSatisfy { $1.contains($0) }, "\(allowed): \(line)")
        #expect(abs(length - source.duration) < 0.1, message)
      }
    }
  }
}

extension Awkward {
  /// The middle of three pictures of the main rendition, not in their order; and the numbers that may be seen there.
  fileprivate func seeks(in site: Site, within part: Double) throws -> [(time: Double, numbers: [Int])] {
    let shown = try #require(try renditions(in: site).first).file
    let pictures = shown.pictures
    return [0.55, 0.2, 0.85].map { share in
      let place = Int(Double(pictures.count) * share)
      let time = (pictures[place].time + pictures[place + 1].time) / 2
      return (time, shown.numbers(at: time, within: part))
    }
  }
}

extension Site {
  /// All sources in one project, so that programs and browsers start once.
  fileprivate static func matrix() async throws -> Site {
    let site = try Site()
    let workshop = try Folder()
    try Files.makeFolder(site.folder("content"))
    try await eachOfTheMatrix { try await $0.make(in: site.folder, workshop: workshop) }
    try await site.built()
    try await eachOfTheMatrix { try await $0.look(in: site) }
    return site
  }

  /// Two at a time.
  private static func eachOfTheMatrix(_ body: @escaping @Sendable (Awkward) async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, source) in Awkward.all.enumerated() {
        if index >= 2 { try await group.next() }
        group.addTask { try await body(source) }
      }
      try await group.waitForAll()
    }
  }
}
