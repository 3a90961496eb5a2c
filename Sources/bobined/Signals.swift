import Dispatch
import Glibc

/// SIGTERM and SIGINT end the daemon, SIGHUP makes it look for torrents; a closed pipe is no reason to die.
struct Signals {
  let stop: AsyncStream<Void>
  let rescans: AsyncStream<Void>
  private let sources: [any DispatchSourceSignal]

  init() {
    let (stop, stopping) = AsyncStream.makeStream(of: Void.self)
    let (rescans, rescan) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    (self.stop, self.rescans) = (stop, rescans)
    _ = signal(SIGPIPE, SIG_IGN)
    sources = [(SIGTERM, stopping), (SIGINT, stopping), (SIGHUP, rescan)].map { number, continuation in
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { continuation.yield() }
      source.resume()
      return source
    }
  }
}
