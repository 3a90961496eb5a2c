import Logging
import NIOCore
import NIOPosix

/// Follows all sites of a plan, each on its own.
struct Follower: Sendable {
  private let plan: FollowPlan
  private let web: WebClient
  private let pool: NIOThreadPool
  private let metrics: Metrics
  private let log: Logger

  static func make(
    _ plan: FollowPlan, on loop: any EventLoop, _ pool: NIOThreadPool, agent: String, _ metrics: Metrics, _ log: Logger
  ) async throws -> Follower {
    let web = try await WebClient.make(on: loop, roots: plan.roots, agent: agent).get()
    return Follower(plan: plan, web: web, pool: pool, metrics: metrics, log: log)
  }

  /// Runs until the task is cancelled.
  ///
  /// - Parameter onChange: told when a file came or went.
  func run(onChange: @escaping @Sendable () async -> Void) async {
    let web = web
    await withTaskCancellationHandler {
      await withTaskGroup { group in
        for site in plan.sites {
          let follower = SiteFollower(site, plan, web, pool, metrics, log, onChange: onChange)
          group.addTask { await follower.follow() }
        }
      }
    } onCancel: {
      // A task that waits for a server does not hear of its end otherwise.
      _ = web.stop()
    }
  }

  /// Ends what is on its way.
  func stop() async { try? await web.stop().get() }
}
