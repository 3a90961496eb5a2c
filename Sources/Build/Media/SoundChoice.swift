import Catalog
import Encode
import Facts

/// The further sounds of a source, that are published beside the one which the films carry: other languages, and what
/// is told to those who do not see.
struct SoundChoice: Sendable {
  struct Other: Sendable, Hashable {
    /// Of its rendition: `audio-fr`, `audio-en-description`.
    var name: String
    var stream: StreamReport
    var track: TrackFacts
  }

  /// Each is a file, and an entry of every playlist: no film has more languages than that.
  static let limit = 16

  /// In the order of the source.
  private(set) var others: [Other] = []
  /// Nothing tells them from another sound of the same language.
  private(set) var alike: [StreamReport] = []
  /// Beyond the limit.
  private(set) var tooMany: [StreamReport] = []

  /// - Parameter main: the sound that the films carry.
  init(_ probe: ProbeReport, beside main: StreamReport) {
    var seen: Set<TrackFacts> = [Self.kind(TrackFacts(main))]
    var names: Set<String> = []
    for stream in probe.streams where stream.index != main.index && stream.isSound {
      let track = TrackFacts(stream)
      if !seen.insert(Self.kind(track)).inserted {
        alike.append(stream)
      } else if others.count == Self.limit {
        tooMany.append(stream)
      } else {
        others.append(Other(name: Self.name(track, &names), stream: stream, track: track))
      }
    }
  }

  /// What tells two sounds apart: not how many channels they have, which is only another form of one.
  private static func kind(_ track: TrackFacts) -> TrackFacts {
    TrackFacts(
      channels: 0, language: track.language, isDescription: track.isDescription, title: track.title?.lowercased())
  }

  /// Of letters, digits and `-` in one case, as a language tag is: the name of a file, safe anywhere.
  private static func name(_ track: TrackFacts, _ taken: inout Set<String>) -> String {
    let stem =
      "\(RenditionFacts.mainSound)-\((track.language ?? "und").lowercased())" + (track.isDescription ? "-description" : "")
    var name = stem
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(stem)-\(number)"
      number += 1
    }
    return name
  }
}

extension TrackFacts {
  init(_ stream: StreamReport) {
    let language = stream.language.flatMap(LanguageTag.canonical)
    let title = stream.title.flatMap { $0.isEmpty ? nil : String($0.prefix(Self.titleLimit)) }
    let says = (title ?? "").lowercased()
    let isDescription = ["audio description", "audiodescription", "audio-description"].contains { says.contains($0) }
    self.init(
      channels: min(max(stream.channels, 1), 64), language: ["und", "mul", "mis"].contains(language) ? nil : language,
      isDescription: stream.isDescription || isDescription, title: title)
  }

  /// In characters: facts are small.
  private static let titleLimit = 60
}
