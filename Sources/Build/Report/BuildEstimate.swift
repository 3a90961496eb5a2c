/// What the media passes of a build will cost at most, known before the first one starts.
public struct BuildEstimate: Sendable, Hashable {
  /// One video whose media have to be made, or at least looked at.
  public struct Video: Sendable, Hashable {
    /// As the user knows it.
    public var path: String
    /// Of the source, in bytes.
    public var size: Int64
    /// Names of renditions that are taken over, and of those that are encoded; none where nothing has to be made, or
    /// where its file cannot be used.
    public var copied: [String] = []
    public var encoded: [String] = []
    /// In bytes.
    public var write: Int64 = 0
    /// In bytes, until it is published.
    public var work: Int64 = 0
    /// In milliseconds of pictures, over all renditions.
    public var encode: Int64 = 0

    /// `copy 1080p, encode 480p`; nil where nothing is known to be made.
    public var steps: String? {
      let parts = [("copy", copied), ("encode", encoded)].compactMap { verb, names in
        names.isEmpty ? nil : "\(verb) \(names.joined(separator: ", "))"
      }
      return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
  }

  /// Videos in the content.
  public var videos: Int
  /// Those whose media have to be made.
  public var passes: [Video]
  /// Passes that run side by side.
  public var workers: Int
  /// Of `segments: files`: what is written beside the MP4, in bytes.
  public var segments: Int64 = 0

  public init(videos: Int, passes: [Video], workers: Int) {
    self.videos = videos
    self.passes = passes
    self.workers = workers
  }

  /// In bytes.
  public var read: Int64 { Self.sum(passes.lazy.map(\.size)) }
  public var write: Int64 { Self.sum([segments] + passes.map(\.write)) }
  /// In milliseconds of pictures.
  public var encode: Int64 { Self.sum(passes.lazy.map(\.encode)) }
  /// The most that lies in the work folder at a time: it is cleared when a video is published.
  public var work: Int64 { Self.sum(passes.map(\.work).sorted(by: >).prefix(workers)) }

  /// Far below what cannot be counted any more, so that sums of sums stay numbers.
  private static func sum(_ values: some Sequence<Int64>) -> Int64 { values.reduce(0) { min($0 + min($1, 1 << 60), 1 << 60) } }

  public var text: String {
    let count = "\(videos) \(videos == 1 ? "video" : "videos")"
    if passes.isEmpty {
      return segments == 0 ? "\(count), all media are up to date." : "\(count): \(byteText(segments)) of segments to write."
    }
    if write == 0 { return "\(count), \(passes.count) to look at: about \(byteText(read)) to read." }
    var text = "\(count), \(passes.count) to package: about \(byteText(read)) to read and at most \(byteText(write)) to write"
    if encode > 0 { text += ", \(lengthText(encode)) of pictures to encode" }
    return text + "."
  }
}

/// `12 s`, `4 min`, `2 h 5 min`.
func lengthText(_ milliseconds: Int64) -> String {
  let seconds = (milliseconds + 999) / 1000
  if seconds < 120 { return "\(seconds) s" }
  let minutes = (seconds + 30) / 60
  return minutes < 120 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
}
