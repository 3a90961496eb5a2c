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
