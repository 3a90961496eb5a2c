import Catalog
import Diagnostics
import Encode
import Facts
import Files
import Hashing

/// From planned renditions to whole files in `.incoming`: those that take the source's pictures over first, since they tell
/// where the segments of the encoded ones begin.
extension MediaPass {
  /// By the place in the plan.
  private typealias Planned = (place: Int, rendition: PlannedRendition)

  /// - Returns: in the order of the plan; and files of the work folder that are not needed once the video is published.
  func makeRenditions(
    _ plan: RenditionPlan, _ probe: ProbeReport, _ outcome: inout MediaOutcome
  ) async throws -> (made: [MadeRendition], intermediates: [String]) {
    var made: [Int: MadeRendition] = [:]
    var encoded: [Planned] = []
    var intermediates: [String] = []
    for (place, rendition) in plan.renditions.enumerated() {
      if let recorded = await recorded(rendition) {
        made[place] = recorded
        continue
      }
      var current = rendition
      while made[place] == nil {
        if case .encode = current.step {
          encoded.append((place, current))
          break
        }
        do {
          made[place] = try await copy(current, plan, isFirst: made.isEmpty, &intermediates)
        } catch let failure as MediaFailure where failure.code == .mustEncode || failure.code == .mustRemux {
          guard let other = try fallback(failure, current, plan, probe, &outcome) else { break }
          current = other
        }
      }
    }
    if !encoded.isEmpty {
      let tables = made.min { $0.key < $1.key }?.value.tables
      // A ladder a codec: AV1 may need other chunks, and must not move what H.264 gives.
      for codec in RenditionFacts.Codec.allCases {
        let ladder = encoded.filter { $0.rendition.name.codec == codec }
        if ladder.isEmpty { continue }
        try await encode(ladder, plan, probe, after: tables, &made, &outcome, &intermediates)
      }
    }
    return (made.sorted { $0.key < $1.key }.map(\.value), intermediates)
  }

  /// nil where the plan goes on without it.
  private func fallback(
    _ failure: MediaFailure, _ planned: PlannedRendition, _ plan: RenditionPlan, _ probe: ProbeReport,
    _ outcome: inout MediaOutcome
  ) throws -> PlannedRendition? {
    switch RenditionPlanner.fallback(
      after: failure, of: planned, in: plan, probe, job.video.renditions.request, phase.encoding, path: path)
    {
    case .instead(let other, let note):
      if let note { outcome.diagnostics.append(note) }
      return other
    case .without(let note):
      outcome.diagnostics.append(note)
      return nil
    case .refused(let diagnostic): throw Refusal(diagnostic: diagnostic)
    }
  }

  // MARK: Pictures as they are

  private func copy(
    _ planned: PlannedRendition, _ plan: RenditionPlan, isFirst: Bool, _ intermediates: inout [String]
  ) async throws -> MadeRendition {
    switch planned.step {
    case .copy(let video, let audio):
      let input = PackageInput.streams(source: job.source, video: video, audio: audio)
      return try await package(planned, plan, input, hashSource: digest == nil && isFirst)
    case .remux(let remux):
      return try await alone { source in
        let file = try await intermediate(remux, "remux \(planned.name.text)", source, plan.duration)
        intermediates.append(file)
        let input = PackageInput.streams(source: file, video: 0, audio: plan.audio == nil ? nil : 1)
        return try await package(planned, plan, input, hashSource: false)
      }
    case .encode: throw MediaFailure(.mustEncode, "its picture is to be encoded")
    }
  }

  // MARK: Pictures that are encoded

  private func encode(
    _ encoded: [Planned], _ plan: RenditionPlan, _ probe: ProbeReport, after tables: RenditionTables?,
    _ made: inout [Int: MadeRendition], _ outcome: inout MediaOutcome, _ intermediates: inout [String]
  ) async throws {
    let results = try await alone { source -> [Int: MadeRendition] in
      let ladder = try await ladder(encoded.map(\.rendition), plan, tables, source, &intermediates)
      let (path, show) = (path, phase.world.show)
      let step = "encode " + ladder.steps.map(\.name).joined(separator: ", ")
      let parts = try await LadderEncoder(phase.transcoder, folder: phase.paths.work).encode(
        ladder, identity: source.hex, path: path
      ) { done, total in
        show(.progress(path: path, step: step, done: done, total: total, unit: .milliseconds))
      }
      var results: [Int: MadeRendition] = [:]
      for (index, planned) in encoded.enumerated() {
        intermediates += parts[index].map(\.path)
        let cuts = ladder.cuts(ladder.steps[index])
        var current: PlannedRendition? = planned.rendition
        while let rendition = current, results[planned.place] == nil {
          do {
            var input = JoinedInput(parts: parts[index], cuts: cuts, audio: nil)
            if case .encode(let encoding) = rendition.step, let sound = encoding.sound {
              let file = try await intermediate(sound, "sound of \(rendition.name.text)", source, plan.duration)
              intermediates.append(file)
              input.audio = file
            }
            results[planned.place] = try await package(rendition, plan, .joined(input), hashSource: false)
          } catch let failure as MediaFailure where failure.code == .mustEncode || failure.code == .mustRemux {
            current = try fallback(failure, rendition, plan, probe, &outcome)
          }
        }
      }
      return results
    }
    made.merge(results) { $1 }
  }

  private func ladder(
    _ renditions: [PlannedRendition], _ plan: RenditionPlan, _ tables: RenditionTables?, _ source: Digest256,
    _ intermediates: inout [String]
  ) async throws -> Ladder {
    var input = plan.input(job.source)
    if let indexing = plan.indexing {
      do {
        let file = try await intermediate(indexing, "index", source, plan.duration)
        intermediates.append(file)
        input = plan.indexedInput(file)
      } catch let failure as EncodeFailure where failure.isOfTheSource {
        // Its pictures have no times that a container could keep: from end to end, then.
      }
    }
    let grid =
      if let tables, input.canSeek {
        SegmentGrid(rate: plan.rate, durations: tables.segments.map(\.duration), timescale: tables.timescale)
      } else {
        SegmentGrid(rate: plan.rate, duration: plan.duration)
      }
    return RenditionPlan.ladder(
      renditions.compactMap { rendition in
        guard case .encode(let encoding) = rendition.step else { return nil }
        return (rendition.name.text, encoding)
      }, input, grid)
  }

  // MARK: Shared

  /// A file that `ffmpeg` makes, kept by source and recipe until its video is published: a killed build finds it again whole.
  func intermediate(
    _ call: some FileCall, _ task: String, _ source: Digest256, _ duration: Int64
  ) async throws -> String {
    let target = PathRules.join(phase.paths.work, call.workName(for: source.hex))
    let (path, show) = (path, phase.world.show)
    try await phase.transcoder.make(call, from: job.source, to: target, path: path, task: task) { time in
      show(.progress(path: path, step: task, done: time, total: duration, unit: .milliseconds))
    }
    return target
  }

  /// Work files are named by the source's bytes: two workers with equal ones must not write the same file.
  ///
  /// - Parameter known: the source's digest, where the pass has it already.
  func alone<Result>(
    _ known: Digest256? = nil, _ body: (Digest256) async throws -> Result
  ) async throws -> Result {
    let source = if let known { known } else { try await sourceDigest() }
    if isAlone { return try await body(source) }
    // A copy that did not do: nobody knew beforehand that ffmpeg would be needed.
    await phase.registry.claim(source)
    do {
      let result = try await body(source)
      await phase.registry.release(source)
      return result
    } catch {
      await phase.registry.release(source)
      throw error
    }
  }

  private func package(
    _ planned: PlannedRendition, _ plan: RenditionPlan, _ input: PackageInput, hashSource: Bool
  ) async throws -> MadeRendition {
    let name = planned.name.text
    let (report, tables, file) = try await package(name, input, hashSource: hashSource)
    return MadeRendition(
      facts: RenditionFacts(
        name: name, codec: planned.name.codec, hasAudio: plan.audio != nil, isCopy: planned.isCopy,
        torrentName: freshName(name), recipe: planned.recipe, report: report, tables: tables),
      tables: tables, incoming: file, sourceSHA256: report.sourceSHA256 ?? digest)
  }

  /// - Returns: with the path of the MP4 in `.incoming`.
  func package(
    _ name: String, _ input: PackageInput, hashSource: Bool
  ) async throws -> (report: PackageReport, tables: RenditionTables, file: String) {
    let stem = PathRules.join(phase.paths.incoming, "\(job.number)-\(name)")
    let request = PackageRequest(input: input, output: "\(stem).mp4", tables: "\(stem).hashes", hashSource: hashSource)
    let step = "package \(name)"
    let answer = try await program.ask(.package(request)) { done, total in
      phase.world.show(.progress(path: path, step: step, done: done, total: total))
    }
    guard case .packaged(let report) = answer else { throw MediaProgram.Gone() }
    let tables = try HashTablesFile.decode(try Files.read(request.tables, limit: 256 << 20))
    guard let rendition = tables.renditions.first else { throw MediaProgram.Gone() }
    return (report, rendition, request.output)
  }

  /// Where the MP4 of a rendition lies: nil where an earlier build published it and its source is unknown.
  func file(of rendition: MadeRendition) -> String? {
    let published = (rendition.sourceSHA256 ?? digest).map {
      PathRules.join(phase.paths.media, "\($0.hex.prefix(20))/\(rendition.facts.stem).mp4")
    }
    return rendition.incoming ?? published
  }
}
