/// The lines of an HLS playlist (RFC 8216).
struct PlaylistText {
  private var text: String

  /// Version 7: fragmented MP4 and `EXT-X-INDEPENDENT-SEGMENTS` in the multivariant playlist.
  init() { text = "#EXTM3U\n#EXT-X-VERSION:7\n" }

  /// `#EXT-X-<name>` or `#EXT-X-<name>:<value>`
  mutating func tag(_ name: String, _ value: String? = nil) {
    text += "#EXT-X-\(name)" + (value.map { ":\($0)" } ?? "") + "\n"
  }

  /// An attribute list (4.2); what is nil is left out.
  mutating func tag(_ name: String, _ attributes: KeyValuePairs<String, Attribute?>) {
    tag(name, attributes.compactMap { key, value in value.map { "\(key)=\($0.text)" } }.joined(separator: ","))
  }

  mutating func duration(_ decimal: String) { text += "#EXTINF:\(decimal),\n" }
  mutating func uri(_ reference: String) { text += reference + "\n" }

  var bytes: [UInt8] { Array(text.utf8) }

  enum Attribute {
    /// A number, a resolution or a word.
    case plain(String)
    case quoted(String)

    var text: String {
      switch self {
      case .plain(let text): text
      case .quoted(let text): "\"\(Self.safe(text))\""
      }
    }

    /// A quoted string has no escapes: `"` and ends of lines cannot stand in it.
    private static func safe(_ text: String) -> String {
      var out = String.UnicodeScalarView()
      for scalar in text.unicodeScalars {
        out.append(scalar == "\"" ? "'" : scalar == "\n" || scalar == "\r" ? " " : scalar)
      }
      return String(out)
    }
  }

  /// `ticks / timescale` in seconds with the decimals that give the tick back, at least three.
  static func seconds(ticks: Int64, timescale: Int64) -> String {
    var unit: Int64 = 1000
    while unit <= timescale { unit *= 10 }
    var whole = ticks / timescale
    // A timescale has 32 bits (ISO/IEC 14496-12), so this product fits.
    var fraction = (ticks % timescale * unit + timescale / 2) / timescale
    if fraction == unit { (whole, fraction) = (whole + 1, 0) }
    var digits = String(String(unit + fraction).dropFirst())
    while digits.utf8.count > 3, digits.hasSuffix("0") { digits.removeLast() }
    return "\(whole).\(digits)"
  }

  /// A fraction with three decimals: `29.970`.
  static func thousandths(_ numerator: Int64, over denominator: Int64) -> String {
    let thousandths = Int64((Double(numerator) * 1000 / Double(denominator)).rounded())
    return "\(thousandths / 1000)." + String(String(1000 + thousandths % 1000).dropFirst())
  }
}
