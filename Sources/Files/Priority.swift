import Glibc

extension Files {
  /// Lets a program that was just started yield to all that a person does: as `nice -n 10` does. What it starts inherits it.
  ///
  /// Linux keeps a priority a thread: those that the program has made already get it too. A program that is gone is no error,
  /// and neither is a system that refuses: it runs all the same.
  public static func lowerPriority(of process: Int32, by steps: Int32 = 10) {
    guard process > 0 else { return }
    let value = min(ownPriority + steps, 19)
    var done: Set<String> = []
    // A thread that was made meanwhile shows in the next list, or has inherited it.
    for _ in 0..<8 {
      let threads = Set((try? list("/proc/\(process)/task")) ?? []).subtracting(done)
      if threads.isEmpty { break }
      for thread in threads {
        if let number = id_t(thread) { _ = setpriority(oneProcess, number, value) }
      }
      done.formUnion(threads)
    }
  }

  /// 0 unless somebody chose another one.
  private static var ownPriority: Int32 { getpriority(oneProcess, 0) }

  private static let oneProcess = __priority_which_t(PRIO_PROCESS.rawValue)
}
