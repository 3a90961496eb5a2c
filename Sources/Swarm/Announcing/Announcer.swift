import Logging
import NIOCore
import NIOPosix

/// Tells trackers of the torrents: takes from the ``AnnounceSchedule`` what is due, sends it, and gives the result back.
/// Confined to one event loop.
final class Announcer {
  let loop: any EventLoop
  private var schedule: AnnounceSchedule
  private let limits: AnnounceLimits
  private let me: AnnouncedSelf
  private let ports: [WebRequest.Family: UInt16]
  private let sources: [WebRequest.Family: PeerAddress.Host]
  private let web: WebClient
  private let names: NameResolver
  private let metrics: Metrics
  private let log: Logger
  /// Which addresses all can reach; a test says so of others.
  private let isPublic: (PeerAddress.Host) -> Bool
  private var udp: [WebRequest.Family: UDPTrackerClient] = [:]
  private var timer: Scheduled<Void>?
  private var ended: EventLoopPromise<Void>?

  /// - Parameters:
  ///   - ports: that are told, of the families that are listened on.
  ///   - sources: the addresses that peers come to, where not all are listened on: a tracker tells peers where an announce came from.
  init(
    loop: any EventLoop, limits: AnnounceLimits, me: AnnouncedSelf, ports: [WebRequest.Family: UInt16],
    sources: [WebRequest.Family: PeerAddress.Host], web: WebClient, names: NameResolver, origins: TorrentOrigins,
    metrics: Metrics, log: Logger,
    isPublic: @escaping (PeerAddress.Host) -> Bool
  ) {
    (self.loop, self.limits, self.me) = (loop, limits, me)
    (self.ports, self.sources) = (ports, sources)
    (self.web, self.names, self.metrics, self.log) = (web, names, metrics, log)
    self.isPublic = isPublic
    let families = [WebRequest.Family.v4, .v6].filter { ports[$0] != nil }
    schedule = AnnounceSchedule(limits: limits, families: families, origins: origins, now: loop.now)
  }

  func use(_ client: UDPTrackerClient, for family: WebRequest.Family) { udp[family] = client }
  func port(_ family: WebRequest.Family) -> UInt16 { ports[family] ?? 0 }

  func update(added: [Seed], removed: [Seed]) {
    guard ended == nil else { return }
    for seed in removed { schedule.remove(torrent: seed.torrent.path) }
    for seed in added { schedule.add(seed, now: loop.now) }
    run()
  }

  /// Says goodbye, for a bounded time.
  func end() -> EventLoopFuture<Void> {
    if let ended { return ended.futureResult }
    let promise = loop.makePromise(of: Void.self)
    ended = promise
    schedule.end(now: loop.now)
    let late = loop.assumeIsolated().scheduleTask(in: limits.farewell) { promise.succeed() }
    promise.futureResult.assumeIsolated().whenComplete { _ in
      late.cancel()
      self.timer?.cancel()
    }
    run()
    return promise.futureResult
  }

  private func run() {
    timer?.cancel()
    while let ticket = schedule.next(now: loop.now) { send(ticket) }
    if schedule.waitingStops == 0, schedule.inFlight == 0 { ended?.succeed() }
    metrics.set(.announcing, to: schedule.count)
    guard let wake = schedule.wake(now: loop.now) else { return }
    timer = loop.assumeIsolated().scheduleTask(deadline: wake) { [weak self] in self?.run() }
  }

  private func send(_ ticket: AnnounceSchedule.Ticket) {
    let announce = ticket.announce
    let uploaded = Int64(metrics.value(.uploaded))
    switch announce.tracker {
    case .http(let url):
      var request = WebRequest(
        url.announce(announce, of: me, port: port(announce.family), uploaded: uploaded), limit: Int64(limits.answer))
      request.deadline = limits.deadline
      request.family = announce.family
      request.source = sources[announce.family]
      request.reach = announce.reach
      // Some trackers tell their reason with an error's status.
      request.wantsErrors = true
      web.get(request).assumeIsolated().whenComplete { result in
        self.finish(ticket, self.read(result))
      }
    case .udp(let host, let port, let data):
      guard let client = udp[announce.family] else { return later(ticket, .failure(.noAddress)) }
      names.addresses(of: host).assumeIsolated().whenComplete { result in
        switch result {
        case .failure(let error):
          self.finish(ticket, .failure(.unreachable((error as? WebFailure)?.text ?? "its name cannot be looked up")))
        case .success(let hosts):
          let known = hosts.filter { $0.family == announce.family }
          guard let host = known.first(where: { announce.reach == .anywhere || self.isPublic($0) }) else {
            let failure: TrackerFailure =
              hosts.isEmpty ? .unreachable("nobody knows its name") : known.isEmpty ? .noAddress : .privateAddress
            return self.finish(ticket, .failure(failure))
          }
          client.ask(announce, at: PeerAddress(host: host, port: port), data: data, uploaded: uploaded) {
            self.finish(ticket, $0)
          }
        }
      }
    }
  }

  private func read(_ result: Result<WebAnswer, any Error>) -> Result<TrackerAnswer, TrackerFailure> {
    switch result {
    case .failure(WebFailure.unknownHost): return .failure(.noAddress)
    case .failure(WebFailure.privateAddress): return .failure(.privateAddress)
    case .failure(let error as WebFailure): return .failure(.unreachable(error.text))
    case .failure: return .failure(.unreachable("the connection broke"))
    case .success(let answer):
      do throws(TrackerFailure) {
        return .success(try TrackerAnswer(bencoded: answer.body, limit: limits.answer))
      } catch {
        guard answer.head.isSuccess else {
          if case .refused = error { return .failure(error) }
          return .failure(.unreachable("it answers with status \(answer.head.status)"))
        }
        return .failure(error)
      }
    }
  }

  private func later(_ ticket: AnnounceSchedule.Ticket, _ result: Result<TrackerAnswer, TrackerFailure>) {
    loop.assumeIsolated().execute { self.finish(ticket, result) }
  }

  private func finish(_ ticket: AnnounceSchedule.Ticket, _ result: Result<TrackerAnswer, TrackerFailure>) {
    let isNews = schedule.finish(ticket, result, now: loop.now)
    switch result {
    case .success: metrics.add(.announces, "ok")
    case .failure(let failure):
      let label =
        switch failure {
        case .refused: "refused"
        case .malformed: "malformed"
        case .unreachable: "unreachable"
        case .noAddress: "no_address"
        case .privateAddress: "private_address"
        }
      metrics.add(.announces, label)
      if isNews {
        log.warning(
          "a tracker does not take our announces: \(failure.text)",
          metadata: ["tracker": "\(ticket.announce.tracker)", "swarm": "\(ticket.announce.key.hex)"])
      }
    }
    run()
  }
}
