import Catalog
import Facts
import JSON

/// `chapters.vtt` for the page's track and `chapters.json` for podcast players.
enum ChapterDocuments {
  static func documents(_ video: Video, _ context: SiteContext) -> [Document] {
    let parts = parts(video)
    guard !parts.isEmpty else { return [] }
    let folder = context.addresses.videoFolder(video)
    return [
      document(folder + "chapters.vtt", "chapters vtt 1", parts) { webVTT(parts) },
      document(folder + "chapters.json", "chapters json 1", parts) { podcast(parts).bytes },
    ]
  }

  /// A chapter with its end, in milliseconds: the start of the next one, or the end of the video.
  struct Part: Sendable {
    var start: Int64
    var end: Int64
    var title: String
  }

  /// Rising starts inside the video; a chapter of no length is left out, since a cue must not end where it begins.
  static func parts(_ video: Video) -> [Part] {
    let duration = video.facts.source.duration
    let chapters = video.chapters.sorted { ($0.start, $0.title) < ($1.start, $1.title) }
    return chapters.enumerated().compactMap { index, chapter in
      let end = index + 1 < chapters.count ? min(chapters[index + 1].start, duration) : duration
      return chapter.start < end ? Part(start: chapter.start, end: end, title: chapter.title) : nil
    }
  }

  private static func document(
    _ path: String, _ kind: String, _ parts: [Part], _ render: @escaping @Sendable () -> [UInt8]
  ) -> Document {
    var inputs = InputDigest(kind)
    for part in parts {
      inputs.add(part.start)
      inputs.add(part.end)
      inputs.add(part.title)
    }
    return Document(path: path, inputs: inputs.finish(), render: render)
  }

  /// One cue a chapter, its text the title (contracts/site.md).
  private static func webVTT(_ parts: [Part]) -> [UInt8] {
    var text = "WEBVTT\n"
    for part in parts { text += "\n\(WebVTT.timestamp(part.start)) --> \(WebVTT.timestamp(part.end))\n\(cueText(part.title))\n" }
    return Array(text.utf8)
  }

  /// One line, with the three characters that WebVTT gives a meaning escaped.
  private static func cueText(_ title: String) -> String {
    var out = ""
    for scalar in title.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\n", "\r": out += " "
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// JSON chapters 1.2 of the Podcasting 2.0 namespace.
  private static func podcast(_ parts: [Part]) -> JSON {
    [
      "version": "1.2.0",
      "chapters": .array(
        parts.map { part in
          ["startTime": seconds(part.start), "endTime": seconds(part.end), "title": .string(part.title)]
        }),
    ]
  }

  private static func seconds(_ milliseconds: Int64) -> JSON {
    milliseconds.isMultiple(of: 1000) ? .integer(milliseconds / 1000) : .double(Double(milliseconds) / 1000)
  }
}
