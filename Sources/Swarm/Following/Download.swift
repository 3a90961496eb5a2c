import Files
import Hashing
import NIOCore
import NIOPosix
import Torrent

/// Why a file was not fetched.
enum DownloadProblem: Error, Sendable, Hashable {
  case web(WebFailure)
  /// The server's answer, such as 404, and after how many seconds it may be asked again.
  case status(Int, retryAfter: Int64?)
  case disk(FileError)
  case damaged(TorrentDamage)
  /// The torrent is not what the catalog says of it.
  case unlike(String)
  /// Pieces came that do not have the torrent's hash.
  case badPieces(Int)
  /// All pieces are the torrent's, and together they are not the catalog's file.
  case wrongFile

  /// Whether the next try may go better, without anybody changing anything.
  var isPassing: Bool {
    switch self {
    case .web(.stopped), .web(.privateAddress), .web(.tooLong), .web(.insecure), .web(.badRedirect), .web(.refused):
      false
    case .web: true
    case .status(let status, _): status == 429 || status >= 500
    case .disk, .damaged, .unlike, .badPieces, .wrongFile: false
    }
  }

  /// Whether what came is something else than the catalog says; asking again would bring the same.
  var isLie: Bool {
    switch self {
    case .damaged, .unlike, .badPieces, .wrongFile: true
    case .web, .status, .disk: false
    }
  }

  var text: String {
    switch self {
    case .web(let failure): failure.text
    case .status(let status, _): "the server answered \(status)"
    case .disk(let error): error.isFull ? "the disk is full: \(error)" : error.text
    case .damaged(let damage): "its torrent is none: \(damage.text)"
    case .unlike(let reason): "its torrent is not the catalog's: \(reason)"
    case .badPieces(let count): "\(count) pieces came that do not have the torrent's hash"
    case .wrongFile: "its pieces are the torrent's, but not the file that the catalog names"
    }
  }
}

/// Fetches one file piece by piece, over requests of a few megabytes.
struct Download: Sendable {
  let offer: Offer
  let contents: TorrentContents
  let web: WebClient
  let pool: NIOThreadPool
  let reach: WebRequest.Reach
  let limits: FollowLimits
  let metrics: Metrics

  /// Fetches what is missing.
  func run(into partial: PartialFile) async throws(DownloadProblem) {
    var states = partial.known
    var bad = 0
    var tries = 0
    while let start = (0..<contents.pieceCount).first(where: { !states[$0] }) {
      let feed = Feed(contents, partial, states, start: start, pool, web.loop, metrics)
      let end = min(contents.size, Int64(self.end(of: start, states)) * contents.pieceLength)
      let outcome = await fetch(Int64(start) * contents.pieceLength..<end, into: feed)
      guard let report = await feed.report() else { throw .web(.stopped) }
      let isForward = report.states.count > states.count
      states = report.states
      if let error = report.disk { throw .disk(error) }
      if report.isBad {
        bad += 1
        guard bad < limits.badPieces else { throw .badPieces(bad) }
      } else if let outcome {
        // What went forward may go on; what stands still three times has had its chance.
        tries = isForward ? 0 : tries + 1
        guard outcome.isPassing, tries < 3 else { throw outcome }
        if Task.isCancelled { throw .web(.stopped) }
        try? await Task.sleep(for: .nanoseconds(limits.pause.nanoseconds << Int64(tries)))
      } else if !isForward {
        throw .web(.cutShort(received: 0))
      }
    }
  }

  /// The first piece behind a run of missing ones that one request may ask for.
  private func end(of start: Int, _ states: PieceStates) -> Int {
    let most = start + max(1, Int(limits.span / contents.pieceLength))
    var end = start + 1
    while end < contents.pieceCount && end < most && !states[end] { end += 1 }
    return end
  }

  private func fetch(_ range: Range<Int64>, into feed: Feed) async -> DownloadProblem? {
    var request = WebRequest(offer.file, range: range, limit: contents.size)
    request.reach = reach
    request.deadline = .seconds(60 + contents.size / limits.slowest)
    let size = contents.size
    let sink = WebSink { head throws(WebFailure) in
      // A server without ranges sends all of it from the start: then the feed passes over what is here.
      if head.status == 206, let part = head.part {
        guard part.size == nil || part.size == size else { throw .refused("the file there has another size") }
        feed.begin(at: part.bytes.lowerBound)
      } else if head.status == 200, head.length ?? size == size {
        feed.begin(at: 0)
      } else {
        throw .refused("the file there has another size")
      }
    } take: { part in
      feed.take(part)
    }
    do {
      let head = try await web.get(request, into: sink).get()
      return head.isSuccess ? nil : .status(head.status, retryAfter: head.fields.retryAfter)
    } catch let failure as WebFailure {
      return .web(failure)
    } catch {
      return .web(.refused("\(error)"))
    }
  }
}

/// Takes bytes as they come and keeps each piece that is right. Lives on the client's loop.
private final class Feed: Sendable {
  struct Report: Sendable {
    var states: PieceStates
    var isBad = false
    var disk: FileError?
  }

  private struct State {
    var report: Report
    /// Of the next byte.
    var position: Int64 = 0
    var piece: [UInt8] = []
  }

  private let contents: TorrentContents
  private let partial: PartialFile
  private let pool: NIOThreadPool
  private let loop: any EventLoop
  private let metrics: Metrics
  private let state: NIOLoopBoundBox<State>

  init(
    _ contents: TorrentContents, _ partial: PartialFile, _ states: PieceStates, start: Int, _ pool: NIOThreadPool,
    _ loop: any EventLoop, _ metrics: Metrics
  ) {
    (self.contents, self.partial, self.pool, self.loop) = (contents, partial, pool, loop)
    self.metrics = metrics
    state = .makeBoxSendingValue(State(report: Report(states: states)), eventLoop: loop)
  }

  /// nil where the loop has ended.
  func report() async -> Report? {
    let state = state
    return try? await loop.submit { state.value.report }.get()
  }

  func begin(at position: Int64) { state.value.position = position }

  func take(_ part: ByteBuffer) -> EventLoopFuture<Void>? {
    metrics.add(.followedBytes, by: part.readableBytes)
    var whole: [(piece: Int, bytes: [UInt8])] = []
    var part = part
    while part.readableBytes > 0 {
      let position = state.value.position
      guard position < contents.size else { return loop.makeFailedFuture(WebFailure.tooLong(limit: contents.size)) }
      let piece = Int(position / contents.pieceLength)
      let inside = Int(position % contents.pieceLength)
      let length = PieceVerdict.length(of: piece, contents)
      let count = min(part.readableBytes, length - inside)
      // A piece is here already, or its first bytes never came: its rest is of no use.
      let isWanted = !state.value.report.states[piece] && state.value.piece.count == inside
      if isWanted {
        if inside == 0 { state.value.piece.reserveCapacity(length) }
        state.value.piece += part.readableBytesView.prefix(count)
      }
      part.moveReaderIndex(forwardBy: count)
      state.value.position += Int64(count)
      if inside + count == length {
        if isWanted { whole.append((piece, state.value.piece)) }
        state.value.piece = []
      }
    }
    return whole.isEmpty ? nil : keep(whole)
  }

  private func keep(_ whole: [(piece: Int, bytes: [UInt8])]) -> EventLoopFuture<Void> {
    let (contents, partial, state, metrics) = (contents, partial, state, metrics)
    let work = pool.runIfActive(eventLoop: loop) { () -> Report in
      var report = Report(states: PieceStates(count: contents.pieceCount))
      for (piece, bytes) in whole {
        guard PieceVerdict.isGood(piece, bytes, of: contents) else {
          report.isBad = true
          break
        }
        do throws(FileError) { try partial.keep(piece, bytes) } catch {
          report.disk = error
          break
        }
        report.states[piece] = true
      }
      return report
    }
    return work.flatMapThrowing { report in
      for (piece, _) in whole where report.states[piece] {
        state.value.report.states[piece] = true
        metrics.add(.followedPieces)
      }
      state.value.report.isBad = report.isBad
      state.value.report.disk = report.disk
      if report.isBad { throw WebFailure.refused("a piece does not have the torrent's hash") }
      if let error = report.disk { throw WebFailure.refused(error.text) }
    }
  }
}
