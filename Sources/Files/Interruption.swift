import Dispatch
import Glibc

/// What ends a program from outside: Control-C, a closed terminal, `kill`.
public enum Interruption {
  /// Calls `action` when the first of these signals comes; the second one ends the program at once, as usual.
  ///
  /// To be called once, early. A pipe that nobody reads is from now on an error of the call that writes, not the
  /// program's end: a helper that dies must not take the build with it.
  public static func onFirst(_ action: @escaping @Sendable (_ signal: Int32) -> Void) {
    _ = signal(SIGPIPE, SIG_IGN)
    let queue = DispatchQueue(label: "interruption")
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        // The handler keeps its source alive until it is cancelled.
        source.cancel()
        for other in [SIGINT, SIGTERM, SIGHUP] { _ = signal(other, SIG_DFL) }
        action(number)
      }
      source.activate()
    }
  }

  /// Ends this program by the signal that it was asked to end with, so that a shell sees why.
  public static func end(by number: Int32) -> Never {
    _ = signal(number, SIG_DFL)
    // A source blocks the signal that it waits for.
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    _ = raise(number)
    exit(128 + number)
  }

  /// `nohup` ignores hang-ups on purpose.
  private static func isIgnored(_ number: Int32) -> Bool {
    var current = sigaction()
    guard unsafe sigaction(number, nil, &current) == 0 else { return false }
    return unsafe unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
