import Catalog
import Facts
public import Hashing

/// Collects the values that a document is a function of, in order, into one digest.
///
/// Every value is written with its length before it, so that two lists of values never meet by concatenation.
public struct InputDigest: ~Copyable {
  private var hasher = SHA256()

  /// `kind` names the document and the version of its code: raise the number when its form changes.
  public init(_ kind: String) { add(kind) }

  public mutating func add(_ text: String) {
    let bytes = Array(text.utf8)
    add(bytes.count)
    hasher.update(bytes)
  }

  public mutating func add(_ number: some BinaryInteger) {
    let value = UInt64(truncatingIfNeeded: number)
    hasher.update((0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
  }

  public mutating func add(_ digest: Digest256) { hasher.update(digest.bytes) }

  public mutating func add(_ text: String?) {
    add(text == nil ? 0 : 1)
    if let text { add(text) }
  }

  public mutating func add(_ texts: [String]) {
    add(texts.count)
    for text in texts { add(text) }
  }

  public mutating func add(_ flag: Bool) { add(flag ? 1 : 0) }

  public consuming func finish() -> Digest256 { hasher.finalize() }
}
