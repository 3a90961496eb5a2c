import ArgumentParser
import Files
import Logging
import NIOCore
import Swarm

/// The daemon's command line. What it does lies in `Swarm`.
@main
struct Bobined: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bobined",
    abstract: "Seeds every torrent that lies beside its data, and is their tracker.",
    discussion: """
      bobined public/                  seeds what `bobine build` made, or any folder of torrents with their files
      bobined --upload-rate 2M public/ gives at most 2 megabytes a second
      bobined --space 50G --into mirror/ https://videos.example/
                                       fetches what another site offers, the newest first, and seeds it

      Every option may also be given as a variable of the environment, BOBINED_UPLOAD_RATE for --upload-rate; the option
      wins. SIGHUP looks for new torrents at once, SIGTERM ends.

      Exit status: 0 ended as asked, 1 could not start, 2 wrong usage.
      """,
    version: version)

  static let version = "0.1.0"

  @Argument(help: "Folders to look for torrents in, and addresses of sites to follow.")
  var folders: [String] = []

  @OptionGroup(title: "Network") var network: NetworkOptions
  @OptionGroup(title: "Announcing") var announcing: AnnounceOptions
  @OptionGroup(title: "Tracker") var tracker: TrackerOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Following") var following: FollowOptions
  @OptionGroup(title: "Running") var running: RunningOptions

  func run() async throws {
    let plan = try plan()
    let log = try running.logger()
    let signals = Signals()
    let daemon = Daemon(plan, log: log) { event in
      switch event {
      case .listening(let peers, let status, let tracker, let datagrams):
        log.info(
          "listening",
          metadata: [
            "peers": "\(peers.map(\.text).joined(separator: " "))", "status": "\(status?.text ?? "none")",
            "tracker": "\(tracker.isEmpty ? "none" : tracker.map(\.text).joined(separator: " "))",
            "tracker-udp": "\(datagrams.isEmpty ? "none" : datagrams.map(\.text).joined(separator: " "))",
          ])
      case .ready(let torrents): log.info("ready", metadata: ["torrents": "\(torrents)"])
      }
    }
    do {
      try await daemon.run(rescans: signals.rescans, stop: signals.stop)
    } catch let failure as Daemon.Failure {
      log.critical("\(failure.text)")
      throw ExitCode(1)
    }
  }

  private func plan() throws -> DaemonPlan {
    let here = Files.currentFolder
    let named = self.folders.isEmpty ? Settings.list("FOLDERS") : self.folders
    guard !named.isEmpty else {
      throw ValidationError("No folder to look for torrents in. Say which, such as: bobined public/")
    }
    let follow = try following.plan(named.filter(FollowOptions.isSite), from: here)
    let folders = named.filter { !FollowOptions.isSite($0) }
    let absolute = folders.map { PathRules.absolute($0, from: here) }
    for folder in absolute where !Files.isFolder(folder) {
      throw ValidationError("'\(folder)' is no folder. Say one that holds .torrent files beside their data.")
    }
    var plan = DaemonPlan(
      folders: absolute, peers: try network.peers(), status: try network.statusAddress(),
      state: running.stateFolder(from: here),
      rescan: .seconds(Int64(try running.rescanSeconds())), seeding: try limits.seeding(),
      identity: PeerIdentity(version: Self.version, random: (0..<12).map { _ in UInt8.random(in: .min ... .max) }),
      tracker: try tracker.plan())
    plan.follow = follow
    plan.announce = try announcing.plan()
    plan.roots = try following.roots(from: here)
    return plan
  }

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var running = command as? any AsyncParsableCommand { try await running.run() } else { try command.run() }
    } catch {
      // The parser's own status for wrong usage is 64; ours is 2, as bobine's.
      if exitCode(for: error) == .validationFailure {
        Files.print(fullMessage(for: error) + "\n", to: 2)
        exit(withError: ExitCode(2))
      }
      exit(withError: error)
    }
  }
}

extension Daemon.Failure {
  /// What happened, and what to do.
  var text: String {
    switch self {
    case .cannotListen(let address, let reason, let option):
      "cannot listen on \(address): \(reason); free the port or choose another with \(option)"
    case .locked(.held(let holder)):
      "another bobined uses this state folder\(holder.map { " (\($0))" } ?? ""); end it, or give this one its own with --state"
    case .locked(.file(let error)):
      "\(error); give a folder that may be written with --state"
    }
  }
}

extension SocketAddress {
  var text: String {
    guard let host = ipAddress, let port else { return description }
    if case .v6 = self { return "[\(host)]:\(port)" } else { return "\(host):\(port)" }
  }
}
