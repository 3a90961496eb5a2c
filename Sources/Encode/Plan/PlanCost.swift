import Facts

/// What a plan will cost at most, told before anything is made.
public struct PlanCost: Sendable, Hashable {
  /// Names of renditions that are taken over as they are, and of those that are encoded.
  public var copied: [String] = []
  public var encoded: [String] = []
  /// Of the files that are published, in bytes.
  public var write: Int64 = 0
  /// Of the files that lie in the work folder until then, in bytes.
  public var work: Int64 = 0
  /// How much there is to encode, in milliseconds of each rendition's pictures.
  public var encode: Int64 = 0

  /// Nothing to make.
  public init() {}
}

extension RenditionPlan {
  /// Of a file, in bytes, and of a video, in milliseconds: containers lie, and sums must not overflow.
  static let most: Int64 = 1 << 45

  /// An upper estimate: x264 stays below the peak rate, and what is copied is no larger than its source.
  ///
  /// - Parameters:
  ///   - size: of the source, in bytes.
  ///   - isMade: an earlier build made this rendition.
  public func cost(size: Int64, isMade: (PlannedRendition) -> Bool) -> PlanCost {
    let size = min(size, Self.most)
    var cost = PlanCost()
    var needsIndex = false
    for rendition in renditions where !isMade(rendition) {
      switch rendition.step {
      case .copy:
        cost.copied.append(rendition.name.text)
        cost.write += size
      case .remux:
        cost.copied.append(rendition.name.text)
        cost.write += size
        cost.work += size
      case .encode(let encoding):
        cost.encoded.append(rendition.name.text)
        let bytes = encodedSize(encoding, size)
        cost.write += bytes
        cost.work += bytes
        cost.encode += min(duration, Self.most)
        needsIndex = indexing != nil
      }
    }
    if needsIndex { cost.work += size }
    // Renditions of sound alone, and pictures.
    if !cost.copied.isEmpty || !cost.encoded.isEmpty {
      let all = sounds.map { $0.soundSize(for: duration) }.reduce(0, +)
      cost.write += PlanCost.pictures + all
      // What the films carry is taken out of them; of the others each may need a file first.
      cost.work += all - (audio?.soundSize(for: duration) ?? 0)
    }
    return cost
  }

  private func encodedSize(_ encoding: Encoding, _ size: Int64) -> Int64 {
    // Where the container does not say how long it is, the source's own size has to do.
    guard duration > 0 else { return size }
    let sound = encoding.sound == nil ? 0 : max(audio?.bitRate ?? 0, PlanCost.soundRate)
    return PlanCost.bytes(Int64(encoding.picture.maxRate) * 1000 + sound, for: duration)
  }
}

extension SoundPlan {
  /// An upper estimate, as of a film.
  ///
  /// - Parameters:
  ///   - size: of the source, in bytes.
  ///   - isMade: an earlier build made the first of its sounds.
  public func cost(size: Int64, isMade: Bool) -> PlanCost {
    var cost = PlanCost()
    if isMade { return cost }
    if sound.isCopy { cost.copied = [RenditionFacts.mainSound] } else { cost.encoded = [RenditionFacts.mainSound] }
    // Where the container does not say how long it is, the source's own size has to do.
    let known = sounds.map { $0.soundSize(for: duration) }.reduce(0, +)
    cost.work = duration > 0 ? known : min(size, RenditionPlan.most)
    cost.write = cost.work + PlanCost.pictures
    return cost
  }
}

extension StreamReport {
  /// In bytes, of a sound of so many milliseconds as it is, or as it is encoded.
  fileprivate func soundSize(for duration: Int64) -> Int64 {
    // Matroska does not tell of FLAC, which is never larger than what it was made from, 24 bits a sample.
    let lossless = codec == "flac" ? Int64(channels) * Int64(sampleRate) * 24 : 0
    return PlanCost.bytes(max(bitRate > 0 ? bitRate : lossless, PlanCost.soundRate), for: duration)
  }
}

extension PlanCost {
  /// Bits a second that no sound of ours exceeds: AAC of 160 kbit/s with its container.
  fileprivate static let soundRate: Int64 = 200_000
  /// In bytes: the poster in its sizes and a storyboard, as large as they come.
  fileprivate static let pictures: Int64 = 2_000_000

  /// Of so many milliseconds at so many bits a second.
  fileprivate static func bytes(_ rate: Int64, for duration: Int64) -> Int64 {
    let (product, overflow) = duration.multipliedReportingOverflow(by: rate / 8)
    return overflow ? RenditionPlan.most : min(product / 1000, RenditionPlan.most)
  }
}
