import Diagnostics
import Facts
import Files

/// What the pictures of a video without pictures are made from.
public struct SoundSource: Sendable, Hashable {
  /// The packaged sound; absolute.
  public var file: String
  /// In milliseconds.
  public var duration: Int64
  /// The source, and the stream of it that is an attached cover; nil where there is none.
  public var cover: Cover?

  public struct Cover: Sendable, Hashable {
    /// Absolute.
    var source: String
    var stream: Int
  }

  public init(file: String, duration: Int64, source: String, cover stream: Int?) {
    self.file = file
    self.duration = duration
    cover = stream.map { Cover(source: source, stream: $0) }
  }
}

extension PictureJob {
  /// The poster that is chosen, else the cover, else the waveform.
  func made(_ choice: PosterChoice, of sound: SoundSource) async throws -> MadePictures {
    var notes: [Diagnostic] = []
    switch choice {
    case .automatic: break
    case .time: notes.append(.posterTimeOfSound(path))
    case .file(let file):
      do {
        let set = try await fromFile(PosterFile(file), origin: Self.origin, &notes)
        return MadePictures(facts: set, notes: notes)
      } catch let problem as PosterProblem {
        notes.append(.posterUnreadable(path, reason: problem.reason, instead: Diagnostic.coverInstead))
      }
    }
    if let cover = sound.cover {
      do {
        let set = try await fromFile(self.cover(cover), origin: { _ in PictureSet.cover }, &notes)
        return MadePictures(facts: set, notes: notes)
      } catch let problem as PosterProblem {
        notes.append(.coverUnreadable(path, reason: problem.reason))
      }
    }
    do {
      let set = try await fromFile(drawn(Waveform(sound)), origin: { _ in PictureSet.waveform }, &notes)
      return MadePictures(facts: set, notes: notes)
    } catch is PosterProblem {
      return MadePictures(facts: nil, notes: notes + [.noFrame(path)])
    }
  }

  /// Taken out as it is, so that what holds for the size and form of a poster file holds for it.
  private func cover(_ cover: SoundSource.Cover) async throws -> PosterFile {
    let file = PathRules.join(work, "cover")
    let words =
      FFmpegWords.start + ["-threads", "1"] + FFmpegWords.input(cover.source)
      + ["-map", "0:\(cover.stream)", "-c", "copy", "-frames:v", "1", "-f", "image2pipe", "-y", FFmpegWords.file(file)]
    do {
      try await tools.call(words, source: cover.source, path: path, task: "the cover")
    } catch let failure as EncodeFailure where failure.isOfTheSource {
      throw PosterProblem(reason: "it cannot be read")
    }
    return try PosterFile(file)
  }

  private func drawn(_ waveform: Waveform) async throws -> PosterFile {
    let file = PathRules.join(work, "waveform.png")
    do {
      try await tools.call(waveform.words(output: file), source: source.film, path: path, task: "the waveform")
    } catch let failure as EncodeFailure where failure.isOfTheSource {
      throw PosterProblem(reason: "it cannot be drawn")
    }
    return try PosterFile(file)
  }
}
