/// Licences by SPDX identifier, by PeerTube's name or number, or as people write them (contracts/activitypub.md 1.1).
extension Licence {
  /// nil where the text names no licence that we know; `LicenseRef-...` is SPDX's form for any other.
  public init?(written text: String) {
    if let number = Int(text), (1...7).contains(number) {
      self = Self.creativeCommons(Self.peertubeForms[number - 1], version: "4.0")
      return
    }
    let key = lettersOnly(text)
    if let index = Self.peertubeNames.firstIndex(where: { lettersOnly($0) == key }) {
      self = Self.creativeCommons(Self.peertubeForms[index], version: "4.0")
      return
    }
    if let other = Self.others.first(where: { lettersOnly($0.spdx ?? $0.name) == key || lettersOnly($0.name) == key }) {
      self = other
      return
    }
    if text.hasPrefix("LicenseRef-"), text.utf8.dropFirst(11).allSatisfy(Self.isIdentifier), text.utf8.count > 11 {
      self.init(name: String(text.dropFirst(11)), spdx: text, peertube: nil, url: nil)
      return
    }
    guard let known = Self.creativeCommonsName(key) else { return nil }
    self = known
  }

  /// What suggestions are taken from.
  public static let suggestions: [String] =
    peertubeForms.map { $0 == "zero" ? "CC0-1.0" : "CC-\($0.uppercased())-4.0" } + peertubeNames
    + others.compactMap(\.spdx)

  private static func isIdentifier(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  /// `ccbysa40` as it is left of "CC BY-SA 4.0" and "CC-BY-SA-4.0"; without a version: 4.0.
  private static func creativeCommonsName(_ key: String) -> Licence? {
    guard key.hasPrefix("cc") else { return nil }
    if key == "cc0" || key == "cc010" { return creativeCommons("zero", version: "1.0") }
    for form in peertubeForms where form != "zero" {
      let plain = form.replacing("-", with: "")
      for version in ["4.0", "3.0", "2.5", "2.0", "1.0", ""]
      where key == "cc" + plain + version.replacing(".", with: "") {
        return creativeCommons(form, version: version.isEmpty ? "4.0" : version)
      }
    }
    return nil
  }

  private static func creativeCommons(_ form: String, version: String) -> Licence {
    let number = peertubeForms.firstIndex(of: form).map { $0 + 1 }
    if form == "zero" {
      return Licence(
        name: "CC0 1.0", spdx: "CC0-1.0", peertube: number, url: "https://creativecommons.org/publicdomain/zero/1.0/")
    }
    let code = form.uppercased()
    return Licence(
      name: "CC \(code) \(version)", spdx: "CC-\(code)-\(version)", peertube: number,
      url: "https://creativecommons.org/licenses/\(form)/\(version)/")
  }

  /// In PeerTube's order: `peertubeForms[0]` is licence 1.
  private static let peertubeForms = ["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd", "zero"]
  private static let peertubeNames = [
    "Attribution", "Attribution - Share Alike", "Attribution - No Derivatives", "Attribution - Non Commercial",
    "Attribution - Non Commercial - Share Alike", "Attribution - Non Commercial - No Derivatives",
    "Public Domain Dedication",
  ]

  private static let others = [
    Licence(
      name: "Public Domain Mark", spdx: "CC-PDM-1.0", peertube: nil,
      url: "https://creativecommons.org/publicdomain/mark/1.0/"),
    Licence(name: "All rights reserved", spdx: nil, peertube: nil, url: nil),
    Licence(name: "Licence Art Libre 1.3", spdx: "LAL-1.3", peertube: nil, url: "https://artlibre.org/licence/lal/"),
    Licence(
      name: "GNU FDL 1.3", spdx: "GFDL-1.3-only", peertube: nil, url: "https://www.gnu.org/licenses/fdl-1.3.html"),
    Licence(
      name: "GNU FDL 1.3 or later", spdx: "GFDL-1.3-or-later", peertube: nil,
      url: "https://www.gnu.org/licenses/fdl-1.3.html"),
  ]
}
