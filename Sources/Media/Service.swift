import CLibAV
import Facts
import Glibc

/// Answers requests from standard input on standard output until there are no more (``MediaRequest``).
public enum MediaService {
  /// Writable memory in MiB that a hostile file may make us take before it ends this process. What honest work takes
  /// is a third of it: 48 MiB of chunks, and 30 bytes a frame.
  public static let usualMemory = 384

  /// One request is a few paths, or thousands where a long video is joined from its parts: ten hours in parts of eight
  /// seconds are 4,500 paths of some hundred bytes.
  private static let requestLimit = 2 << 20

  /// - Parameter memory: the limit of writable memory in MiB.
  public static func run(memory: Int = usualMemory) {
    limit(memory)
    // With the parent gone nobody waits for an answer: the next write fails and ends this process.
    _ = signal(SIGPIPE, SIG_IGN)
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

  /// Private writable memory (RLIMIT_DATA), not address space: libavformat's 130 libraries map more than they use.
  private static func limit(_ memory: Int) {
    let bytes = UInt(max(64, min(memory, 1 << 20))) << 20
    var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit)
    // Of a single allocation that a container's header asks for.
    av_max_alloc(Int(bytes / 2))
  }

  private static func answer(_ request: MediaRequest) {
    do throws(MediaFailure) {
      switch request {
      case .probe(let source):
        send(.probed(try Prober.probe(source, size: try FileStamp(source).size)))
      case .package(let request):
        send(.packaged(try package(request)))
      case .reel(let request):
        send(.reeled(pictures: try Reel(request).write()))
      }
    } catch {
      send(.failed(error))
    }
  }

  private static func package(_ request: PackageRequest) throws(MediaFailure) -> PackageReport {
    let result = try Packager.run(request) { done, total in send(.progress(done: done, total: total)) }
    let tables = try OutputFile(request.tables)
    if let failure = tables.append(HashTablesFile.encode(HashTables(renditions: [result.tables])).span) {
      throw failure
    }
    return result.report
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
}
