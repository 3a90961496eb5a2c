/// Which pieces were verified since the program started: a bit each.
struct PieceStates: Sendable, Hashable {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  subscript(_ piece: Int) -> Bool {
    get { words[piece / 64] & (1 << UInt64(piece % 64)) != 0 }
    set {
      if newValue {
        words[piece / 64] |= 1 << UInt64(piece % 64)
      } else {
        words[piece / 64] &= ~(1 << UInt64(piece % 64))
      }
    }
  }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
