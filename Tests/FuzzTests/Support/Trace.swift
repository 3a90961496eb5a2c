import Files
import Hashing

/// What is left behind when a message ends the program: `BOBINE_FUZZ` names a folder, in which a file for each reader has the
/// number of its last round. `BOBINE_FUZZ_ROUND="Reader 17"` runs that round alone and leaves its last message there.
enum Trace {
  private static let folder = Files.environment("BOBINE_FUZZ")
  private static let only = Files.environment("BOBINE_FUZZ_ROUND").flatMap { text in
    let parts = text.split(separator: " ")
    return parts.count == 2 ? Int(parts[1]).map { (name: String(parts[0]), number: $0) } : nil
  }

  /// Ten million messages: only where the program is optimised, since otherwise they take hours.
  static let isFull = Files.environment("BOBINE_FULL") != nil && !_isDebugAssertConfiguration()

  /// The most memory that this program had so far, in bytes.
  static func peak() throws -> Int {
    let status = try Files.readText("/proc/self/status", limit: 1 << 16) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let words = line?.split { $0 == " " || $0 == "\t" } ?? []
    guard words.count == 3, let kilobytes = Int(words[1]) else {
      throw Finding("the system does not tell the memory used")
    }
    return kilobytes << 10
  }

  /// The one round to run; nil for all.
  static func round(of name: String) -> Int? { only.map { $0.name == name ? $0.number : -1 } }

  static func began(_ name: String, _ round: Int) {
    guard let folder else { return }
    try? Files.write(Array("\(round)\n".utf8), to: "\(folder)/\(name).round")
  }

  static func take(_ bytes: [UInt8], _ name: String) {
    guard only != nil, let folder else { return }
    try? Files.write(bytes, to: "\(folder)/\(name).message")
  }

  /// For people, and to make a test of.
  static func shown(_ bytes: [UInt8]) -> String {
    "\(bytes.count) bytes: \(Hex.encode(bytes.prefix(2000)))\n"
      + String(decoding: bytes.prefix(2000).map { (0x20..<0x7F).contains($0) ? $0 : 0x2E }, as: UTF8.self)
  }
}
