import Catalog
import Diagnostics
import Encode
import Facts

/// Renditions of sound alone: for feeds, podcasts and thin lines.
extension MediaPass {
  /// The sound of the first film that has one, as that film carries it. It is taken out of the packaged film, whose
  /// sound lies together once a segment, so that neither the source nor a picture is read again.
  func makeSounds(
    of films: [MadeRendition], _ probe: ProbeReport, _ outcome: inout MediaOutcome
  ) async throws -> [MadeRendition] {
    guard let film = films.first(where: { !$0.facts.soundCodec.isEmpty }), let file = file(of: film),
      let heard = StreamChoice(probe)?.audio
    else { return [] }
    let name = RenditionFacts.mainSound
    let (codecs, isCopy) = (film.facts.soundCodec, film.facts.soundIsCopy)
    if let recorded = await recorded(where: {
      $0.name == name && $0.codec == nil && $0.codecs == codecs && $0.isCopy == isCopy
    }) {
      return [recorded]
    }
    do {
      // In our MP4s the picture is the first track.
      let input = PackageInput.streams(source: file, video: nil, audio: 1)
      let (report, tables, incoming) = try await package(name, input, hashSource: false)
      let facts = RenditionFacts(
        name: name, codec: nil, track: TrackFacts(heard), hasAudio: true, isCopy: isCopy,
        torrentName: freshName(name), recipe: film.facts.soundRecipe, report: report, tables: tables)
      return [MadeRendition(facts: facts, tables: tables, incoming: incoming, sourceSHA256: film.sourceSHA256)]
    } catch let failure as MediaFailure where failure.code == .mustEncode || failure.code == .mustRemux {
      outcome.diagnostics.append(.soundAloneLeftOut(path, name: name, because: failure.detail))
      return []
    }
  }
}

extension RenditionFacts {
  /// What the sound that the films carry is called where it stands alone.
  static let mainSound = "audio"

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

extension TrackFacts {
  init(_ stream: StreamReport) {
    let language = stream.language.flatMap(LanguageTag.canonical)
    self.init(
      channels: min(max(stream.channels, 1), 64), language: ["und", "mul", "mis"].contains(language) ? nil : language,
      isDescription: stream.isDescription, title: stream.title.map { String($0.prefix(Self.titleLimit)) })
  }

  /// In characters: facts are small.
  private static let titleLimit = 60
}
