internal import Diagnostics
internal import Hashing

/// What stands in the place of a video whose bytes Git LFS or git-annex keep elsewhere (contracts/site.md 3.5).
enum PointerFile: Hashable {
  case gitLFS(object: Digest256, size: Int64)
  case gitAnnex(key: AnnexKey)

  /// The largest pointer that git-annex may write. A longer file is content.
  static let fileLimit = 32_768

  /// Of a file's bytes.
  init?(_ bytes: [UInt8]) {
    guard bytes.count <= Self.fileLimit, let text = String(validating: bytes, as: UTF8.self) else { return nil }
    if let pointer = Self.gitLFS(text, byteCount: bytes.count) {
      self = pointer
      return
    }
    let lines = text.split(whereSeparator: \.isNewline)
    guard let first = lines.first, lines.dropFirst().allSatisfy({ $0.contains("/annex/") }) else { return nil }
    // Unlocked: a pointer of its own form. On file systems without links: the text of the link.
    guard first.hasPrefix("/annex/objects/") || first.contains(".git/annex/objects/"),
      let name = first.split(separator: "/").last, let key = AnnexKey(String(name))
    else { return nil }
    self = .gitAnnex(key: key)
  }

  /// Of a symbolic link's text.
  init?(linkTarget: String) {
    guard linkTarget.contains(".git/annex/objects/"), let name = linkTarget.split(separator: "/").last,
      let key = AnnexKey(String(name))
    else { return nil }
    self = .gitAnnex(key: key)
  }

  /// git-lfs, "Specification": below 1024 bytes, `version` first, then sorted keys.
  private static func gitLFS(_ text: String, byteCount: Int) -> PointerFile? {
    guard byteCount < 1024 else { return nil }
    let lines = text.split(whereSeparator: \.isNewline)
    let versions = ["version https://git-lfs.github.com/spec/v1", "version https://hawser.github.com/spec/v1"]
    guard let first = lines.first, versions.contains(String(first)) else { return nil }
    var object: Digest256?
    var size: Int64?
    for line in lines.dropFirst() {
      if line.hasPrefix("oid sha256:") { object = Digest256(hex: line.dropFirst(11)) }
      if line.hasPrefix("size ") { size = Int64(line.dropFirst(5)).flatMap { $0 >= 0 ? $0 : nil } }
    }
    guard let object, let size else { return nil }
    return .gitLFS(object: object, size: size)
  }

  var sha256: Digest256? {
    switch self {
    case .gitLFS(let object, _): object
    case .gitAnnex(let key): key.sha256
    }
  }

  /// In bytes.
  var size: Int64? {
    switch self {
    case .gitLFS(_, let size): size
    case .gitAnnex(let key): key.size
    }
  }

  func diagnostic(at location: Location) -> Diagnostic {
    switch self {
    case .gitLFS(let object, let size):
      .gitLFSPointer(object: String(object.hex.prefix(8)), size: PlainText.size(size), at: location)
    case .gitAnnex(let key):
      .gitAnnexPointer(key: key.shortName, size: key.size.map(PlainText.size), at: location)
    }
  }
}

/// `SHA256E-s31390--<64 hex>.mp4` (git-annex, "key format").
struct AnnexKey: Hashable {
  var backend: String
  /// In bytes.
  var size: Int64?
  var name: String

  init?(_ text: String) {
    guard let separator = text.firstRange(of: "--") else { return nil }
    let fields = text[..<separator.lowerBound].split(separator: "-")
    guard let first = fields.first, first.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") })
    else {
      return nil
    }
    backend = String(first)
    name = String(text[separator.upperBound...])
    size = fields.first { $0.hasPrefix("s") }.flatMap { Int64($0.dropFirst()) }
    guard !name.isEmpty else { return nil }
  }

  /// Known without the bytes where the key is made of it.
  var sha256: Digest256? {
    guard backend == "SHA256" || backend == "SHA256E" else { return nil }
    return Digest256(hex: name.prefix(64))
  }

  /// For people: `SHA256E, f50d0a1b...`.
  var shortName: String { "\(backend) \(PlainText.oneLine(String(name.prefix(12))))" }
}
