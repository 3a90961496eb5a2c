import Files
import NIOCore
import NIOPosix
import Torrent

/// Fetches the torrent of an offer, and takes no other than the one that the catalog names.
struct Torrents: Sendable {
  private let web: WebClient
  private let pool: NIOThreadPool
  private let limits: FollowLimits

  init(_ web: WebClient, _ pool: NIOThreadPool, _ limits: FollowLimits) {
    (self.web, self.pool, self.limits) = (web, pool, limits)
  }

  func fetch(
    _ offer: Offer, _ reach: WebRequest.Reach
  ) async throws(DownloadProblem) -> (contents: TorrentContents, bytes: [UInt8]) {
    var request = WebRequest(offer.torrent, limit: Int64(TorrentReader.Limits.bytes))
    request.reach = reach
    let answer: WebAnswer
    do { answer = try await web.get(request).get() } catch {
      throw .web(error as? WebFailure ?? .refused("\(error)"))
    }
    guard answer.head.status == 200 else {
      throw .status(answer.head.status, retryAfter: answer.head.fields.retryAfter)
    }
    let contents: TorrentContents
    do {
      contents = try await pool.runIfActive { try TorrentReader.read(answer.body) }
    } catch let damage as TorrentDamage {
      throw .damaged(damage)
    } catch {
      throw .web(.stopped)
    }
    if let reason = Self.difference(contents, offer, limits) { throw .unlike(reason) }
    return (contents, answer.body)
  }

  /// nil where the torrent is the offer's.
  static func difference(_ contents: TorrentContents, _ offer: Offer, _ limits: FollowLimits) -> String? {
    guard contents.infohash.v1 == offer.btih, contents.infohash.v2 == offer.btmh else { return "its infohash" }
    guard contents.isSingleFile, contents.files.count == 1 else { return "it holds more than one file" }
    guard contents.size == offer.size else { return "its length" }
    guard contents.pieceLength <= limits.pieceLength else { return "its pieces are too long" }
    return PieceVerdict.isComplete(contents) ? nil : "it lacks hashes of its pieces"
  }
}
