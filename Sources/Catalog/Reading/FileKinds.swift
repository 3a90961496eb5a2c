/// What a file is for, by the ending of its name; case does not matter.
enum FileKind {
  static let videos: Set<String> = [
    "mp4", "m4v", "mov", "qt", "mkv", "webm", "avi", "mpg", "mpeg", "vob", "ts", "m2ts", "mts", "wmv", "asf", "flv",
    "f4v", "ogv", "ogm", "3gp", "3g2", "mxf", "dv", "rm", "rmvb",
  ]
  /// Files of sound alone, which are videos of the catalog too.
  static let sounds: Set<String> = [
    "mp3", "mp2", "m4a", "m4b", "aac", "flac", "ogg", "oga", "opus", "wav", "w64", "aif", "aiff", "aifc", "caf", "wma",
    "mka", "weba", "ac3", "amr", "wv", "ape",
  ]
  static let captions: Set<String> = ["vtt", "srt"]
  /// In the order of preference.
  static let pictures = ["jpg", "jpeg", "png", "webp"]

  static func isSound(_ name: String) -> Bool { sounds.contains(FileName.ending(name)) }
  static func isMedia(_ name: String) -> Bool { videos.contains(FileName.ending(name)) || isSound(name) }
  static func isCaptions(_ name: String) -> Bool { captions.contains(FileName.ending(name)) }
  static func isPicture(_ name: String) -> Bool { pictures.contains(FileName.ending(name)) }
}

/// Paths and names as text, with `/`.
enum FileName {
  /// The names of a path, split where the system splits it: at every byte `/`, also where the next name begins with a mark that
  /// makes one character with it.
  static func parts(_ path: String) -> [Substring] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
  }

  /// Of a path: `a/b.mp4` gives `b.mp4`.
  static func last(_ path: String) -> String { String(parts(path).last ?? "") }

  /// Of a path: `a/b.mp4` gives `a`; a single name the empty path.
  static func folder(_ path: String) -> String { parts(path).dropLast().joined(separator: "/") }

  static func join(_ folder: String, _ name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }

  /// After the last point, in lower case; empty where there is none.
  static func ending(_ name: String) -> String {
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return "" }
    return name[name.index(after: point)...].lowercased()
  }

  /// Before the last point.
  static func stem(_ name: String) -> String {
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return name }
    return String(name[..<point])
  }
}
