import Glibc

/// A lock with a condition to wait for: the thin owner of a POSIX mutex and condition variable.
@safe final class Monitor: @unchecked Sendable {
  // Both are made for threads; the pointers never change.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  func locked<Result>(_ body: () -> Result) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Inside ``locked(_:)``: sleeps until another thread calls ``wake()``.
  func wait() { unsafe pthread_cond_wait(condition, mutex) }
  func wake() { unsafe pthread_cond_broadcast(condition) }
}

/// A thread that runs a closure once. Hashing and writing block, so they stay off the cooperative pool.
@safe final class Thread: @unchecked Sendable {
  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  private var handle = pthread_t()

  /// Ends the process where the system has no thread to give: the next file would fare no better, while `bobine` starts a
  /// fresh process for it, and tells what became of this one.
  init(_ body: @escaping @Sendable () -> Void) {
    let work = unsafe Unmanaged.passRetained(Work(body))
    let status = unsafe pthread_create(
      &handle, nil,
      { argument in
        if let argument = unsafe argument { unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, work.toOpaque())
    if status != 0 { exit(EXIT_FAILURE) }
  }

  /// Waits for its end. Call it once.
  func join() { pthread_join(handle, nil) }
}
