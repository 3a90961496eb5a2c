import Facts
import Testing

@Suite struct `Parts that do not fit` {
  private let parts = Parts(rate: "25", timescale: 12_800, ticks: 512, counts: [50, 50], segment: 25)

  private func refusal(_ folder: Folder, _ change: (inout JoinedInput) async throws -> Void) async throws
    -> MediaFailure?
  {
    var input = parts.input(try await parts.make(folder), sound: nil)
    try await change(&input)
    return try await MediaProgram.failure(.joined(input), in: folder)
  }

  @Test func `a missing part is named`() async throws {
    let folder = try Folder()
    let failure = try await refusal(folder) { $0.parts[1].path = folder("absent.mp4") }
    #expect(failure?.code == .unreadable)
    #expect(failure?.detail.hasPrefix("part 2 of 2, absent.mp4: ") == true)
  }

  @Test(arguments: [[], ["-movflags", "+faststart"]]) func `a part that is cut off is truncated`(more: [String])
    async throws
  {
    let folder = try Folder()
    let failure = try await refusal(folder) { input in
      try await ffmpeg(["-i", input.parts[1].path, "-c", "copy"] + more + [folder("whole.mp4")])
      let bytes = try folder.bytes("whole.mp4")
      try folder.put(Array(bytes.prefix(bytes.count / 2)), "cut.mp4")
      input.parts[1].path = folder("cut.mp4")
    }
    #expect(failure?.code == .truncated)
    #expect(failure?.detail.hasPrefix("part 2 of 2, cut.mp4: ") == true)
    let empty = try await refusal(folder) { input in
      try folder.put("", "empty.mp4")
      input.parts[1].path = folder("empty.mp4")
    }
    #expect(empty?.code == .empty)
  }

  @Test func `a part of another size, codec, time base or encoder setting is damaged`() async throws {
    let folder = try Folder()
    var others = [parts, parts, parts, parts]
    others[0].size = "160x90"
    others[1].codec = ["-c:v", "mpeg4"]
    others[2].timescale = 25_600
    others[3].codec = Parts.x264 + ["-profile:v", "main"]
    for (other, word) in zip(others, ["160x90", "mpeg4", "time base", "headers"]) {
      let elsewhere = try Folder()
      let path = try await other.make(elsewhere)[1]
      let failure = try await refusal(folder) { $0.parts[1].path = path }
      #expect(failure?.code == .damaged)
      #expect(failure?.detail.contains(word) == true, "\(failure?.detail ?? "")")
    }
  }

  @Test func `a cut without a keyframe, cuts out of order and parts that overlap are damaged`() async throws {
    let folder = try Folder()
    let between = try await refusal(folder) { $0.cuts[1] += 512 }
    #expect(between?.code == .damaged)
    #expect(between?.detail.contains("1040 ms") == true)
    let disorder = try await refusal(folder) { $0.cuts.swapAt(1, 2) }
    #expect(disorder?.code == .damaged)
    let overlap = try await refusal(folder) { $0.parts[1].start -= 512 }
    #expect(overlap?.code == .damaged)
    let far = try await refusal(folder) { $0.parts[1].start = .max }
    #expect(far?.code == .damaged)
  }

  @Test func `nothing asked for, and sound that is a film or no media, are refused`() async throws {
    let folder = try Folder()
    let nothing = PackageInput.joined(JoinedInput(parts: [], cuts: [], audio: nil))
    #expect(try await MediaProgram.failure(nothing, in: folder)?.code == .noVideo)
    let film = try await refusal(folder) { $0.audio = $0.parts[0].path }
    #expect(film?.code == .damaged)
    let text = try await refusal(folder) { input in
      try folder.put("no sound", "text.m4a")
      input.audio = folder("text.m4a")
    }
    #expect(text?.code == .notMedia)
    let absent = try await refusal(folder) { $0.audio = folder("absent.m4a") }
    #expect(absent?.code == .unreadable)
  }

  @Test func `changed or cut parts and sounds never crash`() async throws {
    let folder = try Folder()
    let paths = try await parts.make(folder)
    let sound = try await Parts.sound(folder, seconds: 4)
    var random = SplitMix(state: 0x501)
    var requests: [MediaRequest] = []
    for number in 0..<160 {
      var bytes = try folder.bytes(of: number % 2 == 0 ? paths[1] : sound)
      if number % 4 < 2 {
        bytes.removeLast(random.below(bytes.count))
      } else {
        // The tables stand at the end.
        for _ in 0..<4 { bytes[bytes.count - 1 - random.below(2500)] = UInt8(random.below(256)) }
      }
      try folder.put(bytes, "changed-\(number)")
      let changed = folder("changed-\(number)")
      let input = parts.input(
        number % 2 == 0 ? [paths[0], changed] : paths, sound: number % 2 == 0 ? sound : changed)
      requests.append(
        .package(
          PackageRequest(
            input: .joined(input), output: folder("out.mp4"), tables: folder("out.hashes"), hashSource: false)))
    }
    let answers = try await MediaProgram.ask(requests)
    #expect(answers.endedWell)
    #expect(answers.all.count { if case .progress = $0 { false } else { true } } == requests.count)
    #expect(answers.all.contains { if case .failed = $0 { true } else { false } })
  }
}
