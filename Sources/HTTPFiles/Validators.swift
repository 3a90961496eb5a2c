import Files

/// What tells one state of a file from another (RFC 9110, section 8.8).
struct Validators: Hashable {
  /// Strong: what we publish is replaced as a whole, so other bytes are another inode, size or time.
  let etag: String
  let lastModified: String

  init(_ status: FileStatus) {
    let parts = [status.inode, UInt64(bitPattern: status.size), UInt64(bitPattern: status.modified)]
    etag = "\"" + parts.map { String($0, radix: 16) }.joined(separator: "-") + "\""
    lastModified = HTTPDate.text(status.modified / 1_000_000_000)
  }

  /// Whether the client has this state already: then 304. `If-None-Match` makes `If-Modified-Since` void (section 13.2.2).
  func isKnown(ifNoneMatch: String?, ifModifiedSince: String?) -> Bool {
    if let list = ifNoneMatch { return list == "*" || Self.tags(list).contains(etag) }
    return ifModifiedSince == lastModified
  }

  /// Whether a range still fits the state that the client knows (`If-Range`, section 13.1.5): a weak tag never does.
  func allowsRange(ifRange: String?) -> Bool {
    guard let ifRange else { return true }
    return ifRange == etag || ifRange == lastModified
  }

  /// The tags of a list without the mark of weak ones: `If-None-Match` compares weakly (section 13.1.2).
  private static func tags(_ list: String) -> [String] {
    list.split(separator: ",").map { tag in
      let bare = tag.drop { $0 == " " || $0 == "\t" }
      let strong = bare.hasPrefix("W/") ? bare.dropFirst(2) : bare
      return String(strong.prefix { $0 != " " && $0 != "\t" })
    }
  }
}
