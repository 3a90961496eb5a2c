import Glibc

/// Texts in character sets of several bytes, by the tables of the C library (`iconv`), which are too large to have of our own.
public enum ForeignText {
  public enum Failure: Error, Sendable, Hashable {
    /// The machine has no table for it: the package of the C library is not whole.
    case unknownSet
    /// The bytes are no text in it.
    case otherBytes
  }

  /// - Parameters:
  ///   - bytes: any; memory is taken for four times as many.
  ///   - name: as `iconv --list` shows it: `EUC-JP`.
  public static func decode(_ bytes: [UInt8], from name: String) throws(Failure) -> String {
    let converter = unsafe iconv_open("UTF-8", name)
    guard let converter = unsafe converter, Int(bitPattern: converter) != -1 else { throw .unknownSet }
    defer { unsafe iconv_close(converter) }
    // No character of these sets has more than two times its bytes in UTF-8, and the longest escape ends in nothing.
    var output = [UInt8](repeating: 0, count: bytes.count * 4 + 16)
    var input = bytes.map { CChar(bitPattern: $0) }
    let written: Int? = unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBytes { target in
        var from = source.baseAddress
        var fromLeft = source.count
        var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
        var toLeft = target.count
        guard unsafe iconv(converter, &from, &fromLeft, &to, &toLeft) != .max, fromLeft == 0,
          // What is held back for a mark that might follow.
          unsafe iconv(converter, nil, nil, &to, &toLeft) != .max
        else { return nil }
        return target.count - toLeft
      }
    }
    guard let written, let text = String(validating: output[..<written], as: UTF8.self) else { throw .otherBytes }
    return text
  }
}
