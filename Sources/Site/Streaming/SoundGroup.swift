import Catalog
import Facts

/// The sounds of a video that HLS players offer for choice: the one that its films carry, or that stands for them where there
/// is no picture, and those that lie beside it (RFC 8216, 4.3.4.1).
struct SoundGroup: Sendable {
  struct Member: Sendable {
    var rendition: RenditionFacts
    /// As players list it; unlike the names of the others, as a group demands.
    var name: String
    /// BCP 47; nil where unknown.
    var language: String?
    var isDescription: Bool
    /// A player may take it because of its language: one of each language and kind.
    var isFirstOfItsKind: Bool

    var channels: Int { rendition.track?.channels ?? 2 }
  }

  static let id = "audio"

  /// First the one in the films, or instead of them.
  let members: [Member]

  /// nil where there is nothing to choose.
  init?(_ video: Video) {
    let sounds = video.facts.sounds
    if sounds.count < 2 { return nil }
    var names: Set<String> = []
    var kinds: Set<[String]> = []
    members = sounds.enumerated().map { index, rendition in
      let track = rendition.track
      let isDescription = track?.isDescription ?? false
      // What the author says of the video holds for the sound in its films.
      let language = track?.language ?? (index == 0 ? video.language : nil)
      let stem = track?.title ?? Self.name(language, isDescription, number: index + 1)
      var name = stem
      var number = 2
      while !names.insert(name).inserted {
        name = "\(stem) \(number)"
        number += 1
      }
      return Member(
        rendition: rendition, name: name, language: language, isDescription: isDescription,
        isFirstOfItsKind: kinds.insert([language ?? "", isDescription ? "description" : ""]).inserted)
    }
  }

  /// In the language of those who speak it. AD is how English and French speakers mark an audio description.
  private static func name(_ language: String?, _ isDescription: Bool, number: Int) -> String {
    (language.map(LanguageTag.label) ?? "Audio \(number)") + (isDescription ? " (AD)" : "")
  }

  /// Of the sounds that a player may load beside a film, the one that asks for the most: in bits a second.
  var peakBandwidth: Int64 { others.map(\.rendition.peakBandwidth).max() ?? 0 }
  var averageBandwidth: Int64 { others.map(\.rendition.averageBandwidth).max() ?? 0 }

  var others: ArraySlice<Member> { members.dropFirst() }
}
