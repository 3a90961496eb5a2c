/// One of our MP4s to be written.
public struct PackageRequest: Sendable, Hashable {
  public var input: PackageInput
  /// Absolute path of the MP4 to write; its folder exists, the file does not (or is our own leftover and is replaced).
  public var output: String
  /// Absolute path for the binary tables (``HashTables`` with one rendition).
  public var tables: String
  /// Also hash the source while it is read; only of ``PackageInput/streams(source:video:audio:)``.
  public var hashSource: Bool

  public init(input: PackageInput, output: String, tables: String, hashSource: Bool) {
    self.input = input
    self.output = output
    self.tables = tables
    self.hashSource = hashSource
  }
}

/// What goes into the MP4. All paths are absolute; packets are taken over as they are.
public enum PackageInput: Sendable, Hashable {
  /// Streams of one file, as they are, by their index in the probe; at least one of them is given.
  case streams(source: String, video: Int?, audio: Int?)
  case joined(JoinedInput)
}

/// Files of our own: pictures in parts that follow each other, sound in a file of its own; at least one of them is given.
///
/// A part is an MP4 whose stream 0 is the pictures, the first of them a keyframe at time 0. All parts have the same time
/// base, codec headers and size. A part without a picture is left out: the source ended before its container said.
public struct JoinedInput: Sendable, Hashable {
  public struct Part: Sendable, Hashable {
    public var path: String
    /// Where its time 0 lies, in ticks of the parts' common time base.
    public var start: Int64

    public init(path: String, start: Int64) {
      self.path = path
      self.start = start
    }
  }

  public var parts: [Part]
  /// Where segments begin, in ticks of the parts' time base, rising, the first one 0: each at a keyframe. Segments are
  /// cut there and nowhere else. Sound alone is cut every four seconds instead.
  public var cuts: [Int64]
  /// Stream 0 of this file is the sound. Its time 0 is that of the first part.
  public var audio: String?

  public init(parts: [Part], cuts: [Int64], audio: String?) {
    self.parts = parts
    self.cuts = cuts
    self.audio = audio
  }
}
