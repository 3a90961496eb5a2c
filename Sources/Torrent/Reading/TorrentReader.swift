import Hashing

/// Reads `.torrent` files of any program, bounded (contracts/bittorrent.md 1.1).
public enum TorrentReader {
  /// What a torrent may have at most; the figures are libtorrent's.
  public enum Limits {
    /// Of the file, in bytes.
    public static let bytes = 10 << 20
    public static let pieces: Int64 = 1 << 21
    public static let files = 100_000
    /// Of folders inside each other.
    public static let depth = 64
    /// Of one piece, in bytes.
    public static let pieceLength: Int64 = 1 << 27
    /// Of tracker addresses.
    public static let trackers = 100
  }

  private static let limits = BencodeReader.Limits(bytes: Limits.bytes, depth: 100, tokens: 3_000_000, anyOrder: true)

  /// - Throws: what is wrong; nothing that a stranger writes traps.
  public static func read(_ bytes: [UInt8]) throws(TorrentDamage) -> TorrentContents {
    let (fields, place) = try outer(bytes)
    guard let info = fields["info"], info.dictionary != nil else { throw TorrentDamage(.missing("info")) }
    let version = info["meta version"]?.integer
    if let version, version > 2 { throw TorrentDamage(.tooNew(version)) }
    let isSecond = version == 2
    let isFirst = info["pieces"] != nil
    guard isFirst || isSecond else { throw TorrentDamage(.missing("info.pieces")) }

    let pieceLength = try length(info, "piece length", in: 1...Limits.pieceLength)
    if isSecond && (pieceLength < Int64(LeafHasher.blockLength) || pieceLength.nonzeroBitCount != 1) {
      throw TorrentDamage(.bad("info.piece length"))
    }
    guard let name = text(info["name.utf-8"] ?? info["name"]), isSafe(name) else {
      throw TorrentDamage(.bad("info.name"))
    }

    let tree = isSecond ? try FileTree.files(info["file tree"], name: name, pieceLength: pieceLength) : nil
    let list = isFirst ? try FileList.files(info, name: name) : nil
    var files = list ?? tree ?? []
    if let list, let tree { files = try join(list, tree) }
    let isSingle =
      isFirst ? info["files"] == nil : files.count == 1 && files.first?.path == [name] && FileTree.isSingle(info, name)

    let slice = Array(bytes[place])
    var contents = TorrentContents(
      form: isFirst ? (isSecond ? .hybrid : .v1) : .v2,
      infohash: Infohash(v1: isFirst ? SHA1.hash(slice) : nil, v2: isSecond ? SHA256.hash(slice) : nil),
      name: name, pieceLength: pieceLength, files: files, isSingleFile: isSingle,
      isPrivate: info["private"]?.integer == 1, trackers: trackers(fields), info: place,
      pieces: info["pieces"]?.string, layers: [:])
    guard contents.size > 0, (contents.size - 1) / pieceLength < Limits.pieces else {
      throw TorrentDamage(.bad("the length of all files"))
    }
    if isFirst {
      guard let pieces = contents.pieces, pieces.count == contents.pieceCount * Digest160.byteCount else {
        throw TorrentDamage(.bad("info.pieces"))
      }
    }
    if isSecond { contents.layers = try PieceLayers.read(fields["piece layers"], of: contents) }
    return contents
  }

  private static func outer(
    _ bytes: [UInt8]
  ) throws(TorrentDamage) -> (fields: [Bencode.Key: Bencode], info: Range<Int>) {
    do throws(BencodeError) {
      guard let fields = try BencodeReader.read(bytes, limits: limits).dictionary,
        let place = try BencodeReader.places(of: bytes, limits: limits)["info"]
      else { throw BencodeError(.unexpectedByte, at: 0) }
      return (fields, place)
    } catch {
      throw TorrentDamage(.bencode(error))
    }
  }

  /// The files of both versions are the same ones at the same places; pad files only the first one has (BEP 52).
  private static func join(
    _ list: [TorrentContents.File], _ tree: [TorrentContents.File]
  ) throws(TorrentDamage) -> [TorrentContents.File] {
    var rest = tree[...]
    var joined: [TorrentContents.File] = []
    for var file in list {
      if !file.isPad {
        guard let other = rest.popFirst(), other.path == file.path, other.length == file.length,
          other.offset == file.offset || file.length == 0
        else { throw TorrentDamage(.inconsistent) }
        file.root = other.root
      }
      joined.append(file)
    }
    guard rest.isEmpty else { throw TorrentDamage(.inconsistent) }
    return joined
  }

  private static func trackers(_ fields: [Bencode.Key: Bencode]) -> [[String]] {
    var left = Limits.trackers
    func urls(_ values: [Bencode]) -> [String] {
      let urls = values.compactMap(text).filter { !$0.isEmpty && $0.utf8.count <= 2048 }.prefix(left)
      left -= urls.count
      return Array(urls)
    }
    let tiers = (fields["announce-list"]?.list ?? []).map { urls($0.list ?? []) }.filter { !$0.isEmpty }
    guard tiers.isEmpty else { return tiers }
    let first = urls([fields["announce"]].compactMap(\.self))
    return first.isEmpty ? [] : [first]
  }

  static func length(
    _ value: Bencode?, _ key: Bencode.Key, in bounds: ClosedRange<Int64>
  ) throws(TorrentDamage) -> Int64 {
    let name = String(decoding: key.bytes, as: UTF8.self)
    guard let length = value?[key]?.integer else { throw TorrentDamage(.missing(name)) }
    guard bounds.contains(length) else { throw TorrentDamage(.bad(name)) }
    return length
  }

  static func text(_ value: Bencode?) -> String? {
    value?.string.flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// Whether a name from a torrent can only mean something in the folder that it is looked for in.
  static func isSafe(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 255
      && !name.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
  }
}
