import Catalog
import Diagnostics
import Encode
import Facts
import Files
import Hashing

/// From a planned rendition to a whole file in `.incoming`.
extension MediaPass {
  /// nil where the plan goes on without it.
  func make(
    _ planned: PlannedRendition, _ plan: RenditionPlan, _ probe: ProbeReport, _ outcome: inout MediaOutcome, isFirst: Bool
  ) async throws -> MadeRendition? {
    if let recorded = await recorded(planned) { return recorded }
    do {
      return try await attempt(planned, plan, isFirst: isFirst, duration: probe.duration)
    } catch let failure as MediaFailure where failure.code == .mustEncode || failure.code == .mustRemux {
      switch RenditionPlanner.fallback(
        after: failure, of: planned, in: plan, probe, job.video.renditions.request, path: path)
      {
      case .instead(let other, let note):
        if let note { outcome.diagnostics.append(note) }
        return try await make(other, plan, probe, &outcome, isFirst: isFirst)
      case .without(let note):
        outcome.diagnostics.append(note)
        return nil
      case .refused(let diagnostic): throw Refusal(diagnostic: diagnostic)
      }
    }
  }

  private func attempt(
    _ planned: PlannedRendition, _ plan: RenditionPlan, isFirst: Bool, duration: Int64
  ) async throws -> MadeRendition {
    guard let transcode = planned.transcode else {
      return try await package(planned, plan, of: nil, isFirst: isFirst)
    }
    // Also after a copy that did not do, so neither is certain here.
    let source = try await sourceDigest()
    if !isAlone { await phase.registry.claim(source) }
    do {
      let file = try await intermediate(transcode, planned.name, source, duration)
      let made = try await package(planned, plan, of: file, isFirst: isFirst)
      try Files.remove(file)
      if !isAlone { await phase.registry.release(source) }
      return made
    } catch {
      if !isAlone { await phase.registry.release(source) }
      throw error
    }
  }

  /// - Parameter intermediate: the file to package; nil for the source itself.
  private func package(
    _ planned: PlannedRendition, _ plan: RenditionPlan, of intermediate: String?, isFirst: Bool
  ) async throws -> MadeRendition {
    let stem = PathRules.join(phase.paths.incoming, "\(job.number)-\(planned.name)")
    var request = PackageRequest(
      input: .streams(source: intermediate ?? job.source, video: 0, audio: plan.audioStream == nil ? nil : 1),
      output: "\(stem).mp4", tables: "\(stem).hashes", hashSource: false)
    if case .copy(let video, let audio) = planned.step {
      request.input = .streams(source: intermediate ?? job.source, video: video, audio: audio)
      request.hashSource = digest == nil && isFirst
    }
    let step = "package \(planned.name)"
    let answer = try await program.ask(.package(request)) { done, total in
      phase.world.show(.progress(path: path, step: step, done: done, total: total))
    }
    guard case .packaged(let report) = answer else { throw MediaProgram.Gone() }
    let tables = try HashTablesFile.decode(try Files.read(request.tables, limit: 256 << 20))
    guard let rendition = tables.renditions.first else { throw MediaProgram.Gone() }
    return MadeRendition(
      facts: RenditionFacts(
        name: planned.name, codec: planned.codec, hasAudio: plan.audioStream != nil, isCopy: planned.isCopy,
        torrentName: freshName(planned.name), recipe: planned.recipe, report: report, tables: rendition),
      tables: rendition, incoming: request.output, sourceSHA256: report.sourceSHA256 ?? digest)
  }

  /// An MP4 that `ffmpeg` makes, kept by source and recipe until it is packaged: a killed build finds it again whole.
  private func intermediate(
    _ transcode: Transcode, _ name: String, _ source: Digest256, _ duration: Int64
  ) async throws -> String {
    let target = PathRules.join(phase.paths.work, transcode.workName(for: source.hex))
    let step = "encode \(name)"
    let show = phase.world.show
    let path = path
    try await phase.transcoder.make(transcode, from: job.source, to: target, path: path, task: name) { time in
      show(.progress(path: path, step: step, done: time, total: duration))
    }
    return target
  }
}
