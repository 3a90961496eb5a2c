/// Makes messages out of others: changes the trees of right ones, mixes them, and damages the bytes that come of it. What a
/// reader accepted is changed further, so that changes add up. The same seed makes the same messages.
struct Mutator {
  /// Longer messages are cut.
  static let longest = 24 << 10
  /// Of a message that is changed further.
  private static let kept = 4 << 10
  /// How many of those there are.
  private static let room = 64

  var random: SplitMix
  private let samples: [Part]
  private var pool: [Part]
  private var made = 0

  init(_ samples: [Part], _ random: SplitMix) {
    (self.samples, self.random) = (samples, random)
    pool = samples
  }

  /// The samples as they are come first.
  mutating func next() -> (part: Part, bytes: [UInt8]) {
    made += 1
    if made <= samples.count { return (samples[made - 1], samples[made - 1].bytes) }
    var part = random.once(in: 3) ? random.pick(samples) : random.pick(pool)
    repeat { change(&part, depth: 0) } while random.once(in: 2)
    var bytes = part.bytes
    if random.once(in: 4) {
      repeat { damage(&bytes) } while random.once(in: 2)
      part = .raw(bytes)
    }
    if bytes.count > Self.longest { bytes.removeLast(bytes.count - Self.longest) }
    return (part, bytes)
  }

  /// A reader took this one: it is worth going on from.
  mutating func keep(_ part: Part, _ bytes: [UInt8]) {
    guard bytes.count <= Self.kept, random.once(in: 8) else { return }
    if pool.count < samples.count + Self.room {
      pool.append(part)
    } else {
      pool[samples.count + random.below(Self.room)] = part
    }
  }

  // MARK: Trees

  private mutating func change(_ part: inout Part, depth: Int) {
    switch part {
    case .measured(let width, var parts):
      if random.once(in: 20) { return part = lie(width, parts) }
      change(&parts, depth)
      part = .measured(width: width, parts)
    case .group(let open, var parts, let between, let close):
      if random.once(in: 40) { return part = .group(open: open, parts, between: between, close: []) }
      if depth > 0, random.once(in: 30) { return part = nest(part) }
      change(&parts, depth)
      part = .group(open: open, parts, between: between, close: close)
    case .raw(var bytes):
      damage(&bytes)
      part = .raw(bytes)
    case .number(let value, let width): part = .number(Interesting.number(near: value, width, &random), width: width)
    case .decimal(let digits): part = .decimal(Interesting.digits(near: digits, &random))
    case .counted(var bytes):
      if random.once(in: 6) { return part = .raw(Interesting.length(bytes.count, &random) + [0x3A] + bytes) }
      damage(&bytes)
      part = .counted(bytes)
    case .quoted(var bytes):
      if random.once(in: 6) { return part = .raw([0x22] + Interesting.escape(&random) + bytes + [0x22]) }
      damage(&bytes)
      part = .quoted(bytes)
    case .escaped(var bytes):
      if random.once(in: 6) { return part = .raw(bytes) }
      damage(&bytes)
      part = .escaped(bytes)
    }
  }

  private mutating func change(_ parts: inout [Part], _ depth: Int) {
    guard !parts.isEmpty, random.once(in: 4) else {
      if parts.isEmpty { return parts.append(foreign()) }
      let index = random.below(parts.count)
      if random.once(in: 12) { return parts[index] = foreign() }
      return change(&parts[index], depth: depth + 1)
    }
    let index = random.below(parts.count)
    switch random.below(7) {
    case 0: parts.remove(at: index)
    case 1: parts.insert(parts[index], at: index)
    case 2: parts.swapAt(index, random.below(parts.count))
    case 3: parts.insert(foreign(), at: index)
    case 4: parts += [Part](repeating: parts[index], count: 1 + random.below(random.once(in: 20) ? 400 : 8))
    case 5: parts.removeLast(random.below(parts.count))
    default:
      let part = parts.remove(at: index)
      parts.insert(part, at: random.below(parts.count + 1))
    }
  }

  /// Some part of some other message.
  private mutating func foreign() -> Part {
    var part = random.once(in: 2) ? random.pick(samples) : random.pick(pool)
    for _ in 0..<random.below(6) {
      switch part {
      case .measured(_, let parts) where !parts.isEmpty, .group(_, let parts, _, _) where !parts.isEmpty:
        part = random.pick(parts)
      default: return part
      }
    }
    return part
  }

  /// Another length than what follows has.
  private mutating func lie(_ width: Int, _ parts: [Part]) -> Part {
    let true_ = UInt64(parts.reduce(0) { $0 + $1.bytes.count })
    return .row([.number(Interesting.number(near: true_, width, &random), width: width)] + parts)
  }

  /// A part inside itself, many times.
  private mutating func nest(_ part: Part) -> Part {
    guard case .group(let open, _, let between, let close) = part else { return part }
    var inner = part
    for _ in 0..<random.pick([1, 2, 7, 16, 33, 70, 130]) {
      inner = .group(open: open, [inner], between: between, close: close)
    }
    return inner
  }

  // MARK: Bytes

  private mutating func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      for _ in 0...random.below(8) { bytes.append(random.byte()) }
      return
    }
    let index = random.below(bytes.count)
    switch random.below(10) {
    case 0, 1: bytes[index] ^= 1 << UInt8(random.below(8))
    case 2, 3: bytes[index] = random.byte()
    case 4: bytes[index] = random.pick(Interesting.bytes)
    case 5: bytes.insert(random.byte(), at: index)
    case 6: bytes.removeSubrange(index..<min(bytes.count, index + 1 + random.below(4)))
    case 7: bytes.removeLast(bytes.count - index)
    case 8:
      let end = min(bytes.count, index + 1 + random.below(16))
      bytes.insert(contentsOf: bytes[index..<end], at: random.below(bytes.count))
    default:
      if random.once(in: 8) {
        bytes.insert(contentsOf: [UInt8](repeating: bytes[index], count: random.below(2000)), at: index)
      } else {
        let width = random.pick([2, 4, 8])
        let word = Interesting.number(near: 0, width, &random)
        for place in 0..<width where index + place < bytes.count {
          bytes[index + place] = UInt8(truncatingIfNeeded: word >> UInt64(8 * (width - 1 - place)))
        }
      }
    }
  }
}
