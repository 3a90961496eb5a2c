/// Signs that set the direction of the letters behind them until another one ends them (UAX #9, 2.1 to 2.5).
///
/// A title stands between other texts: in the list of a feed reader, in the tab of a browser, in a line of another program.
/// One that begins a direction and does not end it turns round what stands behind it there. Pages isolate what strangers
/// wrote (`dir="auto"`); texts that go elsewhere have to be whole by themselves.
enum BidiText {
  /// What was begun is ended, and ends of what nobody began are left out.
  static func closed(_ text: String.UnicodeScalarView) -> String.UnicodeScalarView {
    guard text.contains(where: isSign) else { return text }
    var out = String.UnicodeScalarView()
    var open: [Unicode.Scalar] = []
    for scalar in text {
      switch scalar.value {
      case 0x202A, 0x202B, 0x202D, 0x202E: open.append(embeddingEnd)
      case 0x2066...0x2068: open.append(isolateEnd)
      case embeddingEnd.value:
        guard open.last == embeddingEnd else { continue }
        open.removeLast()
      case isolateEnd.value:
        guard let index = open.lastIndex(of: isolateEnd) else { continue }
        // The end of an isolate ends every embedding in it (UAX #9, X6a).
        open.removeSubrange(index...)
      default: break
      }
      out.append(scalar)
    }
    out.append(contentsOf: open.reversed())
    return out
  }

  /// Does a text change the direction of what stands behind it?
  static func leavesOpen(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    return closed(scalars).count > scalars.count
  }

  private static let embeddingEnd: Unicode.Scalar = "\u{202C}"
  private static let isolateEnd: Unicode.Scalar = "\u{2069}"

  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }
}
