import ArgumentParser
import Files

/// Options that the environment may give, so that a service is set up in one file (`EnvironmentFile` of systemd).
enum Settings {
  /// - Parameter name: as in `BOBINED_<name>`.
  static func text(_ name: String) -> String? { Files.environment("BOBINED_\(name)") }

  /// Separated by spaces.
  static func list(_ name: String) -> [String] {
    (text(name) ?? "").split(separator: " ").map(String.init)
  }

  /// The option, else the variable, else the default; read by `parse`.
  ///
  /// - Throws: a `ValidationError` that names where the wrong value came from.
  static func value<Value>(
    _ option: String?, _ name: String, default standard: Value, expecting form: String, parse: (String) -> Value?
  ) throws -> Value {
    guard let text = option ?? text(name) else { return standard }
    guard let value = parse(text) else {
      let flag = "--" + name.lowercased().replacing("_", with: "-")
      let source = option != nil ? flag : "BOBINED_\(name)"
      throw ValidationError("'\(text)' for \(source): expected \(form).")
    }
    return value
  }

  /// `500`, `64K`, `2M`, `1.5G`: bytes, in powers of 1000 as networks count them.
  static func bytes(_ text: String) -> Int? {
    let factors: [Character: Double] = ["K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12]
    let factor = text.last.flatMap { factors[Character($0.uppercased())] }
    let digits = factor == nil ? text : String(text.dropLast())
    guard let number = Double(digits), number >= 0, number * (factor ?? 1) < 1e18 else { return nil }
    return Int(number * (factor ?? 1))
  }

  static func count(_ text: String) -> Int? { Int(text).flatMap { (0...1_000_000).contains($0) ? $0 : nil } }
}
