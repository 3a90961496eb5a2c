import Facts
import Glibc

/// Answers requests from standard input on standard output until there are no more (``MediaRequest``).
public enum MediaService {
  /// Address space in bytes. The libraries of libavformat map about 300 MB; the rest is for indexes and buffers.
  private static let memoryLimit: UInt = 1 << 30
  /// One request is a few paths.
  private static let requestLimit = 64 << 10

  public static func run() {
    var limit = rlimit(rlim_cur: memoryLimit, rlim_max: memoryLimit)
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    // With the parent gone nobody waits for an answer: the next line of progress ends this process.
    _ = signal(SIGPIPE, SIG_DFL)
    var text = ""
    while let line = readLine() {
      if !line.isEmpty {
        text += line + "\n"
        if text.utf8.count > requestLimit { return }
        continue
      }
      guard let record = Record(text: text), let request = MediaRequest(record: record) else { return }
      text = ""
      answer(request)
    }
  }

  private static func answer(_ request: MediaRequest) {
    do throws(MediaFailure) {
      switch request {
      case .probe(let source):
        send(.probed(try Prober.probe(source, size: try size(of: source))))
      case .package(let request):
        let packager = try Packager(request, size: try size(of: request.source))
        let result = try packager.run { done, total in send(.progress(done: done, total: total)) }
        let tables = try OutputFile(request.tables)
        try tables.append(HashTablesFile.encode(HashTables(renditions: [result.tables])))
        send(.packaged(result.report))
      }
    } catch {
      send(.failed(error))
    }
  }

  private static func send(_ answer: MediaAnswer) {
    let bytes = Array((answer.record.text + "\n").utf8)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe buffer.baseAddress.map { unsafe write(1, $0 + done, buffer.count - done) } ?? -1
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { exit(1) }
      done += count
    }
  }

  private static func size(of path: String) throws(MediaFailure) -> Int64 {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw MediaFailure(.unreadable, unsafe String(cString: strerror(errno))) }
    return Int64(status.st_size)
  }
}
