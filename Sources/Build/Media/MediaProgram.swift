import Encode
import Facts
import Files
import Subprocess
import SystemPackage

/// A running `bobine-media`, asked one request at a time. Confined to the worker that runs it.
///
/// It is ended when it gives no sign of life for a while, and a crash or an end costs only the request that ran:
/// the worker starts another one for the next video.
final class MediaProgram {
  typealias Process = Execution<CustomWriteInput, SequenceOutput, DiscardedOutput>

  /// How a process ended that should not have.
  enum End: Sendable, Hashable {
    case exited(Int)
    case signal(Int)
    case stalled(seconds: Int)
    case notStarted(String)
  }

  /// Thrown by `ask` when the process is gone; `run` returns how it ended.
  struct Gone: Error {}

  private let process: Process
  private let watch: StallWatch
  /// Records end with an empty line, and no value holds a line break.
  private var records: SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator

  private init(process: Process, watch: StallWatch) {
    self.process = process
    self.watch = watch
    records = process.standardOutput.strings(
      separatedBy: .unicodeScalarSequence("\n\n".unicodeScalars), bufferingPolicy: .maxLineLength(1 << 20)
    ).makeAsyncIterator()
  }

  /// Sends one request and reads its answers.
  ///
  /// - Throws: ``MediaFailure`` where the program refuses, ``Gone`` where it ended.
  func ask(
    _ request: MediaRequest, onProgress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) async throws -> MediaAnswer {
    watch.start()
    defer { watch.stop() }
    do {
      _ = try await process.standardInputWriter.write(request.record.text + "\n")
      while let text = try await records.next() {
        watch.touch()
        guard let record = Record(text: text), let answer = MediaAnswer(record: record) else {
          process.end()
          throw Gone()
        }
        switch answer {
        case .progress(let done, let total): onProgress(done, total)
        case .failed(let failure) where failure.code == .memory:
          // It would fail for the next video too.
          process.end()
          throw Gone()
        case .failed(let failure): throw failure
        case .probed, .packaged, .reeled: return answer
        }
      }
    } catch let failure as MediaFailure {
      throw failure
    } catch {
      throw Gone()
    }
    throw Gone()
  }

  /// Starts the program, hands it to `body`, and ends it when `body` returns.
  ///
  /// - Returns: nil after an orderly end.
  static func run(
    _ path: String, stallTimeout: Int, body: (MediaProgram) async -> Void
  ) async -> End? {
    let watch = StallWatch(limit: .seconds(stallTimeout), isWaiting: false)
    do {
      let result = try await Subprocess.run(
        .path(.init(path)), environment: .inherit.updating(["SWIFT_BACKTRACE": "enable=no"]),
        input: .inputWriter, output: .sequence, error: .discarded
      ) { process in
        Files.lowerPriority(of: process.processIdentifier.value)
        await withTaskGroup(of: Void.self) { group in
          group.addTask { await watch.wait { process.end() } }
          await body(MediaProgram(process: process, watch: watch))
          group.cancelAll()
        }
      }
      if watch.hasEnded { return .stalled(seconds: stallTimeout) }
      switch result.terminationStatus {
      case .exited(let code): return code == 0 ? nil : .exited(Int(code))
      case .signaled(let signal): return .signal(Int(signal))
      }
    } catch {
      return .notStarted("\(error)")
    }
  }
}

extension Execution {
  /// SIGKILL, which also ends a stopped process; one that is gone already is no error.
  fileprivate func end() { try? send(signal: .kill) }
}
