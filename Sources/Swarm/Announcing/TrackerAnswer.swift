import NIOCore
import Torrent

/// What a tracker says to an announce. Its peers are not read: a seed that dials nobody has no use for them.
struct TrackerAnswer: Sendable, Hashable {
  var interval: TimeAmount?
  var shortest: TimeAmount?

  /// Reads a bencoded answer (BEP 3, BEP 23, BEP 31).
  ///
  /// - Throws: a ``TrackerFailure``, also where the tracker tells one.
  init(bencoded bytes: [UInt8], limit: Int) throws(TrackerFailure) {
    let value: Bencode
    do throws(BencodeError) {
      value = try BencodeReader.read(
        bytes, limits: BencodeReader.Limits(bytes: limit, depth: 8, tokens: 20_000, anyOrder: true))
    } catch {
      throw .malformed(error.reason.rawValue)
    }
    guard value.dictionary != nil else { throw .malformed("no dictionary") }
    if let reason = value["failure reason"]?.string {
      throw .refused(Self.clean(reason), retry: Self.retry(value["retry in"]))
    }
    guard let interval = value["interval"]?.integer else { throw .malformed("no interval") }
    self.init(interval: interval, shortest: value["min interval"]?.integer)
  }

  /// In seconds; what is negative or absurd is cut to a day at most.
  init(interval: Int64?, shortest: Int64? = nil) {
    self.interval = interval.map { .seconds(min(max($0, 0), 86_400)) }
    self.shortest = shortest.map { .seconds(min(max($0, 0), 86_400)) }
  }

  /// BEP 31: minutes, as a number or in digits, or `never`.
  private static func retry(_ value: Bencode?) -> TrackerFailure.Retry? {
    switch value {
    case .integer(let minutes): .after(.minutes(min(max(minutes, 1), 1440)))
    case .string(let text) where text == Array("never".utf8): .never
    case .string(let text):
      text.count <= 6
        ? Int64(String(decoding: text, as: UTF8.self)).map { .after(.minutes(min(max($0, 1), 1440))) } : nil
    default: nil
    }
  }

  /// The printable ASCII of what a stranger wrote, shortened.
  static func clean(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes.prefix(120).map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
  }
}

/// Why an announce did not count.
enum TrackerFailure: Error, Sendable, Hashable {
  enum Retry: Sendable, Hashable { case after(TimeAmount), never }

  /// The tracker answered, and does not want this torrent.
  case refused(String, retry: Retry?)
  case malformed(String)
  case unreachable(String)
  /// The host has no address of this family: neither its fault nor ours.
  case noAddress
  /// It lies in a private network, where this torrent may name none.
  case privateAddress

  var text: String {
    switch self {
    case .refused(let reason, _): "it refuses: \(reason)"
    case .malformed(let reason): "its answer cannot be read: \(reason)"
    case .unreachable(let reason): reason
    case .noAddress: "it has no address of this family"
    case .privateAddress: "it lies in a private network, and a torrent from elsewhere may name none there"
    }
  }
}
