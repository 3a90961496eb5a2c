/// The form of times in WebVTT (W3C WebVTT, 4.3).
enum WebVTT {
  /// `01:02:03.004`
  static func timestamp(_ milliseconds: Int64) -> String {
    let parts = [milliseconds / 3_600_000, milliseconds / 60_000 % 60, milliseconds / 1000 % 60].map {
      $0 < 10 ? "0\($0)" : String($0)
    }
    return parts.joined(separator: ":") + "." + String(String(1000 + milliseconds % 1000).dropFirst())
  }
}
