import Catalog
import Diagnostics
import Encode
import Facts
import Hashing

/// Renditions of sound alone: what the films carry, for feeds, podcasts and thin lines; and what they do not carry, for
/// those who speak another language or do not see.
extension MediaPass {
  /// - Returns: the films' own sound first, then the others in the order of the source; and files of the work folder that
  ///   are not needed once the video is published.
  func makeSounds(
    of films: [MadeRendition], _ probe: ProbeReport, _ outcome: inout MediaOutcome
  ) async throws -> (made: [MadeRendition], intermediates: [String]) {
    guard let film = films.first(where: { !$0.facts.soundCodec.isEmpty }), let streams = StreamChoice(probe),
      let heard = streams.audio, let own = try await ownSound(of: film, heard, &outcome)
    else { return ([], []) }
    let others = try await makeOthers(
      beside: heard, like: film.facts.soundCodec, origin: streams.origin, in: film, probe, &outcome)
    return ([own] + others.made, others.intermediates)
  }

  /// - Parameters:
  ///   - heard: the sound that is published first.
  ///   - codecs: of it, RFC 6381.
  ///   - main: the rendition that carries it.
  func makeOthers(
    beside heard: StreamReport, like codecs: String, origin: Int64, in main: MadeRendition, _ probe: ProbeReport,
    _ outcome: inout MediaOutcome
  ) async throws -> (made: [MadeRendition], intermediates: [String]) {
    var made: [MadeRendition] = []
    var intermediates: [String] = []
    let choice = SoundChoice(probe, beside: heard)
    if !choice.alike.isEmpty { outcome.diagnostics.append(.soundsAlike(path, choice.alike.map(\.shownName))) }
    if !choice.tooMany.isEmpty {
      outcome.diagnostics.append(.tooManySounds(path, choice.tooMany.map(\.shownName), limit: SoundChoice.limit))
    }
    for other in choice.others {
      let planned = PlannedSound(other.stream, like: codecs, origin: origin, encodes: !neverEncodes)
      if let sound = try await self.other(other, planned, main, &outcome, &intermediates) { made.append(sound) }
    }
    return (made, intermediates)
  }

  var neverEncodes: Bool { job.video.renditions.request == .copy }

  // MARK: The films' own

  /// The sound of the first film that has one, as that film carries it. It is taken out of the packaged film, whose
  /// sound lies together once a segment, so that neither the source nor a picture is read again.
  ///
  /// nil where it could not be taken out, which is told.
  private func ownSound(
    of film: MadeRendition, _ heard: StreamReport, _ outcome: inout MediaOutcome
  ) async throws -> MadeRendition? {
    let name = RenditionFacts.mainSound
    let (codecs, isCopy) = (film.facts.soundCodec, film.facts.soundIsCopy)
    if let recorded = await recorded(where: {
      $0.name == name && $0.codec == nil && $0.codecs == codecs && $0.isCopy == isCopy
    }) {
      return recorded
    }
    guard let file = file(of: film) else { return nil }
    do {
      // In our MP4s the picture is the first track.
      let input = PackageInput.streams(source: file, video: nil, audio: 1)
      return try await package(
        name, TrackFacts(heard), input, isCopy: isCopy, recipe: film.facts.soundRecipe, source: film.sourceSHA256)
    } catch let failure as MediaFailure where failure.isOfTheSound {
      outcome.diagnostics.append(.soundLeftOut(path, name: name, because: failure.detail))
      return nil
    }
  }

  // MARK: Others

  /// nil where it cannot be published, which is told: the video is published without it.
  private func other(
    _ other: SoundChoice.Other, _ planned: PlannedSound?, _ main: MadeRendition, _ outcome: inout MediaOutcome,
    _ intermediates: inout [String]
  ) async throws -> MadeRendition? {
    let mustBeCopy = neverEncodes
    if let recorded = await recorded(where: {
      $0.name == other.name && $0.codec == nil && $0.track == other.track && ($0.isCopy || !mustBeCopy)
    }) {
      return recorded
    }
    var reason =
      "browsers do not play \(CodecNames.shown(other.stream.codec)) from an MP4, and `renditions: copy` encodes nothing"
    var current = planned
    while let sound = current {
      do {
        return try await make(
          sound, other.name, other.track, duration: main.facts.duration, source: main.sourceSHA256, &intermediates)
      } catch let failure as MediaFailure where failure.isOfTheSound {
        reason = failure.detail
        current = neverEncodes ? nil : sound.encoded
      } catch let failure as EncodeFailure where failure.isOfTheSource {
        reason = failure.diagnostic.note ?? failure.diagnostic.message
        current = sound.encoded
      }
    }
    outcome.diagnostics.append(.soundLeftOut(path, name: other.name, because: reason))
    return nil
  }

  /// - Parameters:
  ///   - duration: in milliseconds, for the progress.
  ///   - source: digest of the source, where it is known.
  func make(
    _ sound: PlannedSound, _ name: String, _ track: TrackFacts, duration: Int64, source: Digest256?,
    hashSource: Bool = false, _ intermediates: inout [String]
  ) async throws -> MadeRendition {
    switch sound.step {
    case .copy(let stream):
      let input = PackageInput.streams(source: job.source, video: nil, audio: stream)
      return try await package(
        name, track, input, isCopy: sound.isCopy, recipe: sound.recipe, source: source, hashSource: hashSource)
    case .file(let call):
      return try await alone(source) { source in
        let file = try await intermediate(call, "sound \(name)", source, duration)
        intermediates.append(file)
        let input = PackageInput.joined(JoinedInput(parts: [], cuts: [], audio: file))
        return try await package(name, track, input, isCopy: sound.isCopy, recipe: sound.recipe, source: source)
      }
    }
  }

  private func package(
    _ name: String, _ track: TrackFacts, _ input: PackageInput, isCopy: Bool, recipe: String, source: Digest256?,
    hashSource: Bool = false
  ) async throws -> MadeRendition {
    let (report, tables, file) = try await package(name, input, hashSource: hashSource)
    let facts = RenditionFacts(
      name: name, codec: nil, track: track, hasAudio: true, isCopy: isCopy, torrentName: freshName(name),
      recipe: recipe, report: report, tables: tables)
    return MadeRendition(
      facts: facts, tables: tables, incoming: file, sourceSHA256: report.sourceSHA256 ?? source)
  }
}

extension MediaFailure {
  /// Something is wrong with one sound of the file, as far as anybody can tell.
  fileprivate var isOfTheSound: Bool { [.mustEncode, .mustRemux, .truncated, .damaged, .noVideo].contains(code) }
}

extension RenditionFacts {
  /// Of the sound in a film, RFC 6381: `mp4a.40.2`.
  var soundCodec: String { String(codecs.drop { $0 != "," }.dropFirst()) }

  /// How the sound in a film was made: what its recipe says behind the picture.
  var soundRecipe: String {
    guard let end = recipe.lastIndex(of: ";") else { return recipe }
    return String(recipe[end...].dropFirst(2))
  }

  var soundIsCopy: Bool { isCopy || soundRecipe.split(separator: " ").contains("copy") }
}

extension VideoFacts {
  /// Were these recorded by a version that published no sound alone?
  var lacksSound: Bool { sounds.isEmpty && films.contains { !$0.soundCodec.isEmpty } }
}
