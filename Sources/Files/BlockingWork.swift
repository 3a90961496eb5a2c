import Dispatch

/// Work that waits for a disk for long, such as reading a file of gigabytes.
///
/// Swift's own threads are as few as the cores and must keep moving: with two such reads on two cores, nobody would listen to
/// the programs that run meanwhile, and no signal would end the build.
public enum BlockingWork {
  /// Runs `body` on a thread that may wait; the caller's task goes on when it is done.
  public static func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: Result(catching: body)) }
    }
    return try result.get()
  }
}
