import Glibc

extension Files {
  /// The folder that relative paths of the command line start from.
  public static var currentFolder: String {
    (try? realPath(".")) ?? "/"
  }

  /// The user's own folder by `HOME`.
  public static var homeFolder: String? {
    environment("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// Where this program really lies, symlinks resolved: its helpers and the theme stand beside it.
  public static func executablePath() throws(FileError) -> String {
    try realPath("/proc/self/exe")
  }

  /// Where the system finds a program that is called by its name alone (POSIX, `PATH`); nil where it is not there.
  public static func program(_ name: String) -> String? {
    if name.isEmpty || name.contains("/") { return nil }
    for folder in (environment("PATH") ?? "/usr/bin:/bin").split(separator: ":") where folder.hasPrefix("/") {
      let path = PathRules.join(String(folder), name)
      guard let status = try? status(path), status.kind == .file, unsafe access(path, X_OK) == 0 else { continue }
      return path
    }
    return nil
  }

  /// A variable of the environment; nil where it is not set, empty or not UTF-8.
  public static func environment(_ name: String) -> String? {
    guard !name.utf8.contains(0), let value = unsafe getenv(name) else { return nil }
    return unsafe String(validatingCString: value).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The IANA name of this machine's time zone: of `TZ`, of the link `/etc/localtime`, or of `/etc/timezone`. nil where none
  /// of them says, and for rules written out, as `CET-1CEST`.
  public static func timeZoneName() -> String? {
    let zones = "/usr/share/zoneinfo/"
    func name(_ text: String) -> String? {
      let name = text.hasPrefix(":") ? String(text.dropFirst()) : text
      let isClean = PathRules.isPublishable(name) && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
      return isClean && ((try? status(zones + name)) ?? nil)?.kind == .file ? name : nil
    }
    if let told = environment("TZ"), !told.isEmpty { return name(told) }
    if let target = linkTarget("/etc/localtime"), let begin = target.firstRange(of: "/zoneinfo/") {
      return name(String(target[begin.upperBound...]))
    }
    return ((try? readText("/etc/timezone", limit: 256)) ?? nil).flatMap { name(String($0.prefix { !$0.isNewline })) }
  }

  /// Whether a person looks at what is written there: 1 is standard output, 2 standard error.
  public static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1
  }

  /// Writes to standard output (1) or standard error (2) without a buffer of its own; a closed pipe is no error.
  public static func print(_ text: String, to descriptor: Int32 = 1) {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count == -1 && errno == EINTR { continue }
      if count <= 0 { return }
      done += count
    }
  }

  /// How many processors the machine has at work.
  public static var processorCount: Int {
    max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }
}

/// The clocks of the machine. A build reads the wall clock once at most, and passes it on as a value.
public enum SystemClock {
  /// Seconds since 1970-01-01 UTC.
  public static func now() -> Int64 { nanoseconds(CLOCK_REALTIME) / 1_000_000_000 }

  /// Nanoseconds since 1970-01-01 UTC, to compare with the times of files.
  public static func nowInNanoseconds() -> Int64 { nanoseconds(CLOCK_REALTIME) }

  /// Nanoseconds since an arbitrary moment; never goes back. For durations.
  public static func monotonic() -> Int64 { nanoseconds(CLOCK_MONOTONIC) }

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    guard unsafe clock_gettime(clock, &time) == 0 else { return 0 }
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
