/// Text for another program's HTML: between tags, or in an attribute between quotes.
///
/// By bytes: to a program that compares whole characters, a quotation mark with an accent on it is no quotation mark, and to
/// a browser it is one.
public func htmlEscaped(_ text: String) -> String {
  var out: [UInt8] = []
  appendEscaped(text, to: &out)
  return String(decoding: out, as: UTF8.self)
}

/// Appends text with the five characters escaped that mean something in HTML text and in quoted attributes.
func appendEscaped(_ text: String, to out: inout [UInt8]) {
  let utf8 = text.utf8
  guard utf8.contains(where: isSpecial) else {
    out.append(contentsOf: utf8)
    return
  }
  for byte in utf8 {
    switch byte {
    case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
    case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
    case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
    case UInt8(ascii: "\""): out.append(contentsOf: "&quot;".utf8)
    case UInt8(ascii: "'"): out.append(contentsOf: "&#39;".utf8)
    default: out.append(byte)
    }
  }
}

@inline(__always)
private func isSpecial(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"")
    || byte == UInt8(ascii: "'")
}
