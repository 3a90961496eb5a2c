/// The site's own colour, in shades that meet WCAG 2.2's contrast of 4.5 to 1 on the theme's light and dark grounds.
struct Accent: Sendable {
  private let colour: Colour

  /// nil unless the text is `#rrggbb`.
  init?(_ text: String) {
    guard let colour = Colour(text) else { return nil }
    self.colour = colour
  }

  /// Rules for the end of a style sheet: `--accent` for text and fills, `--on-accent` for text upon it.
  ///
  /// - Parameter selector: of the elements that have it.
  func css(_ selector: String = ":root") -> String {
    let light = colour.readable(on: Colour(red: 0xF1, green: 0xF1, blue: 0xEE), towards: .black)
    let dark = colour.readable(on: Colour(red: 0x26, green: 0x28, blue: 0x30), towards: .white)
    return """
      \(selector){--accent:\(light.hex);--on-accent:\(light.textUpon.hex)}
      @media screen and (prefers-color-scheme:dark){\(selector){--accent:\(dark.hex);--on-accent:\(dark.textUpon.hex)}}

      """
  }
}

/// An sRGB colour, eight bits a channel.
struct Colour: Sendable, Hashable {
  var red: Int
  var green: Int
  var blue: Int

  static let black = Colour(red: 0x0B, green: 0x0C, blue: 0x10)
  static let white = Colour(red: 0xFF, green: 0xFF, blue: 0xFF)

  init(red: Int, green: Int, blue: Int) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  init?(_ text: String) {
    guard text.utf8.count == 7, text.hasPrefix("#"), let value = Int(text.dropFirst(), radix: 16), value >= 0 else {
      return nil
    }
    self.init(red: value >> 16, green: value >> 8 & 0xFF, blue: value & 0xFF)
  }

  var hex: String {
    let digits = String(red << 16 | green << 8 | blue, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The first shade on the way to black or white that can be read on a ground.
  func readable(on ground: Colour, towards end: Colour) -> Colour {
    let steps = (0...50).lazy.map { mixed(with: end, $0) }
    return steps.first { $0.contrast(with: ground) >= 4.5 } ?? end
  }

  var textUpon: Colour { contrast(with: .white) >= 4.5 ? .white : .black }

  /// WCAG 2.2, "contrast ratio": 1 to 21.
  func contrast(with other: Colour) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// `step` of 50.
  private func mixed(with end: Colour, _ step: Int) -> Colour {
    func mix(_ from: Int, _ to: Int) -> Int { (from * (50 - step) + to * step) / 50 }
    return Colour(red: mix(red, end.red), green: mix(green, end.green), blue: mix(blue, end.blue))
  }

  private var luminance: Double {
    0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
  }

  private static func linear(_ channel: Int) -> Double {
    let value = Double(channel) / 255
    if value <= 0.04045 { return value / 12.92 }
    let base = (value + 0.055) / 1.055
    // base ^ 2.4: the fifth root of base ^ 12 by Newton's method, with no mathematics library.
    let power = base * base * base * base
    let target = power * power * power
    var root = 1.0
    for _ in 0..<60 {
      let fourth = root * root * root * root
      root = (4 * root + target / fourth) / 5
    }
    return root
  }
}
