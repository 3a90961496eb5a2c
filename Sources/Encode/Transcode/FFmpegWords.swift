import Facts

/// Arguments that every call has.
enum FFmpegWords {
  static let start = ["-nostdin", "-hide_banner", "-v", "error", "-nostats", "-progress", "pipe:1"]

  /// The same bytes at every run: one thread, no date, no name of the encoder.
  static let exact = [
    "-map_metadata", "-1", "-map_chapters", "-1", "-dn", "-sn", "-max_muxing_queue_size", "1024", "-threads", "1",
    "-filter_threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
  ]

  /// Only the file itself is read, only as a container that holds its media, and no picture of it that is too large
  /// (``ContainerPolicy``).
  static func input(_ path: String, demuxers: String = ContainerPolicy.demuxers) -> [String] {
    [
      "-protocol_whitelist", "file,pipe", "-format_whitelist", demuxers, "-max_pixels", "\(ContainerPolicy.mostPixels)",
      "-i", file(path),
    ]
  }

  /// With the protocol named, no character of a path is taken for another protocol or an option.
  static func file(_ path: String) -> String { "file:" + path }
}
