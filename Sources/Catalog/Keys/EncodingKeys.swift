internal import Diagnostics
internal import Facts

/// `encoding:` of `bobine.yml`.
extension KeyReader {
  mutating func encoding() -> EncodeSettings {
    var settings = EncodeSettings()
    let keys = ["preset", "crf", "peak", "frame_rate", "av1_preset", "av1_crf"]
    guard var reader = map("encoding", keys: keys) else { return settings }
    let presets = EncodeSettings.presets
    let preset = reader.value(
      "preset", expected: "one of x264's: \(presets.joined(separator: ", "))", suggestions: presets
    ) {
      presets.contains($0) ? $0 : nil
    }
    settings.preset = preset ?? settings.preset
    settings.crf = reader.integer("crf", 0...51) ?? settings.crf
    settings.peak = reader.integer("peak", 10...1000) ?? settings.peak
    settings.frameRate = reader.integer("frame_rate", 1...240) ?? settings.frameRate
    settings.av1Preset = reader.integer("av1_preset", 0...13) ?? settings.av1Preset
    settings.av1CRF = reader.integer("av1_crf", 0...63) ?? settings.av1CRF
    report(reader.diagnostics)
    return settings
  }
}
