/// How good a frame is as a poster, from its luma in full range (0 black, 255 white).
struct FrameScore {
  /// 16 % of full range: darker frames are night, fades and titles on black.
  static let leastMean = 0.16 * 255
  /// A standard deviation of 12 of 255: below it a frame is a plain surface, a fade or fog.
  static let leastVariance = 144.0

  var mean: Double
  var variance: Double
  /// Mean difference between neighbours, across and down: contours, not only contrast.
  var detail: Double

  /// - Parameter luma: `width` bytes a row. Not empty, whole rows.
  init(luma: [UInt8], width: Int) {
    var sum = 0
    var squares = 0
    var differences = 0
    for (index, value) in luma.enumerated() {
      let value = Int(value)
      sum += value
      squares += value * value
      if index % width != 0 { differences += abs(value - Int(luma[index - 1])) }
      if index >= width { differences += abs(value - Int(luma[index - width])) }
    }
    let count = Double(max(luma.count, 1))
    mean = Double(sum) / count
    variance = Double(squares) / count - mean * mean
    detail = Double(differences) / (2 * count)
  }

  var isGood: Bool { mean > Self.leastMean && variance > Self.leastVariance }

  /// Higher is better, among good frames: contrast, and contours, which are on a smaller scale.
  var rank: Double { variance.squareRoot() + 2 * detail }
}
