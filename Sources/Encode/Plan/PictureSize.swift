import Facts

/// A picture as shown: pixels are square and the right way up.
struct PictureSize: Hashable {
  var width: Int
  var height: Int

  var shortSide: Int { min(width, height) }

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// The size that a source is shown at: its width stretched by the pixel aspect, then turned.
  init(shown video: StreamReport) {
    let aspect = video.pixelAspect.value
    // Out of these bounds the container is wrong, not the picture (anamorphic film is 2, PAL wide 1.46).
    let stretch = aspect >= 0.25 && aspect <= 4 ? aspect : 1
    let width = Int((Double(video.width) * stretch).rounded())
    let isTurned = video.rotation == 90 || video.rotation == 270
    self.init(width: isTurned ? video.height : width, height: isTurned ? width : video.height)
  }

  /// For 4:2:0, whose planes have half the size: both sides even, at least 2.
  var even: PictureSize { PictureSize(width: max(width / 2 * 2, 2), height: max(height / 2 * 2, 2)) }

  /// Of the same form, with this short side.
  func scaled(shortSide: Int) -> PictureSize {
    guard self.shortSide > 0 else { return self }
    let factor = Double(shortSide) / Double(self.shortSide)
    func side(_ length: Int) -> Int { length == self.shortSide ? shortSide : evenRounded(Double(length) * factor) }
    return PictureSize(width: side(width), height: side(height))
  }

  /// Of the same form, not wider than `width` and never larger than it is.
  func fitted(width limit: Int) -> PictureSize {
    guard width > limit else { return self }
    let height = Double(self.height) * Double(limit) / Double(width)
    return PictureSize(width: limit, height: max(Int(height.rounded()), 1))
  }

  /// Of the same form, its longer side not above `limit`.
  func fitted(within limit: Int) -> PictureSize {
    guard height > width else { return fitted(width: limit) }
    let turned = PictureSize(width: height, height: width).fitted(width: limit)
    return PictureSize(width: turned.height, height: turned.width)
  }

  private func evenRounded(_ length: Double) -> Int { max(Int((length / 2).rounded()) * 2, 2) }
}
